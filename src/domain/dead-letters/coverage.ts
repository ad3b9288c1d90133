/** How much of a queue was seen, in words: a sample must never pass for the whole. */
import { durationWords } from '../duration-words.ts';
import { formatCount } from '../figures.ts';
import type { QueueAttributes } from '../queue-attributes.ts';
import { queueNameIn } from '../queue-name.ts';

/** What a look at a queue came to. */
export interface Look {
  /** As it was read before. */
  readonly queue: Pick<QueueAttributes, 'depth' | 'inFlight' | 'fifo'>;
  readonly seen: number;
  /** Why it ended (operations/redrive/peek-session.ts). */
  readonly end: 'limit' | 'exhausted' | 'bytes' | 'closed' | null;
  /** Replies that were lost on the way. */
  readonly lostReplies: number;
}

/** Sentences without their full stop, the first says how much was seen. */
export function coverageWords({ queue, seen, end, lostReplies }: Look): string[] {
  const { depth, inFlight, fifo } = queue;
  const total = depth === null ? null : depth + (inFlight ?? 0);
  if (total === 0 && seen === 0) return ['the queue is empty'];
  const isAll = total !== null && seen >= total;
  const words = [
    isAll
      ? `${formatCount(seen)} messages: all there are`
      : `${formatCount(seen)} of ${total === null ? 'an unknown number of' : `about ${formatCount(total)}`} messages${seen === 0 ? '' : ', a sample'}`,
  ];
  if (!isAll && end === 'exhausted') {
    words.push(
      fifo
        ? 'of each message group at most ten could be seen: SQS gives out no more while those are held'
        : 'the others are in flight: somebody else has received them, or they are delayed',
    );
  }
  if (end === 'bytes') words.push('no more were read: their bodies fill the memory meant for them');
  if (lostReplies > 0) {
    words.push(`${lostReplies} replies were lost: up to ${lostReplies * 10} messages may be missing`);
  }
  return words;
}

/** Nothing lies in it, as far as SQS counts. */
export function isEmpty({
  depth,
  inFlight,
  delayed,
}: Pick<QueueAttributes, 'depth' | 'inFlight' | 'delayed'>): boolean {
  return depth === 0 && (inFlight ?? 0) === 0 && (delayed ?? 0) === 0;
}

/** What it means that a queue gave out nothing, a sentence without its full stop. */
export function emptyWords(
  name: string,
  { depth, inFlight }: Pick<QueueAttributes, 'depth' | 'inFlight'>,
): string {
  if (inFlight !== null && inFlight > 0) {
    return `no message of ${name} can be had now: ${formatCount(inFlight)} are in flight, received by somebody else`;
  }
  return depth === 0
    ? `${name} is empty: there is nothing to send again`
    : `${name} gave out no message, though SQS counts about ${formatCount(depth)}: look again in a minute`;
}

/** Messages a second that can be received: at a guess, and of a FIFO queue one call after the other. */
const RECEIVED_PER_S = { standard: 500, fifo: 100 } as const;

/** Of messages that SQS moved, only the logs tell which error they are about. */
const SEARCH_PRICE = 'then the logs of their functions are searched, at the pace of a quota that all share';

/** What looking through a whole queue costs, to be said before: the messages that are not meant pay it too. */
export function scanPriceWords(
  queue: Pick<QueueAttributes, 'depth' | 'inFlight' | 'fifo' | 'deadLetters'>,
  searchesLogs: boolean,
): string[] {
  const { depth, inFlight, fifo } = queue;
  const total = depth === null ? null : depth + (inFlight ?? 0);
  const others = [...priceWords(queue), ...(searchesLogs ? [SEARCH_PRICE] : [])];
  if (total === null) return ['all messages are looked through: how many is not known', ...others];
  // Each is received and given back, ten at a time.
  const calls = 2 * Math.ceil(total / 10);
  const seconds = total / (fifo ? RECEIVED_PER_S.fifo : RECEIVED_PER_S.standard);
  const takes = seconds < 5 ? 'a few seconds' : `about ${durationWords(Math.ceil(seconds))}`;
  return [
    `all of about ${formatCount(total)} messages are looked through: about ${formatCount(calls)} calls, ${takes}`,
    ...others,
  ];
}

/** What looking costs, to be said before or after: peeking is no read. */
export function priceWords(queue: Pick<QueueAttributes, 'fifo' | 'deadLetters'>): string[] {
  const words = ['looking at a message raises its receive count and hides it from others meanwhile'];
  if (queue.fifo) words.push('the message groups looked at are blocked meanwhile');
  if (queue.deadLetters) {
    const name = queueNameIn(queue.deadLetters.queueArn);
    words.push(
      `after ${queue.deadLetters.maxReceiveCount} receives SQS moves a message on to ${name}: looking counts`,
    );
  }
  return words;
}
