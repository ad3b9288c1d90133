import { readInteger } from '../wire/input.ts';
import type { Input, Operation } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { LONGEST_VISIBILITY_S } from '../world/queues/settings.ts';
import { readHandle } from './delete-message.ts';
import { invalidParameterValue, missingParameter, receiptHandleIsInvalid } from './errors.ts';
import { queueOf } from './queue-reference.ts';

/** Hides a received message longer or shorter; 0 gives it back. */
export const changeMessageVisibility: Operation = (call) => {
  changeByHandle(queueOf(call), call.input, call.world.clock.now());
  return {};
};

/** Changes the visibility of what an input's `ReceiptHandle` names, or throws. */
export function changeByHandle(queue: Queue, input: Input, now: number): void {
  const handle = readHandle(input);
  const seconds = readInteger(input, 'VisibilityTimeout');
  if (seconds === undefined) throw missingParameter('VisibilityTimeout');
  const refuse = (reason: string) =>
    invalidParameterValue(`Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: ${reason}`);
  if (seconds < 0 || seconds > LONGEST_VISIBILITY_S) {
    throw refuse(`VisibilityTimeout must be an integer between 0 and ${LONGEST_VISIBILITY_S}.`);
  }
  const outcome = queue.changeVisibility(handle, seconds, now);
  if (outcome === 'invalid') throw receiptHandleIsInvalid(handle);
  if (outcome === 'tooLong') {
    throw refuse(
      `Total VisibilityTimeout for the message is beyond the limit [${LONGEST_VISIBILITY_S} seconds]`,
    );
  }
  if (outcome === 'unavailable') {
    throw invalidParameterValue(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  }
}
