import type { World } from '../world.ts';
import { AsyncEvents } from './async-events.ts';
import type { Defect } from './defects.ts';
import type { Answers } from './deliveries.ts';
import { LivedQueues } from './lived-queues.ts';
import { type Producer, startProducer } from './producers.ts';
import { QueuePollers } from './queue-pollers.ts';
import { StoppedEvents } from './stopped-events.ts';
import { StreamLosses } from './stream-losses.ts';
import type { EventWriter } from './usual-events.ts';

/** What streams lost is in their on-failure queues from so long before the world's birth, ms. */
const PAST_MS = 6 * 3_600_000;

/** What a scenario says about the life beside its traffic. */
export interface LifeSpec {
  defects: readonly Defect[];
  producers: readonly Producer[];
  /** What functions are given by their drawn traffic, by name, where that matters. */
  writers?: Readonly<Record<string, EventWriter>>;
}

/**
 * Lets the account live beside its drawn traffic: events accepted for later are tried until they succeed or
 * are given up, and messages that come into queues are given to the functions they feed. All of it happens on
 * the world's clock, in order of time; nothing runs while nobody asks. `answerOf` says what functions return;
 * what began before the world's birth (`spec`) is made up for at once.
 */
export function bringToLife(world: World, answerOf: Answers, spec?: LifeSpec): void {
  world.asyncInvocations = new AsyncEvents(world, answerOf);
  const writers = spec?.writers ?? {};
  const lived = new LivedQueues(world, new QueuePollers(world), writers);
  const stopped = new StoppedEvents(world, writers);
  const losses = new StreamLosses(world, world.clock.start - PAST_MS);
  world.onSettingsChanged = (target, at) => {
    losses.changed(target, at);
    lived.changed(target, at);
    stopped.changed(target, at);
  };
  world.onFailurePathChanged = (target, at) => stopped.changed(target, at);
  for (const defect of spec?.defects ?? []) world.defects.add(defect);
  for (const producer of spec?.producers ?? []) startProducer(world, producer);
  if (spec !== undefined) world.clock.now();
}
