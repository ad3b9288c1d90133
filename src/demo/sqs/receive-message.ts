import { ServiceError } from '../wire/errors.ts';
import { readInteger } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import type { ReceivedMessage } from '../world/queues/message.ts';
import type { Queue } from '../world/queues/queue.ts';
import { LONGEST_VISIBILITY_S } from '../world/queues/settings.ts';
import type { ReceiveRequest } from '../world/queues/surroundings.ts';
import type { World } from '../world/world.ts';
import { invalidParameterValue, queueDoesNotExist } from './errors.ts';
import { describeMessage, readWanted } from './message-output.ts';
import { queueOf } from './queue-reference.ts';

const MOST = 10;
const LONGEST_WAIT_S = 20;
/** While somebody waits, the account looks this often (real ms) what has happened in it by itself. */
const LOOK_MS = 250;

/** Gives messages out; with a wait, answers as soon as there are any. `Messages` is absent when there are none. */
export const receiveMessage: Operation = async (call) => {
  const queue = queueOf(call);
  const wanted = readWanted(call.input);
  const request = readRequest(call.input);
  const waitS = readNumber(call.input, 'WaitTimeSeconds', 0, LONGEST_WAIT_S) ?? queue.settings.receiveWaitS;
  if (call.fault?.kind === 'empty') return {}; // short polling may miss what is there
  const messages = await receiveWithin(call, queue, request, waitS);
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => describeMessage(message, wanted)) };
};

function readRequest(input: Input): ReceiveRequest {
  const most = readNumber(input, 'MaxNumberOfMessages', 1, MOST) ?? 1;
  const visibilityTimeoutS = readNumber(input, 'VisibilityTimeout', 0, LONGEST_VISIBILITY_S);
  return { most, ...(visibilityTimeoutS === undefined ? {} : { visibilityTimeoutS }) };
}

/** Each member words its range in its own way (recorded for MaxNumberOfMessages). */
function readNumber(input: Input, name: string, least: number, most: number): number | undefined {
  const value = readInteger(input, name);
  if (value === undefined || (value >= least && value <= most)) return value;
  const range =
    name === 'MaxNumberOfMessages' ? `between ${least} and ${most}` : `>= ${least} and <= ${most}`;
  throw invalidParameterValue(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be ${range}, if provided.`,
  );
}

async function receiveWithin(
  { world, signal }: Call,
  queue: Queue,
  request: ReceiveRequest,
  waitS: number,
): Promise<ReceivedMessage[]> {
  const deadline = performance.now() + realMs(world, 1000 * waitS);
  for (;;) {
    const received = queue.receive(request, world.clock.now());
    if (received === 'overLimit' && waitS === 0 && !queue.isFifo) throw overLimit();
    if (received !== 'overLimit' && received.length > 0) return received;
    const left = deadline - performance.now();
    if (left <= 0 || signal.aborted) return [];
    // What happens by itself may bring messages too, but only when somebody asks for the time.
    const next = Math.min(world.queues.nextArrivalAt(queue), world.clock.nextAt());
    const due = realMs(world, next - world.clock.now());
    await queue.arrivals.next(Math.min(left, due + 1, LOOK_MS), signal);
    if (world.queues.named(queue.name) !== queue) throw queueDoesNotExist();
  }
}

/**
 * Real ms that a duration of the account takes. A wait ends sooner in an account that runs faster, but
 * never later than the client expects it: in one that stands still it takes its real time.
 */
function realMs(world: World, accountMs: number): number {
  return accountMs / Math.max(1, world.clock.speed);
}

function overLimit(): ServiceError {
  return new ServiceError(
    'OverLimit',
    'Too many messages have been received without being deleted. Please delete your received messages or let them timeout before receiving more.',
    { status: 403 },
  );
}
