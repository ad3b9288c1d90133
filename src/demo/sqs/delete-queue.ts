import type { Operation } from '../wire/service.ts';
import { queueOf } from './queue-reference.ts';

/** Deletes a queue with everything in it. */
export const deleteQueue: Operation = (call) => {
  call.world.queues.remove(queueOf(call), call.world.clock.now());
  return {};
};
