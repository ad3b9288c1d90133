import { setTimeout as pause } from 'node:timers/promises';
import { ServiceError } from '../wire/errors.ts';
import { type Operation, RawReply } from '../wire/service.ts';
import { execute } from '../world/execution.ts';
import { endOf, type Invocation, requestIdOf } from '../world/invocations/invocation.ts';
import type { World } from '../world/world.ts';
import { functionNotFound, tooManyInvocations } from './errors.ts';
import { complaintOf } from './event-json.ts';
import { findFunction, resolveQualifier } from './function-reference.ts';
import { refuseUnlessInvocable } from './function-state.ts';
import { type Answer, answerOf, logTailOf } from './invocation-answer.ts';
import { readChoice } from './members.ts';

/** Bytes that a payload may have (facts, section 4). */
const LARGEST = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/** Runs a function and waits for it, hands it an event for later, or only checks whether it could. */
export const invoke: Operation = async (call) => {
  const { world, input } = call;
  const type =
    readChoice(input, 'InvocationType', ['RequestResponse', 'Event', 'DryRun']) ?? 'RequestResponse';
  const logType = readChoice(input, 'LogType', ['None', 'Tail']) ?? 'None';
  refuseTooLarge(call.body, type);
  // A missing function is named with `$LATEST` where no qualifier was given, unlike elsewhere.
  const reference = findFunction(call, 'InvokeFunction', (arn, qualifier = '$LATEST') =>
    functionNotFound(`${arn}:${qualifier}`),
  );
  const { version } = resolveQualifier(reference);
  refuseUnlessInvocable(reference.target, version, world.clock.now());
  if (type === 'DryRun') return new RawReply(204, {}, '');
  const payload = parsePayload(call.body);
  const { target, qualifier = '$LATEST' } = reference;
  if (type === 'Event') {
    const requestId = world.nextId();
    world.asyncInvocations.accept({ target, qualifier, payload: call.body, requestId });
    return new RawReply(202, { 'x-amzn-RequestId': requestId }, '');
  }
  const exception = world.defects.thrownOn(target, call.body.toString('utf8'));
  const invocation = execute(world, target, qualifier, exception === undefined ? {} : { exception });
  if (typeof invocation === 'string') throw tooManyInvocations(invocation);
  await untilOver(world, invocation, call.signal);
  const answer = answerOf(target, invocation, payload);
  return reply(invocation, answer, logType === 'Tail' ? logTailOf(target, invocation) : undefined);
};

function refuseTooLarge(body: Buffer, type: 'RequestResponse' | 'Event' | 'DryRun'): void {
  const isEvent = type === 'Event';
  if (body.length <= (isEvent ? LARGEST.Event : LARGEST.RequestResponse)) return;
  throw new ServiceError(
    'RequestEntityTooLargeException',
    isEvent && body.length <= LARGEST.RequestResponse
      ? `${body.length} byte payload is too large for the Event invocation type (limit ${LARGEST.Event} bytes)`
      : `Request must be smaller than ${LARGEST.RequestResponse} bytes for the InvokeFunction operation`,
    { status: 413, members: { Type: 'User' } },
  );
}

/** The event, which is JSON or nothing. */
function parsePayload(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    const why = complaintOf(body, error instanceof Error ? error.message : '');
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${why}`,
      { members: { Type: 'User' } },
    );
  }
}

/** The caller waits as long as the function runs, in the account's time; in one that stands still, not at all. */
async function untilOver({ clock }: World, invocation: Invocation, signal: AbortSignal): Promise<void> {
  if (clock.speed === 0) return;
  const left = (endOf(invocation) - clock.now()) / clock.speed;
  if (left > 0) await pause(left, undefined, { signal }).catch(() => {});
}

function reply(invocation: Invocation, { body, isError }: Answer, log: string | undefined): RawReply {
  return new RawReply(
    200,
    {
      'content-type': 'application/json',
      'x-amzn-RequestId': requestIdOf(invocation),
      'X-Amz-Executed-Version': invocation.path.version,
      ...(isError ? { 'X-Amz-Function-Error': 'Unhandled' } : {}),
      ...(log === undefined ? {} : { 'X-Amz-Log-Result': log }),
    },
    body,
  );
}
