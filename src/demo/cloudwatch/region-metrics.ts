import type { LambdaFunction } from '../world/model.ts';
import { provisionedAt } from '../world/provisioned.ts';
import { type Durations, meanDuration } from '../world/traffic/durations.ts';
import type { World } from '../world/world.ts';
import { arrivedShare, latest } from './arrival.ts';
import { type Datapoint, merge } from './datapoint.ts';
import { durationPoint, flags } from './function-metrics.ts';
import { durationsIn, type View, viewOf } from './view.ts';

/** The metrics that exist without any dimension, for the Region as a whole. */
export const REGION_METRICS: readonly string[] = [
  'Invocations',
  'Errors',
  'Throttles',
  'Duration',
  'ConcurrentExecutions',
  'UnreservedConcurrentExecutions',
  'ClaimedAccountConcurrency',
];

/** Minutes remembered: enough for the 3 h that consoles chart. */
const REMEMBERED = 240;
/** Minutes summed in one go: function by function over some minutes is several times faster than the reverse. */
const CHUNK = 15;

/** How much runs at once: on the average of the drawn traffic, and at most of what came one by one. */
interface Busy {
  mean: number;
  peak: number;
}

/** One minute of the whole Region. */
interface Totals {
  invocations: number;
  errors: number;
  throttles: number;
  /** Executions at once, of all functions and of those that reserve no concurrency. */
  busy: Busy;
  unreservedBusy: Busy;
  reserved: number;
  /** Reserved concurrency, and provisioned concurrency that no reservation covers. */
  claimed: number;
}

/**
 * The Region's own series. A minute is summed over all functions, and remembered once all its data has
 * arrived: with ten thousand functions that sum is the dearest thing this account works out.
 */
export class RegionMetrics {
  readonly #world: World;
  readonly #totals = new Map<number, Totals>();
  readonly #durations = new Map<number, Datapoint | undefined>();

  #latest: { functions: readonly LambdaFunction[]; delay: number } | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** The datapoint of a minute (minutes since the epoch) at `now` (ms); undefined when nothing was published. */
  datapoint(name: string, minute: number, now: number): Datapoint | undefined {
    if (name === 'Duration')
      return remembered(this.#durations, minute, this.#settledBy(now), (minutes) =>
        this.#sumDurations(minutes, now),
      );
    const totals = remembered(this.#totals, minute, this.#settledBy(now), (minutes) =>
      this.#sum(minutes, now),
    );
    const { invocations } = totals;
    switch (name) {
      case 'Invocations':
        return flags(invocations, invocations);
      case 'Errors':
        return flags(totals.errors, invocations);
      case 'Throttles':
        return flags(totals.throttles, invocations + totals.throttles);
      case 'ConcurrentExecutions':
        return this.#concurrency(invocations, totals.busy, 0, 0);
      case 'UnreservedConcurrentExecutions':
        return this.#concurrency(invocations, totals.unreservedBusy, 0, totals.reserved);
      case 'ClaimedAccountConcurrency':
        return this.#concurrency(invocations, totals.unreservedBusy, totals.claimed, 0);
      default:
        return undefined;
    }
  }

