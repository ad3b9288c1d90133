import { readText } from '../wire/input.ts';
import type { Input, Operation } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { invalidParameterValue, missingParameter, receiptHandleIsInvalid } from './errors.ts';
import { queueOf } from './queue-reference.ts';

/** Deletes a message by its latest receipt handle; an old one succeeds and deletes nothing. */
export const deleteMessage: Operation = (call) => {
  deleteByHandle(queueOf(call), call.input, call.world.clock.now());
  return {};
};

/** Deletes what an input's `ReceiptHandle` names, or throws. */
export function deleteByHandle(queue: Queue, input: Input, now: number): void {
  const handle = readHandle(input);
  const outcome = queue.delete(handle, now);
  if (outcome === 'invalid') throw receiptHandleIsInvalid(handle);
  if (outcome === 'expired') {
    throw invalidParameterValue(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  }
}

/** The receipt handle of a call or a batch entry. */
export function readHandle(input: Input): string {
  const handle = readText(input, 'ReceiptHandle');
  if (handle === undefined || handle === '') throw missingParameter('ReceiptHandle');
  return handle;
}
