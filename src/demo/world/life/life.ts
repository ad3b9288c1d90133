import type { World } from '../world.ts';
import { AsyncEvents } from './async-events.ts';
import type { Defect } from './defects.ts';
import type { Answers } from './deliveries.ts';
import { type Producer, startProducer } from './producers.ts';
import { QueuePollers } from './queue-pollers.ts';

/** What a scenario says about the life beside its traffic. */
export interface LifeSpec {
  defects: readonly Defect[];
  producers: readonly Producer[];
}

/**
 * Lets the account live beside its drawn traffic: events accepted for later are tried until they succeed or
 * are given up, and messages that come into queues are given to the functions they feed. All of it happens on
 * the world's clock, in order of time; nothing runs while nobody asks. `answerOf` says what functions return;
 * what began before the world's birth (`spec`) is made up for at once.
 */
export function bringToLife(world: World, answerOf: Answers, spec?: LifeSpec): void {
  world.asyncInvocations = new AsyncEvents(world, answerOf);
  new QueuePollers(world);
  for (const defect of spec?.defects ?? []) world.defects.add(defect);
  for (const producer of spec?.producers ?? []) startProducer(world, producer);
  if (spec !== undefined) world.clock.now();
}
