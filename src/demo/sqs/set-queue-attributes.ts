import type { Operation } from '../wire/service.ts';
import { queueOf } from './queue-reference.ts';
import { readSettings } from './read-settings.ts';

/** Changes a queue's settings: all of them, or none when one is refused. */
export const setQueueAttributes: Operation = (call) => {
  const { world, input } = call;
  const queue = queueOf(call);
  const change = readSettings(input, { arn: queue.arn, isNew: false }, queue.settings, world.queues);
  queue.settings = { ...queue.settings, ...change };
  queue.modifiedAt = world.clock.now();
  return {};
};
