import { poisson } from '../distributions.ts';
import { mix, unit } from '../random.ts';
import type { Shape, TrafficProfile, Trouble } from './profile.ts';

const MINUTES_PER_DAY = 1440;
/** Minutes between the knots of the slow noise that makes no two hours alike. */
const KNOT = 12;
const SALT = { knot: 11, count: 12, rare: 13 } as const;

/** How many invocations were asked for in a minute (minutes since the epoch), before any throttling. */
export function demandOf(profile: TrafficProfile, key: number, minute: number, birth: number): number {
  if (profile.shape === 'idle') return 0;
  const rate = profile.ratePerMinute * shapeAt(profile.shape, key, minute);
  const surge = profile.troubles.length === 0 ? 1 : troubleAt(profile.troubles, 'surge', minute - birth, 1);
  const mean = rate * surge * wobble(key, minute);
  return profile.shape === 'every5' ? Math.round(rate) : poisson(mean, mix(key + SALT.count, minute));
}

/** The amount of a kind of trouble in force, or `without` when there is none; minute relative to birth. */
export function troubleAt(
  troubles: readonly Trouble[],
  kind: Trouble['kind'],
  minute: number,
  without: number,
): number {
  for (const trouble of troubles) {
    if (trouble.kind === kind && minutesInto(trouble, minute) !== undefined) return trouble.amount;
  }
  return without;
}

/** How many minutes ago a trouble began, or undefined when it is not there; minute relative to birth. */
export function minutesInto(trouble: Trouble, minute: number): number | undefined {
  const since = minute - trouble.from;
  if (trouble.every !== undefined && trouble.until !== undefined) {
    const phase = ((since % trouble.every) + trouble.every) % trouble.every;
    return phase < trouble.until - trouble.from ? phase : undefined;
  }
  return since >= 0 && (trouble.until === undefined || minute < trouble.until) ? since : undefined;
}

function shapeAt(shape: Shape, key: number, minute: number): number {
  const ofDay = minute % MINUTES_PER_DAY;
  switch (shape) {
    case 'day':
      return 1 + 0.55 * Math.sin(((ofDay - 600) / MINUTES_PER_DAY) * 2 * Math.PI);
    case 'office':
      return isWeekday(minute) && ofDay >= 420 && ofDay < 1080 ? 2.4 : 0.15;
    case 'night':
      return ofDay >= 60 && ofDay < 240 ? 8 : 0;
    case 'hourly':
      return ofDay % 60 < 2 ? 30 : 0;
    case 'every5':
      return minute % 5 === key % 5 ? 5 : 0;
    case 'rare':
      return unit(mix(key + SALT.rare, minute)) < 0.004 ? 250 : 0;
    case 'flat':
    case 'idle':
      return 1;
  }
}

/** The epoch was a Thursday. */
function isWeekday(minute: number): boolean {
  return (Math.floor(minute / MINUTES_PER_DAY) + 3) % 7 < 5;
}

function wobble(key: number, minute: number): number {
  const knot = Math.floor(minute / KNOT);
  const before = unit(mix(key + SALT.knot, knot));
  const after = unit(mix(key + SALT.knot, knot + 1));
  return 0.85 + 0.3 * (before + (after - before) * ((minute % KNOT) / KNOT));
}
