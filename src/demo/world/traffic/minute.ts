import { binomial } from '../distributions.ts';
import type { LambdaFunction } from '../model.ts';
import { mix, unit } from '../random.ts';
import { failingShare } from '../version-traits.ts';
import { demandOf, minutesInto, troubleAt } from './demand.ts';
import { type Durations, meanDuration, timeoutsAmong } from './durations.ts';
import type { Path } from './paths.ts';
import type { TrafficProfile } from './profile.ts';

const SALT = { split: 21, errors: 22, cold: 23, age: 25, durations: 26, peak: 27, room: 28 } as const;

/** What went through one path of a function in one minute. */
interface PathMinute {
  path: Path;
  invocations: number;
  errors: number;
}

/** What happened to a function in one whole minute: invocations count at their start. */
export interface Minute {
  /** Invocations that ran; throttled ones are not among them. */
  invocations: number;
  errors: number;
  throttles: number;
  /** The most executions at once. */
  concurrency: number;
  coldStarts: number;
  /** Times the profile's durations. */
  slowdown: number;
  paths: readonly PathMinute[];
}

/**
 * Lets one minute of one function happen with the settings of an instant (ms since the epoch): what was asked
 * for, what the reserved concurrency or else the account's (`room`, the share from 0 to 1 of calls that find
 * some) let through, and how it went per path. Pure: the same arguments give the same minute.
 */
export function happen(
  target: LambdaFunction,
  paths: readonly Path[],
  minute: number,
  birth: number,
  instant: number,
  room = 1,
): Minute {
  const { profile, key } = target;
  const reach = paths.reduce((total, path) => total + path.share, 0);
  const asked = isAsking(target, instant) ? Math.round(demandOf(profile, key, minute, birth) * reach) : 0;
  const slowdown = slowdownAt(profile, minute - birth);
  const errorShare = troubleAt(profile.troubles, 'errors', minute - birth, profile.errorShare);
  const peak = peakConcurrency(asked, meanDuration(profile, slowdown), mix(key + SALT.peak, minute));
  const limit = target.reservedConcurrency.at(instant);
  const reserved = limit === undefined || peak <= limit ? asked : Math.floor((asked * limit) / peak);
  const served = room === 1 ? reserved : binomial(reserved, room, mix(key + SALT.room, minute));
  const counts = splitOver(paths, served, reach, mix(key + SALT.split, minute));
  const parts = paths.map((path, index): PathMinute => {
    const invocations = counts[index] ?? 0;
    const hash = mix(key + SALT.errors + 101 * index, minute);
    const failed = binomial(invocations, failingShare(path.traits, errorShare), hash);
    const timedOut = timeoutsAmong(durationsOf(target, path, minute, slowdown, invocations));
    return { path, invocations, errors: Math.max(failed, timedOut) };
  });
  return {
    invocations: served,
    errors: parts.reduce((total, part) => total + part.errors, 0),
    throttles: asked - served,
    concurrency: Math.min(
      served,
      limit ?? peak,
      Math.ceil(peak * room),
      target.pollersAtMost.at(instant) ?? peak,
    ),
    coldStarts: binomial(served, coldShareOf(profile), mix(key + SALT.cold, minute)),
    slowdown,
    paths: parts,
  };
}

/** Share (0–1) of cold starts: most calls of a function that is hardly used, next to none of a busy one. */
function coldShareOf({ ratePerMinute }: TrafficProfile): number {
  return 0.9 * Math.exp(-3 * ratePerMinute) + 0.004 / (1 + ratePerMinute / 50);
}

/**
 * Whether calls are drawn for a function at an instant, ms since the epoch. Nobody asks one that is gone, nor does
 * a stream that is switched off; a queue goes on being filled, so what it asks for is then lived, not drawn.
 */
export function isAsking(target: LambdaFunction, instant: number): boolean {
  if (target.deletedAt !== undefined && target.deletedAt <= instant) return false;
  return !target.isLived.at(instant) && (target.profile.source !== 'stream' || target.isFed.at(instant));
}

/** How many times slower than usual a function is in a minute relative to the world's birth. */
export function slowdownAt(profile: TrafficProfile, relativeMinute: number): number {
  return profile.troubles.length === 0 ? 1 : troubleAt(profile.troubles, 'slow', relativeMinute, 1);
}

/** The durations of `count` invocations of a path in a minute (minutes since the epoch). */
export function durationsOf(
  target: LambdaFunction,
  path: Path,
  minute: number,
  slowdown: number,
  count: number,
): Durations {
  const { profile, key } = target;
  const hash = mix(mix(key + SALT.durations, minute), path.versionHash);
  // No two minutes are quite alike: the whole shifts by a few percent, the slow tail by more.
  const factor = slowdown * path.traits.durationFactor * (0.96 + 0.08 * unit(mix(hash, 1)));
  const slowShare = Math.min(0.9, profile.slowShare * (0.6 + 0.8 * unit(mix(hash, 2))));
  const timeoutMs = path.configuration.Timeout * 1000;
  return { profile, factor, slowShare, timeoutMs, count, hash };
}

/**
 * How far behind its stream a function is in a minute, ms. A trouble of kind `behind` adds to it
 * for as long as it lasts.
 */
export function iteratorAgeOf(profile: TrafficProfile, key: number, minute: number, birth: number): number {
  const base = 150 + (mix(key + SALT.age, minute) % 900);
  const gained = profile.troubles.reduce((total, trouble) => {
    const since = trouble.kind === 'behind' ? minutesInto(trouble, minute - birth) : undefined;
    return total + (since === undefined ? 0 : (since + 1) * trouble.amount);
  }, 0);
  return base + gained;
}

/** Little's law for the mean, and two to three standard deviations of a Poisson count for the peak. */
function peakConcurrency(invocations: number, meanMs: number, hash: number): number {
  if (invocations === 0) return 0;
  const mean = (invocations * meanMs) / 60_000;
  return Math.max(1, Math.min(invocations, Math.round(mean + (2 + (hash % 100) / 100) * Math.sqrt(mean))));
}

/** Splits a count over paths by their shares, each drawn from what the ones before left. */
function splitOver(paths: readonly Path[], count: number, reach: number, hash: number): number[] {
  let left = count;
  let share = reach;
  return paths.map((path, index) => {
    const isLast = index === paths.length - 1;
    const taken = isLast ? left : binomial(left, share <= 0 ? 0 : path.share / share, mix(hash, index));
    left -= taken;
    share -= path.share;
    return taken;
  });
}
