import type { Operation } from '../wire/service.ts';
import { simple } from './errors.ts';
import { queueOf } from './queue-reference.ts';

const MINUTE_MS = 60_000;

/** Empties a queue; not again within a minute. */
export const purgeQueue: Operation = (call) => {
  const queue = queueOf(call);
  const now = call.world.clock.now();
  if (queue.purgedAt !== undefined && now < queue.purgedAt + MINUTE_MS) {
    const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
    throw simple('PurgeQueueInProgress', message, 'PurgeQueueInProgress', 403);
  }
  queue.purge(now);
  return {};
};
