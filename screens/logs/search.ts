/** The search of the view, ready to use: what it finds, and where it stands in what is drawn. */
import { parseSearch } from '../../src/domain/logs/search.ts';
import type { LogSearch } from '../../src/stores/logs-view-store.ts';
import type { Ranges } from './drawing/paint.ts';
import type { Keeps } from './filtered-lines.ts';

/** A search ready to use. */
export interface CompiledSearch {
  /** Whether a line is a match; null when nothing can be searched for. */
  readonly matches: Keeps | null;
  /** Where it stands in a drawn text. Of an inverted search that is nowhere. */
  readonly find: (text: string) => Ranges;
  /** Why it cannot be used, as a sentence; null when it can. */
  readonly problem: string | null;
}

/** Compiles the search; what cannot be used finds nothing. */
export function compileSearch({ text, inverted }: Pick<LogSearch, 'text' | 'inverted'>): CompiledSearch {
  const parsed = parseSearch(text);
  const search = parsed.ok ? parsed.search : null;
  if (!search) return { matches: null, find: () => [], problem: parsed.ok ? null : parsed.problem };
  return {
    matches: inverted ? (line) => !search.matches(line) : (line) => search.matches(line),
    find: inverted ? () => [] : (drawn) => search.rangesIn(drawn),
    problem: null,
  };
}
