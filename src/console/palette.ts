/** The `:` palette: finding a command by name, and telling its name from its argument. */
import fuzzysort from 'fuzzysort';
import type { PaletteEntry } from '../keys/available.ts';

/** An entry as it matches what is typed. */
export interface PaletteMatch {
  readonly entry: PaletteEntry;
  /** What followed the entry's name; null when nothing did. */
  readonly argument: string | null;
}

/** The entries that match what is typed, best first; all of them, working ones first, when nothing is typed. */
export function paletteMatches(typed: string, entries: readonly PaletteEntry[]): PaletteMatch[] {
  const text = typed.trimStart();
  if (text.trim() === '') return entries.map((entry) => ({ entry, argument: null }));
  // A whole name followed by a blank: the rest is its argument. The longest name wins (`sort errors`).
  const named = entries
    .filter(({ name, argument }) => argument !== null && text.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (named) return [{ entry: named, argument: text.slice(named.name.length).trim() || null }];
  return fuzzysort
    .go(text.trim(), [...entries], { keys: ['name', 'description'], threshold: 0.3, scoreFn: favourName })
    .map(({ obj }) => ({ entry: obj, argument: null }));
}

/** A hit in the name counts more than one in the description; a name that begins with what is typed, most. */
function favourName(result: readonly { readonly score: number }[]): number {
  return Math.max(result[0]?.score ?? 0, (result[1]?.score ?? 0) * 0.5);
}
