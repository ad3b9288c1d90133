/** Durations and memory of many invocations in a few figures. */
import type { Invocation } from './invocation.ts';

/** Percentiles by nearest rank, in the unit of the values. */
export interface Percentiles {
  /** How many values were known. */
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** The percentiles of the values that are known; null when none is. */
export function percentilesOf(values: Iterable<number | null>): Percentiles | null {
  const known = Float64Array.from([...values].filter((value) => value !== null)).sort();
  const max = known.at(-1);
  if (max === undefined) return null;
  const at = (share: number): number => known[Math.ceil(share * known.length) - 1] ?? max;
  return { count: known.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max };
}

/** One bar of a histogram: values of at least `from` and less than `until`. */
export interface Bucket {
  readonly from: number;
  readonly until: number;
  readonly count: number;
}

/** Ends of the buckets of durations: 1, 2, 5 times each power of ten, ms, up to the longest timeout there is. */
const DURATION_ENDS = [
  0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000,
  500_000, 1_000_000, 2_000_000, 5_400_001,
];

/** How long invocations took, ms, from the first to the last bucket with something in it. */
export function durationHistogram(invocations: Iterable<Invocation>): Bucket[] {
  const durations = Array.from(invocations, ({ durationMs }) => durationMs);
  return histogram(durations, DURATION_ENDS);
}

/** Ends of the buckets of memory: tenths of the configured size; the last holds what used all of it. */
const MEMORY_ENDS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, Number.POSITIVE_INFINITY];

/** How much of their memory invocations used at most, as shares 0–1 of the configured size. */
export function memoryHistogram(invocations: Iterable<Invocation>): Bucket[] {
  return histogram(Array.from(invocations, memoryShareOf), MEMORY_ENDS);
}

/** The share 0–1 of its memory an invocation used at most; null when not told. */
export function memoryShareOf({ maxMemoryUsedMb, memorySizeMb }: Invocation): number | null {
  return maxMemoryUsedMb === null || memorySizeMb === null || memorySizeMb === 0
    ? null
    : maxMemoryUsedMb / memorySizeMb;
}

/** Counts values between ends that rise; unknown ones are left out, values beyond the last end go before it. */
function histogram(values: readonly (number | null)[], ends: readonly number[]): Bucket[] {
  const counts = ends.slice(1).map(() => 0);
  for (const value of values) {
    if (value === null || value < 0) continue;
    const after = ends.findIndex((end) => value < end);
    const bucket = after < 0 ? counts.length - 1 : after - 1;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const buckets = counts.map((count, index) => ({
    from: ends[index] ?? 0,
    until: ends[index + 1] ?? 0,
    count,
  }));
  const filled = ({ count }: Bucket): boolean => count > 0;
  const first = buckets.findIndex(filled);
  return first < 0 ? [] : buckets.slice(first, buckets.findLastIndex(filled) + 1);
}
