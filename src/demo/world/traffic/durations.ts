import { normalQuantile } from '../distributions.ts';
import { mix, unit } from '../random.ts';
import type { TrafficProfile } from './profile.ts';

/**
 * The durations of one minute's invocations of one version. They are not stored: the k-th shortest is
 * computed from its rank, so the percentiles CloudWatch reports and the durations that logs print agree.
 */
export interface Durations {
  profile: TrafficProfile;
  /** Times the profile's durations: trouble, or a slower version. */
  factor: number;
  /** Share (0–1) of slow invocations. */
  slowShare: number;
  /** Where Lambda cuts an invocation off, ms. */
  timeoutMs: number;
  /** How many invocations. */
  count: number;
  hash: number;
}

/** Counts up to which sums are taken over every invocation; above it the curve's mean is used. */
const EXACT_COUNT = 24;
/** The usual durations' own tail is cut here, so that the slow invocations are the slowest. */
const CUT = 0.9995;
/** The normal value at the cut, rounded up: no usual duration may exceed a slow one. */
const TOP = 3.29053;
/** The least of the slow ones rise by this share, as no two calls take equally long. */
const SLOW_RISE = 0.2;
const SLOW_SPREAD = 0.25;
/** Longer invocations (ms) get an execution environment of their own. */
export const LONG_MS = 25_000;

/** The duration in ms of the `rank`-th shortest of the minute's invocations (0 = shortest). */
export function durationAtRank(durations: Durations, rank: number): number {
  const place = (rank + unit(mix(durations.hash, rank))) / durations.count;
  return durationAt(durations, place);
}

/** How many of the minute's invocations ran into the timeout: the longest, so halving finds the first. */
export function timeoutsAmong(durations: Durations): number {
  const { count, profile, factor, timeoutMs } = durations;
  if (profile.medianMs * factor * longestStretch(profile) < timeoutMs) return 0;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (durationAtRank(durations, middle) < timeoutMs) low = middle + 1;
    else high = middle;
  }
  return count - low;
}

/** No invocation is more times longer than the median. */
function longestStretch({ spread, slowFactor }: TrafficProfile): number {
  return Math.max(Math.exp(spread * TOP) * (1 + SLOW_RISE), slowFactor * Math.exp(SLOW_SPREAD * TOP));
}

/** The sum in ms over the minute's invocations. */
export function totalDuration(durations: Durations): number {
  const { count, profile, factor, slowShare } = durations;
  if (count > EXACT_COUNT)
    return count * Math.min(meanDuration(profile, factor, slowShare), longestOf(durations));
  let total = 0;
  for (let rank = 0; rank < count; rank++) total += durationAtRank(durations, rank);
  return total;
}

/** The mean of a profile's durations, ms; the share of slow ones as of the profile unless told. */
export function meanDuration(profile: TrafficProfile, factor: number, slowShare = profile.slowShare): number {
  const usual = Math.exp((profile.spread * profile.spread) / 2);
  const mean = profile.medianMs * factor * (1 + slowShare * (profile.slowFactor - 1)) * usual;
  return Math.min(mean, profile.timeoutMs);
}

/** The duration in ms below which a share `place` (0–1, exclusive) of invocations lies. */
function durationAt(durations: Durations, place: number): number {
  const { profile, factor, slowShare } = durations;
  const usualShare = 1 - slowShare;
  const isSlow = place > usualShare;
  const within = isSlow ? (place - usualShare) / slowShare : place / usualShare;
  const normal = normalQuantile(Math.min(CUT, Math.max(1 - CUT, within)));
  const stretch = isSlow
    ? Math.max(
        Math.exp(profile.spread * TOP) * (1 + SLOW_RISE * within),
        profile.slowFactor * Math.exp(SLOW_SPREAD * normal),
      )
    : Math.exp(profile.spread * normal);
  const duration = Math.round(profile.medianMs * factor * stretch * 100) / 100;
  return Math.min(duration, longestOf(durations));
}

/**
 * No invocation takes longer, ms. Execution environments are dealt by what was possible at first: with a longer
 * timeout invocations no longer fail, but do not take much longer either.
 */
function longestOf({ timeoutMs, profile }: Durations): number {
  return Math.min(timeoutMs, Math.max(profile.timeoutMs, LONG_MS));
}
