/** By which way a dead letter is sent again, and why it is that one (design.md, "Which dead letter is it"). */
import type { DeadLetterKind } from './kind.ts';

/** What to do with one message. */
export type Mechanism =
  /** SendMessage to the queue it came from, then DeleteMessage. */
  | { readonly by: 'send'; readonly queueArn: string; readonly reason: string }
  /** Invoke(Event) with `payload`; null = the body as it is. Then DeleteMessage. */
  | {
      readonly by: 'invoke';
      /** Unqualified ARN or name. */
      readonly functionName: string;
      /** Alias or version; null only where a person said so or the record names none. */
      readonly qualifier: string | null;
      readonly payload: string | null;
      readonly reason: string;
    }
  /** It cannot be sent again, or not without being told more. */
  | {
      readonly by: 'none';
      readonly reason: string;
      /** What to do instead. */
      readonly next: readonly string[];
      /** Naming a function would make it possible (`--function`). */
      readonly needsFunction: boolean;
    };

/** What is known beyond the message about who would get an asynchronous event. */
export interface AsyncOrigin {
  /** Unqualified ARNs of the functions that name this queue in their DeadLetterConfig. */
  readonly functionArns: readonly string[];
  /** The function and version under which the RequestID was found in a log; null when it was not. */
  readonly logged: { readonly functionArn: string; readonly version: string } | null;
}

/** A function, and a qualifier, that a person named: `orders`, `orders:live`. */
export interface NamedFunction {
  readonly name: string;
  readonly qualifier: string | null;
}

/**
 * The way for one message.
 *
 * @param named what `--function` says; it decides only what could not be known, never what is
 */
export function mechanismFor(
  letter: DeadLetterKind,
  origin: AsyncOrigin,
  named: NamedFunction | null = null,
): Mechanism {
  switch (letter.kind) {
    case 'sqs-source':
      return {
        by: 'send',
        queueArn: letter.sourceQueueArn,
        reason: 'SQS moved it here from that queue, which hands it to its function again',
      };
    case 'destination':
      return destinationMechanism(letter);
    case 'async':
      return asyncMechanism(origin, named);
    case 'stream-record':
      return {
        by: 'none',
        reason: 'it is a pointer to records of a stream: the records themselves are not in it',
        next: ['read the records from the stream before they expire, at the position the message names'],
        needsFunction: false,
      };
    case 'other':
      return {
        by: 'none',
        reason: `it is no dead letter of a function: ${letter.reason}`,
        next: ['export it, and send it again by whatever put it here'],
        needsFunction: false,
      };
  }
}

function destinationMechanism(letter: Extract<DeadLetterKind, { kind: 'destination' }>): Mechanism {
  const { functionArn, qualifier } = splitQualifier(letter.functionArn);
  return {
    by: 'invoke',
    functionName: functionArn,
    qualifier,
    payload: letter.payload,
    reason: 'its record names the function and qualifier that failed, and holds the event',
  };
}

function asyncMechanism(origin: AsyncOrigin, named: NamedFunction | null): Mechanism {
  const { logged, functionArns } = origin;
  if (logged && functionArns.includes(logged.functionArn)) {
    return {
      by: 'invoke',
      functionName: logged.functionArn,
      qualifier: logged.version,
      payload: null,
      reason: `its request is in the log of version ${logged.version}`,
    };
  }
  if (named) {
    return {
      by: 'invoke',
      functionName: named.name,
      qualifier: named.qualifier,
      payload: null,
      reason: 'that function was named for it',
    };
  }
  const reason =
    functionArns.length === 1
      ? 'the function that names this queue is known, but not which version failed'
      : functionArns.length === 0
        ? 'no function names this queue any more'
        : `${functionArns.length} functions send their failed events to this queue`;
  return {
    by: 'none',
    reason,
    next: ['say which: --function NAME:QUALIFIER (NAME alone means $LATEST)'],
    needsFunction: true,
  };
}

/** An ARN or a qualified one: `arn:…:function:orders:live` → the function's own ARN and `live`. */
export function splitQualifier(arn: string): { functionArn: string; qualifier: string | null } {
  const parts = arn.split(':');
  return { functionArn: parts.slice(0, 7).join(':'), qualifier: parts[7] ?? null };
}
