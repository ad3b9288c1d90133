/** What there is to say about a dead-letter target besides its figures, worst first, in words for both faces. */
import type { AppError } from '../app-error.ts';
import { durationWords } from '../duration-words.ts';
import type { QueueAttributes } from '../queue-attributes.ts';
import type { DeadLetterTarget, ExpectedKind } from './discovery.ts';
import { type QueueFigures, timeLeftS } from './queue-figures.ts';

/** A target with what was read of it. */
export interface KnownTarget {
  readonly target: DeadLetterTarget;
  /** null while it has not been read, could not be, or is no queue. */
  readonly queue: QueueAttributes | null;
  readonly error: AppError | null;
  readonly figures: QueueFigures | null;
}

/** A remark, and how much it matters. */
export interface TargetRemark {
  readonly text: string;
  /** The same in a narrow column. */
  readonly brief: string;
  readonly level: 'bad' | 'warn' | 'info';
}

/** The kinds in a word or two each. */
export const KIND_WORDS: Readonly<Record<ExpectedKind | 'other', string>> = {
  'sqs-source': 'SQS source',
  async: 'async',
  destination: 'destination',
  'stream-record': 'stream',
  other: 'other',
};

/** With less than this left, the oldest messages are about to be lost, seconds. */
const SOON_S = 24 * 3_600;
const VERY_SOON_S = 6 * 3_600;

/** What matters about a target. `lost`: events of its functions that could be put nowhere, in the last hours. */
export function remarksOn({ target, queue, error, figures }: KnownTarget, lost = 0): TargetRemark[] {
  const remarks: TargetRemark[] = [];
  const add = (level: TargetRemark['level'], brief: string, text: string): void =>
    void remarks.push({ level, text, brief });
  if (lost > 0) add('bad', 'losing events', `events are being lost: ${lost} in 3 h`);
  if (target.service !== 'sqs') add('info', target.service, `${target.service} cannot be read back`);
  if (error?.code === 'not-found') add('bad', 'no such queue', 'does not exist: what goes there is lost');
  else if (error) add('warn', 'not read', `not read: ${error.code}`);
  const leftS = timeLeftS(queue?.retentionS ?? null, figures?.oldestAgeS ?? null, queue?.depth ?? null);
  if (leftS !== null && leftS < SOON_S) {
    add(
      leftS < VERY_SOON_S ? 'bad' : 'warn',
      'expiring',
      leftS === 0 ? 'oldest lost any moment' : `oldest lost in ${durationWords(leftS)} or sooner`,
    );
  }
  const consumers = target.consumers.filter(({ active }) => active).map(({ name }) => name);
  if (consumers.length > 0) add('warn', 'has consumers', `${consumers.join(', ')} takes messages away`);
  if (queue?.deadLetters) {
    const { maxReceiveCount, queueArn } = queue.deadLetters;
    add(
      'warn',
      'own DLQ',
      `has a DLQ itself: after ${maxReceiveCount} receives on to ${queueArn.split(':')[5]}`,
    );
  }
  return remarks;
}
