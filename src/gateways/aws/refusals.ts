/** What AWS's answer to a failed call told besides its kind: known refusals, when to come again, the call's id. */

import type { AwsAnswer, Refusal } from '../../domain/app-error.ts';

/** A failed call's answer, as far as this module looks at it. */
interface FailedAnswer {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly requestId?: string | undefined };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** What the answer told; an error that AWS did not send tells nothing. */
export function answerOf(error: FailedAnswer): AwsAnswer {
  const seconds = Number.parseFloat(error.$response?.headers?.['retry-after'] ?? '');
  return {
    refusal: refusalOf(error),
    retryAfterMs: Number.isNaN(seconds) ? undefined : seconds * 1_000,
    requestId: error.$metadata?.requestId,
  };
}

/** AWS has no error codes for these: texts as recorded (facts/aws.md sections 0, 2 and 5). */
const FLOOR = /UnreservedConcurrentExecution below its minimum value of \[?(\d+)?/i;
const PROVISIONED = /lower than function's total provisioned concurrency \[?(\d+)?/i;
/** A ResourceConflict may also mean that two settings exclude each other, which no waiting mends. */
const IN_PROGRESS = /in progress|at this time|following state/i;

function refusalOf({ name, message }: FailedAnswer): Refusal | undefined {
  const floor = FLOOR.exec(message);
  if (floor) return { kind: 'unreserved-floor', floor: numberIn(floor) };
  const provisioned = PROVISIONED.exec(message);
  if (provisioned) return { kind: 'below-provisioned', provisioned: numberIn(provisioned) };
  if (/^PreconditionFailed/.test(name)) return { kind: 'stale-revision' };
  if (/^ResourceInUse/.test(name)) return { kind: 'in-progress' };
  if (/^ResourceConflict/.test(name) && IN_PROGRESS.test(message)) return { kind: 'in-progress' };
  return undefined;
}

function numberIn([, digits]: RegExpExecArray): number | null {
  return digits === undefined ? null : Number(digits);
}
