/**
 * A dead letter as a line of NDJSON: everything needed to send it again, readable by people and by `import`. What
 * SQS does not let anybody send again (MessageId, times, receive count) is kept for the reader only.
 */
import { AppError } from '../app-error.ts';
import type { DeadLetter, MessageAttribute } from './message.ts';

/** The version of the format, first in each line. */
const FORMAT = 'lambdatop-dead-letter-1';

/** One line, without its end. */
export function exportLine(letter: DeadLetter, queueArn: string): string {
  return JSON.stringify({ format: FORMAT, queueArn, ...letter });
}

/** A line read back. */
export interface ImportedLetter {
  readonly letter: DeadLetter;
  /** The dead-letter queue it was exported from. */
  readonly queueArn: string;
}

/**
 * Reads a line that `exportLine` wrote.
 *
 * @param number of the line in its file, from 1, for the person who has to mend it
 * @throws AppError `invalid` that names the line and what is wrong with it
 */
export function importLine(line: string, number: number): ImportedLetter {
  const wrong = (reason: string): AppError =>
    new AppError('invalid', `Line ${number} cannot be imported: ${reason}.`, {
      next: ['files of `lambdatop dlq export` can be imported, a JSON object a line'],
    });
  let read: Readonly<Record<string, unknown>>;
  try {
    read = JSON.parse(line);
  } catch {
    throw wrong('it is no JSON');
  }
  if (read === null || typeof read !== 'object' || read.format !== FORMAT) throw wrong(`it is no ${FORMAT}`);
  if (
    typeof read.queueArn !== 'string' ||
    typeof read.body !== 'string' ||
    typeof read.messageId !== 'string'
  ) {
    throw wrong('queueArn, messageId or body is missing');
  }
  return {
    queueArn: read.queueArn,
    letter: {
      messageId: read.messageId,
      body: read.body,
      attributes: attributesFrom(read.attributes, wrong),
      sentAt: numberOrNull(read.sentAt),
      firstReceivedAt: numberOrNull(read.firstReceivedAt),
      receiveCount: numberOrNull(read.receiveCount),
      sourceQueueArn: textOrNull(read.sourceQueueArn),
      traceHeader: textOrNull(read.traceHeader),
      groupId: textOrNull(read.groupId),
      deduplicationId: textOrNull(read.deduplicationId),
    },
  };
}

function attributesFrom(
  value: unknown,
  wrong: (reason: string) => AppError,
): Record<string, MessageAttribute> {
  if (typeof value !== 'object' || value === null) throw wrong('its attributes are missing');
  return Object.fromEntries(
    Object.entries(value).map(([name, attribute]) => {
      const { dataType, text, binary } = (attribute ?? {}) as Partial<Record<string, unknown>>;
      if (typeof dataType !== 'string') throw wrong(`its attribute ${name} has no dataType`);
      return [name, { dataType, text: textOrNull(text), binary: textOrNull(binary) }];
    }),
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
