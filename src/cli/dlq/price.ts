/** What looking into a queue costs, said before it is done: the messages that are not meant pay it too. */
import { priceWords, scanPriceWords } from '../../domain/dead-letters/coverage.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import type { Output } from '../output.ts';
import type { Selection } from './options.ts';

/** Says it. Without a number of messages, or with a condition, the whole queue is looked through. */
export function sayPrice(queue: QueueAttributes, { limit, where, asksLog }: Selection, output: Output): void {
  const isWhole = where !== null || limit === null;
  const words = isWhole ? scanPriceWords(queue, asksLog) : priceWords(queue);
  output.say(...words.map((line) => `lambdatop: ${line}`));
}
