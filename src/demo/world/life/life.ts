import type { World } from '../world.ts';
import { AsyncEvents } from './async-events.ts';
import type { Answers } from './deliveries.ts';
import { QueuePollers } from './queue-pollers.ts';

/**
 * Lets the account live beside its drawn traffic: events accepted for later are tried until they succeed or
 * are given up, and messages that come into queues are given to the functions they feed. Everything happens on the world's clock, in order of time; nothing runs
 * while nobody asks. `answerOf` says what functions return.
 */
export function bringToLife(world: World, answerOf: Answers): void {
  world.asyncInvocations = new AsyncEvents(world, answerOf);
  new QueuePollers(world);
}
