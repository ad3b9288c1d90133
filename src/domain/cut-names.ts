/** Cutting many names to one width without two of them looking the same: a kill must never hit a look-alike. */
import { cutEnd, cutMiddle, ELLIPSIS, graphemesOf, widthOf } from './text.ts';

/** How much of the room the beginning gets, tried in this order. */
const HEAD_SHARES = [0.5, 0.3, 0.7, 0.1, 0.9];

/** How much of the room tells the family of names that differ only inside: as much as the rest allows. */
const FAMILY_SHARES = [0.6, 0.4, 0.25];

/** Letters of the tag that tells names apart where nothing of them does. */
const TAG_LETTERS = 4;

/** Tags tried for a name; more than enough wherever the width leaves room for different ones. */
const MOST_TAGS = 1_000;

/**
 * Each name in at most `width` columns, cut in the middle where it must be; names that would look alike are cut
 * where they differ. No two cuts are the same from 8 columns on. Names are expected sanitised and distinct.
 */
export function cutNames(names: readonly string[], width: number): Map<string, string> {
  const cuts = new Map(names.map((name) => [name, cutMiddle(name, width)]));
  for (const alike of lookAlikes(cuts)) {
    const taken = new Set(cuts.values());
    for (const name of alike) taken.delete(cuts.get(name) ?? '');
    // A name that fits is never cut: the others of its group must look different from it.
    const whole = alike.filter((name) => widthOf(name) <= width);
    for (const name of whole) taken.add(name);
    const cut = alike.filter((name) => !whole.includes(name));
    for (const [name, apart] of tellApart(cut, width, taken)) cuts.set(name, apart);
  }
  return cuts;
}

/** Groups of names that share a cut. */
function lookAlikes(cuts: ReadonlyMap<string, string>): string[][] {
  const byCut = Map.groupBy(cuts, ([, cut]) => cut);
  return [...byCut.values()].filter((group) => group.length > 1).map((group) => group.map(([name]) => name));
}

function tellApart(names: readonly string[], width: number, taken: ReadonlySet<string>): Map<string, string> {
  for (const share of HEAD_SHARES) {
    const cuts = new Map(names.map((name) => [name, cutMiddle(name, width, share)]));
    if (distinct(cuts, taken)) return cuts;
  }
  for (const share of FAMILY_SHARES) {
    const cuts = cutAround(names, width, share);
    if (distinct(cuts, taken)) return cuts;
  }
  return tagged(names, width, taken);
}

function distinct(cuts: ReadonlyMap<string, string>, taken: ReadonlySet<string>): boolean {
  const seen = new Set(cuts.values());
  return seen.size === cuts.size && ![...seen].some((cut) => taken.has(cut));
}

/** Names that differ only inside, cut so that the places where they differ show, with a beginning in front. */
function cutAround(names: readonly string[], width: number, headShare: number): Map<string, string> {
  const characters = new Map(names.map((name) => [name, graphemesOf(name)]));
  const places = differences([...characters.values()]);
  const head = Math.max(1, Math.floor(width * headShare));
  return new Map([...characters].map(([name, parts]) => [name, cutEnd(showing(parts, head, places), width)]));
}

/** Indices that together tell all the names apart, ascending. */
function differences(names: readonly string[][]): number[] {
  const places = new Set<number>();
  const split = (group: readonly string[][]): void => {
    const [first, second] = group;
    if (!first || !second) return;
    const place = first.findIndex((character, index) => group.some((name) => name[index] !== character));
    const index = place === -1 ? first.length : place;
    places.add(index);
    for (const part of Map.groupBy(group, (name) => name[index]).values()) split(part);
  };
  split(names);
  return [...places].sort((a, b) => a - b);
}

/** Characters shown before and after a place where names differ, so that one recognises the word. */
const BEFORE = 2;
const AFTER = 4;

/** The beginning and the surroundings of each place; the last one runs on as far as there is room. */
function showing(characters: readonly string[], head: number, places: readonly number[]): string {
  const last = places.at(-1) ?? 0;
  let text = characters.slice(0, head).join('');
  let shown = head;
  for (const place of places) {
    const from = Math.max(shown, place - BEFORE);
    const to = place === last ? characters.length : place + AFTER;
    if (to <= from) continue;
    // An ellipsis takes as much room as the one character it would stand for.
    text += from > shown + 1 ? ELLIPSIS : characters.slice(shown, from).join('');
    text += characters.slice(from, to).join('');
    shown = to;
  }
  return text;
}

/**
 * Names whose differences lie too far apart to show: each with a tag made of the whole name, which stays the
 * same whatever else is on the screen.
 */
function tagged(names: readonly string[], width: number, taken: ReadonlySet<string>): Map<string, string> {
  const cuts = new Map<string, string>();
  const used = new Set(taken);
  for (const name of [...names].sort()) {
    let cut = '';
    for (let salt = 0; salt < MOST_TAGS && (cut === '' || used.has(cut)); salt++) {
      const tag = `#${hashOf(`${name}${salt || ''}`)}`;
      cut = cutMiddle(name, width - tag.length) + tag;
    }
    used.add(cut);
    cuts.set(name, cut);
  }
  return cuts;
}

/** A short name for a text: FNV-1a of its UTF-16 units, in letters and digits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(TAG_LETTERS, '0').slice(-TAG_LETTERS);
}
