/**
 * When an invocation counts as slow: when it took longer than the stable version's p99 so far, times what is
 * tolerated. The limit comes from earlier invocations only, so that it cannot depend on what it judges.
 */

/** Durations of the stable version, counted in buckets 5 % wide; a plain value of bounded size. */
export interface Durations {
  /** Bucket → count. */
  readonly buckets: Readonly<Record<number, number>>;
  readonly count: number;
}

/** Durations before any. */
export const NO_DURATIONS: Durations = { buckets: {}, count: 0 };

/** Fewer say nothing about a p99. */
const LEAST_FOR_P99 = 200;

const STEP = Math.log(1.05);

/** The durations with more, ms each. */
export function withDurations(durations: Durations, more: readonly number[]): Durations {
  if (more.length === 0) return durations;
  const buckets = { ...durations.buckets };
  for (const ms of more) {
    const bucket = Math.round(Math.log(Math.max(ms, 0.01)) / STEP);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  return { buckets, count: durations.count + more.length };
}

/** The 99th percentile, ms, to 5 %; null while there are too few durations. */
export function p99Of(durations: Durations): number | null {
  return percentileOf(durations, 0.99, LEAST_FOR_P99);
}

/** The duration that `share` (0–1) of them do not exceed, ms, to 5 %; null of fewer than `least`. */
export function percentileOf({ buckets, count }: Durations, share: number, least: number): number | null {
  if (count < least) return null;
  let above = count * (1 - share);
  const descending = Object.entries(buckets).sort(([one], [other]) => Number(other) - Number(one));
  for (const [bucket, number] of descending) {
    above -= number;
    if (above < 0) return Math.exp(Number(bucket) * STEP);
  }
  return null;
}

/** How many of the durations (ms) are longer than the limit. */
export function slowAmong(durations: readonly number[], limitMs: number): number {
  return durations.filter((ms) => ms > limitMs).length;
}
