import type { World } from '../world.ts';
import { AsyncEvents } from './async-events.ts';
import type { Answers } from './deliveries.ts';

/**
 * Lets the account live beside its drawn traffic: events accepted for later are tried until they succeed or
 * are given up. Everything happens on the world's clock, in order of time; nothing runs
 * while nobody asks. `answerOf` says what functions return.
 */
export function bringToLife(world: World, answerOf: Answers): void {
  world.asyncInvocations = new AsyncEvents(world, answerOf);
}
