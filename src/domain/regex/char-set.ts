/** Sets of UTF-16 code units, as sorted ranges that do not touch. */

/** `[first, last]` pairs, both included. */
export type CharSet = readonly (readonly [first: number, last: number])[];

/** The greatest code unit. */
export const LAST_UNIT = 0xffff;

export const DIGITS: CharSet = [[0x30, 0x39]];
export const WORD: CharSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** What JavaScript's `\s` matches. */
export const BLANKS: CharSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
/** What ends a row. */
export const ROW_ENDS: CharSet = [[0x0a, 0x0a]];

/** The set of one code unit. */
export function single(unit: number): CharSet {
  return [[unit, unit]];
}

/** All that is in any of the sets. */
export function union(...sets: readonly CharSet[]): CharSet {
  const ranges = sets.flat().sort(([one], [other]) => one - other);
  const merged: [number, number][] = [];
  for (const [first, last] of ranges) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** All that is not in the set. */
export function complement(set: CharSet): CharSet {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) rest.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST_UNIT) rest.push([next, LAST_UNIT]);
  return rest;
}

/** Whether a code unit is in the set. */
export function has(set: CharSet, unit: number): boolean {
  return set.some(([first, last]) => unit >= first && unit <= last);
}

/** Letters of other scripts are folded only in ranges up to this long; larger ones hold both cases anyway. */
const FOLDED_RANGE = 1_024;

/** The set with the other case of each of its letters. */
export function withBothCases(set: CharSet): CharSet {
  const others: (readonly [number, number])[] = [];
  for (const [first, last] of set) {
    others.push(...shifted(first, last, 0x41, 0x5a, 0x20), ...shifted(first, last, 0x61, 0x7a, -0x20));
    const from = Math.max(first, 0x80);
    if (last - from > FOLDED_RANGE) continue;
    for (let unit = from; unit <= last; unit++) others.push(...otherCases(unit));
  }
  return union(set, others);
}

/** What of a range lies within the letters from `low` to `high`, moved to the other case. */
function shifted(
  first: number,
  last: number,
  low: number,
  high: number,
  by: number,
): (readonly [number, number])[] {
  const from = Math.max(first, low);
  const to = Math.min(last, high);
  return from > to ? [] : [[from + by, to + by]];
}

function otherCases(unit: number): (readonly [number, number])[] {
  const letter = String.fromCharCode(unit);
  return [letter.toLowerCase(), letter.toUpperCase()]
    .filter((other) => other.length === 1 && other !== letter)
    .map((other) => [other.charCodeAt(0), other.charCodeAt(0)] as const);
}