  /** Minutes whose data would be in by this instant (ms) if nothing ran long have all of it. */
  #settledBy(now: number): number {
    const { functions } = this.#world;
    if (this.#latest?.functions !== functions) {
      const delay = functions.reduce((most, each) => Math.max(most, latest(each.profile)), 0);
      this.#latest = { functions, delay };
    }
    return now - this.#latest.delay;
  }

  #sum(minutes: readonly number[], now: number): Totals[] {
    const all = minutes.map(() => ({
      invocations: 0,
      errors: 0,
      throttles: 0,
      busy: { mean: 0, peak: 0 },
      unreservedBusy: { mean: 0, peak: 0 },
      reserved: 0,
      claimed: 0,
    }));
    for (const target of this.#world.everyFunction) {
      const scope = { traffic: this.#world.traffic.of(target) };
      for (const [index, totals] of all.entries()) {
        const minute = minutes[index] ?? 0;
        const lately = Math.min(now, (minute + 1) * 60_000 - 1);
        const reserved = target.reservedConcurrency.at(lately);
        totals.reserved += reserved ?? 0;
        totals.claimed += reserved ?? provisionedAt(target, lately);
        const view = viewOf(scope, minute, now);
        if (view === undefined) continue;
        totals.invocations += view.invocations;
        totals.errors += view.errors;
        totals.throttles += view.throttles;
        for (const busy of reserved === undefined ? [totals.busy, totals.unreservedBusy] : [totals.busy]) {
          busy.mean += meanIn(view);
          busy.peak += view.directConcurrency;
        }
      }
    }
    return all;
  }

  #sumDurations(minutes: readonly number[], now: number): (Datapoint | undefined)[] {
    const all: Datapoint[][] = minutes.map(() => []);
    for (const target of this.#world.everyFunction) {
      const scope = { traffic: this.#world.traffic.of(target) };
      for (const [index, points] of all.entries()) {
        const view = viewOf(scope, minutes[index] ?? 0, now);
        const point = view === undefined ? undefined : durationPoint(view);
        if (point !== undefined) points.push(point);
      }
    }
    return all.map((points, index) => {
      const total = merge(points);
      // Percentiles are rare and ten thousand parts are large: gathered again when asked for.
      return total === undefined
        ? undefined
        : { ...total, durations: () => this.#partsOf(minutes[index] ?? 0, now) };
    });
  }

  #partsOf(minute: number, now: number): Durations[] {
    const { everyFunction, traffic } = this.#world;
    return everyFunction.flatMap((target) => {
      const view = viewOf({ traffic: traffic.of(target) }, minute, now);
      return view === undefined ? [] : durationsIn(view);
    });
  }

  /**
   * Peaks of functions do not coincide, so the Region's is worked out from the total of their means;
   * it stays below the account's limit less what is `beyond` reach.
   */
  #concurrency(
    invocations: number,
    { mean, peak: direct }: Busy,
    claimed: number,
    beyond: number,
  ): Datapoint | undefined {
    if (invocations === 0 && claimed === 0 && direct === 0) return undefined;
    const most = this.#world.concurrencyLimit - beyond;
    const peak = Math.min(most, Math.ceil(mean + 2.5 * Math.sqrt(mean)) + direct + claimed);
    const count = Math.max(1, invocations);
    return {
      count,
      sum: count * (mean + claimed),
      min: Math.min(peak, Math.floor(mean) + claimed),
      max: peak,
    };
  }
}

/** Mean executions at once of the traffic drawn for the whole minute, or what is left of it when it was stopped. */
function meanIn({ scope, whole, invocations, concurrency }: View): number {
  if (invocations === 0) return concurrency;
  return (whole.invocations * meanDuration(scope.traffic.target.profile, whole.slowdown)) / 60_000;
}

/**
 * What is remembered of a minute; whatever is missing of its chunk is worked out with it. A minute that has
 * not all arrived by `settledBy` is worked out each time.
 */
function remembered<T>(
  memory: Map<number, T>,
  minute: number,
  settledBy: number,
  compute: (minutes: readonly number[]) => T[],
): T {
  const known = memory.get(minute);
  if (known !== undefined || memory.has(minute)) return known as T;
  if (arrivedShare(minute, settledBy) < 1) return compute([minute])[0] as T;
  const first = minute - (minute % CHUNK);
  const missing = Array.from({ length: CHUNK }, (_, offset) => first + offset).filter(
    (each) => !memory.has(each) && arrivedShare(each, settledBy) === 1,
  );
  for (const [index, value] of compute(missing).entries()) memory.set(missing[index] ?? 0, value);
  const answer = memory.get(minute) as T;
  for (const oldest of memory.keys()) {
    if (memory.size <= REMEMBERED) break;
    memory.delete(oldest);
  }
  return answer;
}
