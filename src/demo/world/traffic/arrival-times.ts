import { mix, unit } from '../random.ts';

const MINUTE_MS = 60_000;

/**
 * When the `index`-th of a minute's `count` calls comes, ms into the minute: evenly spread, each somewhere in its
 * own part of it, so that later ones come later and those of any stretch can be counted without the others.
 */
export function arrivalTime(index: number, count: number, hash: number): number {
  return Math.floor(((index + unit(mix(hash, index))) * MINUTE_MS) / count);
}

/** How many of a minute's `count` calls come before `until`, ms into the minute. */
export function arrivalsBefore(until: number, count: number, hash: number): number {
  if (until >= MINUTE_MS) return count;
  if (until <= 0 || count === 0) return 0;
  const index = Math.floor((until * count) / MINUTE_MS);
  return index + (arrivalTime(index, count, hash) < until ? 1 : 0);
}
