/**
 * What kind of dead letter a message is, and so how it can be sent again: told by the message alone, after the
 * table of facts/aws.md section 4.
 */
import type { DeadLetter } from './message.ts';

/** What a message is. */
export type DeadLetterKind =
  /** SQS moved it here from a queue that functions read. */
  | { readonly kind: 'sqs-source'; readonly sourceQueueArn: string }
  /** Lambda put the raw event here (DeadLetterConfig). It does not say for which function. */
  | {
      readonly kind: 'async';
      readonly requestId: string | null;
      /** HTTP status, such as 200 (the function failed) or 429. */
      readonly errorCode: string | null;
      readonly errorMessage: string | null;
    }
  /** Lambda put a record of the failed invocation here (OnFailure destination). */
  | {
      readonly kind: 'destination';
      readonly requestId: string | null;
      /** Qualified, as it was invoked. */
      readonly functionArn: string;
      /** `RetriesExhausted`, `EventAgeExceeded`, `ZeroReservedConcurrency`. */
      readonly condition: string | null;
      /** The event to invoke with, as JSON. */
      readonly payload: string;
      readonly errorType: string | null;
      readonly errorMessage: string | null;
    }
  /** A stream mapping put a pointer to its records here: the records themselves are not in it. */
  | { readonly kind: 'stream-record'; readonly functionArn: string | null; readonly batch: string }
  /** EventBridge, SNS, somebody's own: we do not know what would be done by sending it anywhere. */
  | { readonly kind: 'other'; readonly reason: string };

/** The kind of one message. */
export function kindOf(letter: DeadLetter): DeadLetterKind {
  if (letter.sourceQueueArn !== null) return { kind: 'sqs-source', sourceQueueArn: letter.sourceQueueArn };
  const record = objectFrom(letter.body);
  const context = objectIn(record?.requestContext);
  const functionArn = textOf(context?.functionArn);
  if (record && context && functionArn !== null) {
    const batch = ['KinesisBatchInfo', 'DDBStreamBatchInfo'].find((name) => objectIn(record[name]));
    if (batch !== undefined) return { kind: 'stream-record', functionArn, batch };
    if ('requestPayload' in record) return destinationRecord(record, context, functionArn);
  }
  const { RequestID: requestId, ErrorCode: errorCode, ErrorMessage: errorMessage } = letter.attributes;
  if (requestId || errorCode) {
    return {
      kind: 'async',
      requestId: requestId?.text ?? null,
      errorCode: errorCode?.text ?? null,
      errorMessage: errorMessage?.text ?? null,
    };
  }
  const rule = letter.attributes.RULE_ARN?.text;
  return {
    kind: 'other',
    reason: rule ? `an event that EventBridge could not deliver (${rule})` : 'nothing tells who put it here',
  };
}

type Json = Readonly<Record<string, unknown>>;

function destinationRecord(record: Json, context: Json, functionArn: string): DeadLetterKind {
  const answer = objectIn(record.responsePayload);
  return {
    kind: 'destination',
    requestId: textOf(context.requestId),
    functionArn,
    condition: textOf(context.condition),
    payload: JSON.stringify(record.requestPayload),
    errorType: textOf(answer?.errorType),
    errorMessage: textOf(answer?.errorMessage),
  };
}

function objectFrom(text: string): Json | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectIn(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
