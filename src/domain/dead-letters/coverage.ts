/** How much of a queue was seen, in words: a sample must never pass for the whole. */
import { formatCount } from '../figures.ts';
import type { QueueAttributes } from '../queue-attributes.ts';

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

/** What looking costs, to be said before or after: peeking is no read. */
export function priceWords(queue: Pick<QueueAttributes, 'fifo' | 'deadLetters'>): string[] {
  const words = ['looking at a message raises its receive count and hides it from others meanwhile'];
  if (queue.fifo) words.push('the message groups looked at are blocked meanwhile');
  if (queue.deadLetters) {
    const name = queue.deadLetters.queueArn.split(':').at(-1);
    words.push(
      `after ${queue.deadLetters.maxReceiveCount} receives SQS moves a message on to ${name}: looking counts`,
    );
  }
  return words;
}
