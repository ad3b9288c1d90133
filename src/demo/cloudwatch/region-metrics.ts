import { totalDuration } from '../world/traffic/durations.ts';
import type { World } from '../world/world.ts';
import { arrivedShare } from './arrival.ts';
import { type Datapoint, merge } from './datapoint.ts';
import { functionMetrics } from './function-metrics.ts';
import { viewOf } from './view.ts';

/** The metrics that exist without any dimension, summed over the Region. */
export const REGION_METRICS = [
  'Invocations',
  'Errors',
  'Throttles',
  'Duration',
  'ConcurrentExecutions',
  'UnreservedConcurrentExecutions',
  'ClaimedAccountConcurrency',
] as const;
type RegionMetric = (typeof REGION_METRICS)[number];

/** Minutes remembered: enough for the 3 h that consoles chart. */
const REMEMBERED = 240;

/** Whether the Region as a whole has a metric of this name. */
export function isRegionMetric(name: string): name is RegionMetric {
  return (REGION_METRICS as readonly string[]).includes(name);
}

/**
 * The Region's own series. A minute is summed over all functions once all its data has arrived, and
 * then remembered: with ten thousand functions that sum is the dearest thing this account works out.
 */
export class RegionMetrics {
  readonly #world: World;
  readonly #remembered = new Map<string, Datapoint | undefined>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The datapoint of a minute (minutes since the epoch), or undefined when nothing was published. */
  datapoint(name: RegionMetric, minute: number): Datapoint | undefined {
    const key = `${name} ${minute}`;
    if (this.#remembered.has(key)) return this.#remembered.get(key);
    const point = this.#compute(name, minute);
    if (arrivedShare(minute, this.#world.clock.now()) === 1) {
      this.#remembered.set(key, point);
      const oldest = this.#remembered.keys().next();
      if (this.#remembered.size > REMEMBERED * REGION_METRICS.length && !oldest.done) {
        this.#remembered.delete(oldest.value);
      }
    }
    return point;
  }

  #compute(name: RegionMetric, minute: number): Datapoint | undefined {
    switch (name) {
      case 'ConcurrentExecutions':
        return this.#concurrency(minute, () => true, 0);
      case 'UnreservedConcurrentExecutions':
        return this.#concurrency(minute, (reserved) => reserved === undefined, 0);
      case 'ClaimedAccountConcurrency':
        return this.#concurrency(minute, (reserved) => reserved === undefined, this.#claimed(minute));
      default:
        return this.#sum(name, minute);
    }
  }

  #sum(name: string, minute: number): Datapoint | undefined {
    const metric = functionMetrics[name];
    const { functions, traffic } = this.#world;
    const points = functions.flatMap((target) => {
      const point = metric?.datapoint(viewOf(this.#world, { target }, minute), traffic.birthMinute);
      return point === undefined ? [] : [point];
    });
    return merge(points);
  }

  /** Peaks of functions do not coincide, so the Region's is worked out from the total of their means. */
  #concurrency(
    minute: number,
    counts: (reserved: number | undefined) => boolean,
    claimed: number,
  ): Datapoint | undefined {
    let invocations = 0;
    let busyMs = 0;
    for (const target of this.#world.functions) {
      if (!counts(target.reservedConcurrency.at(minute * 60_000))) continue;
      const view = viewOf(this.#world, { target }, minute);
      invocations += view.invocations;
      busyMs += view.durations.reduce((total, part) => total + totalDuration(part), 0);
    }
    if (invocations === 0 && claimed === 0) return undefined;
    const mean = busyMs / 60_000;
    const peak = Math.min(this.#world.concurrencyLimit, Math.ceil(mean + 2.5 * Math.sqrt(mean)) + claimed);
    const count = Math.max(1, invocations);
    return {
      count,
      sum: count * (mean + claimed),
      min: Math.min(peak, Math.floor(mean) + claimed),
      max: peak,
    };
  }

  /** Reserved concurrency, and provisioned concurrency that no reservation covers (facts, section 6). */
  #claimed(minute: number): number {
    return this.#world.functions.reduce((total, target) => {
      const reserved = target.reservedConcurrency.at(minute * 60_000);
      const provisioned = target.provisioned.reduce((sum, each) => sum + each.requested, 0);
      return total + (reserved ?? provisioned);
    }, 0);
  }
}
