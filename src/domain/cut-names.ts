/** Cutting many names to one width without two of them looking the same: a kill must never hit a look-alike. */
import { cutMiddle, ELLIPSIS, widthOf } from './text.ts';

/** How much of the room the beginning gets, tried in this order. */
const HEAD_SHARES = [0.5, 0.3, 0.7, 0.1, 0.9];

/**
 * Each name in at most `width` columns, cut in the middle where it must be; names that would look alike are cut
 * where they differ. Names are expected sanitised and distinct.
 */
export function cutNames(names: readonly string[], width: number): Map<string, string> {
  const cuts = new Map(names.map((name) => [name, cutMiddle(name, width)]));
  for (const alike of lookAlikes(cuts)) {
    const others = new Set([...cuts].filter(([name]) => !alike.includes(name)).map(([, cut]) => cut));
    for (const [name, cut] of tellApart(alike, width, others)) cuts.set(name, cut);
  }
  return cuts;
}

/** Groups of names that share a cut. */
function lookAlikes(cuts: ReadonlyMap<string, string>): string[][] {
  const byCut = new Map<string, string[]>();
  for (const [name, cut] of cuts) byCut.set(cut, [...(byCut.get(cut) ?? []), name]);
  return [...byCut.values()].filter((group) => group.length > 1);
}

function tellApart(names: readonly string[], width: number, taken: ReadonlySet<string>): Map<string, string> {
  for (const share of HEAD_SHARES) {
    const cuts = new Map(names.map((name) => [name, cutMiddle(name, width, share)]));
    if (distinct(cuts, taken)) return cuts;
  }
  // They differ only inside: show that part, which starts where the first two disagree.
  const from = firstDifference(names);
  const around = new Map(names.map((name) => [name, windowOf(name, from, width)]));
  if (distinct(around, taken)) return around;
  // Several differences too far apart for one window: number them, in the order of the whole names.
  return new Map(
    [...names].sort().map((name, index) => {
      const tag = `#${index + 1}`;
      return [name, cutMiddle(name, width - widthOf(tag)) + tag];
    }),
  );
}

function distinct(cuts: ReadonlyMap<string, string>, taken: ReadonlySet<string>): boolean {
  const seen = new Set(cuts.values());
  return seen.size === cuts.size && ![...seen].some((cut) => taken.has(cut));
}

/** Index of the first character in which any two of the names differ. */
function firstDifference(names: readonly string[]): number {
  const [first = '', ...rest] = names;
  for (let index = 0; index < first.length; index++) {
    if (rest.some((name) => name[index] !== first[index])) return index;
  }
  return first.length;
}

/** A part of the name around `from`, with what identifies its family in front. */
function windowOf(name: string, from: number, width: number): string {
  const head = name.slice(0, Math.max(1, Math.floor(width / 4)));
  const room = width - head.length - 2;
  return `${head}${ELLIPSIS}${name.slice(Math.max(head.length, from - 2)).slice(0, room)}${ELLIPSIS}`;
}
