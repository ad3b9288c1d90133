import type { LambdaFunction } from '../model.ts';
import { mix } from '../random.ts';
import { LONG_MS } from '../traffic/durations.ts';
import type { Minute } from '../traffic/minute.ts';
import type { TrafficProfile } from '../traffic/profile.ts';
import { sample } from './permutation.ts';

const SALT_COLD = 81;
/** First slot of the long ones, which stays unused until they end, and how many there are per minute. */
const LONG_SLOT = 10_000;
const LONG_SLOTS = 4096;
/** First slot for what fits into no other. */
const BURST_SLOT = 1_000_000;
/** An initialisation takes no longer than Lambda allows, ms. */
const LONGEST_INIT_MS = 10_000;

/** How a function's invocations are dealt to concurrent execution environments ("slots"). */
export class Dealing {
  /** How many minutes an invocation may reach beyond its own. */
  readonly reach: number;
  /** Whether some invocations may be so long that slots must know durations. */
  readonly hasLong: boolean;

  constructor({ timeoutMs, medianMs, slowFactor }: TrafficProfile) {
    const longest = Math.min(timeoutMs, medianMs * 12 * Math.max(1, slowFactor));
    this.hasLong = longest > LONG_MS;
    this.reach = this.hasLong ? Math.ceil((timeoutMs + LONGEST_INIT_MS) / 60_000) : 1;
  }

  /** The slot of the `index`-th of a path's `count` invocations of a minute; they take turns. */
  slotOf(index: number, count: number, minute: number, concurrency: number, durationMs: number): number {
    if (durationMs > LONG_MS) return LONG_SLOT + this.#turn(minute) * LONG_SLOTS + (index % LONG_SLOTS);
    return index % this.slotsFor(count, concurrency);
  }

  /** How many environments share `count` invocations that are not long. */
  slotsFor(count: number, concurrency: number): number {
    return Math.max(1, Math.min(count, Math.ceil(concurrency)));
  }

  /** The first slot for a minute's bursts. */
  burstSlotOf(minute: number): number {
    return BURST_SLOT + this.#turn(minute) * 1000;
  }

  /** A minute's own slots come round when what ran in them is surely over. */
  #turn(minute: number): number {
    return minute % (this.reach + 1);
  }
}

/** The share of a function's concurrency that a path with `count` of the minute's invocations has. */
export function concurrencyOf(whole: Minute, count: number): number {
  return whole.invocations === 0 ? 0 : (whole.concurrency * count) / whole.invocations;
}

/**
 * Which invocations of a minute begin in a new environment, per path (in the order of `whole.paths`):
 * as many as the minute has cold starts.
 */
export function coldIndexes(target: LambdaFunction, whole: Minute, minute: number): number[][] {
  const cold = sample(whole.invocations, whole.coldStarts, mix(target.key + SALT_COLD, minute));
  let first = 0;
  return whole.paths.map(({ invocations }) => {
    const end = first + invocations;
    const own = cold.filter((index) => index >= first && index < end).map((index) => index - first);
    first = end;
    return own;
  });
}
