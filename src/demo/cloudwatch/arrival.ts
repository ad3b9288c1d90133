import { durationAtRank } from '../world/traffic/durations.ts';
import type { TrafficProfile } from '../world/traffic/profile.ts';

/** Seconds after an invocation's end before the first of its minute's data can be seen. */
const FIRST = 10;
/** Seconds after the minute's start by which most of its data is in, where invocations are short. */
const MOST = 75;
/** Seconds after the minute's start by which all of it is in, where invocations are short. */
const ALL = 180;
/** Durations below this make no difference, ms. */
const SHORT_MS = 20_000;
/** Durations by which long invocations are represented, evenly spread over the ranks. */
const SAMPLES = 16;

/**
 * The share (0–1) of a minute's data that CloudWatch has by now: Lambda's data arrives late, so the running
 * minute is partial and the last two still grow.
 */
export function arrivedShare(minute: number, now: number): number {
  const age = now / 1000 - minute * 60;
  if (age >= ALL) return 1;
  if (age <= FIRST) return 0;
  return age < MOST ? (0.92 * (age - FIRST)) / (MOST - FIRST) : 0.92 + (0.08 * (age - MOST)) / (ALL - MOST);
}

/**
 * How long invocations keep their data back, ms each: it is published when they end, under the minute in
 * which they began (facts, section 2), so those of several minutes' length grow old minutes late. Empty
 * where they are short. `slowdown`: times the profile's durations.
 */
function latenessOf(profile: TrafficProfile, slowdown: number): readonly number[] {
  if (Math.min(profile.timeoutMs, longestOf(profile) * slowdown) < SHORT_MS) return [];
  const { slowShare, timeoutMs } = profile;
  const durations = { profile, factor: slowdown, slowShare, timeoutMs, count: SAMPLES, hash: 1 };
  return Array.from({ length: SAMPLES }, (_, rank) => durationAtRank(durations, rank));
}

/**
 * As `arrivedShare`, of a minute of a function with that profile, in which its durations were `slowdown`
 * times the usual.
 */
export function arrivedLate(minute: number, now: number, profile: TrafficProfile, slowdown: number): number {
  if (arrivedShare(minute, now - profile.timeoutMs) === 1) return 1;
  const lateness = latenessOf(profile, slowdown);
  if (lateness.length === 0) return arrivedShare(minute, now);
  const shares = lateness.map((duration) => arrivedShare(minute, now - duration));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** The longest that data of a function with that profile can be kept back, ms; 0 where it is never late. */
export function latest(profile: TrafficProfile): number {
  const slowdowns = profile.troubles.map((trouble) => (trouble.kind === 'slow' ? trouble.amount : 1));
  return latenessOf(profile, Math.max(1, ...slowdowns)).length === 0 ? 0 : profile.timeoutMs;
}

/** About the longest duration of a profile, ms. */
function longestOf({ medianMs, spread, slowFactor }: TrafficProfile): number {
  return medianMs * Math.max(Math.exp(3.3 * spread), 1.6 * slowFactor);
}
