import { hashText, mix, unit } from './random.ts';
import { meanDuration } from './traffic/durations.ts';
import type { World } from './world.ts';

/** How long what is drawn of a queue's depth stays as it is, ms. */
const STEP_MS = 5_000;

/**
 * How many messages of a queue stand for the drawn traffic behind it at an instant, ms since the epoch: they
 * come and go too fast to be received by anybody else, but they are counted.
 */
export function drawnDepth(
  world: World,
  queueName: string,
  instant: number,
): { visible: number; inFlight: number } {
  const target = world.fedBy.get(queueName);
  if (target === undefined) return { visible: 0, inFlight: 0 };
  const minute = Math.floor(instant / 60_000);
  const { invocations, slowdown } = world.traffic.of(target).minuteAsOf(instant, minute);
  const busy = (invocations * meanDuration(target.profile, slowdown)) / 60_000;
  const hash = mix(hashText(world.seed, queueName), Math.floor(instant / STEP_MS));
  const visible = busy > 0 && unit(mix(hash, 1)) < 0.3 ? 1 + (hash % 2) : 0;
  return { visible, inFlight: Math.round(busy * (0.6 + 0.8 * unit(hash))) };
}
