/** From the store to rows: filter, order, cursor and window, each step redone only when what it is made of changed. */
import type { Entry } from '../../src/domain/changes/entry.ts';
import { parseFilter } from '../../src/domain/filter.ts';
import type { ChangesState } from '../../src/stores/changes-store.ts';
import type { JournalViewState } from '../../src/stores/journal-view-store.ts';
import { createNarrowing } from '../table/narrowing.ts';
import { createPlacing, type TablePlace } from '../table/place.ts';
import { remember } from '../table/remember.ts';
import { FILTER_FIELDS, inTrouble, type JournalRow, plainText, rowOf } from './row.ts';

/** What the screen draws and the commands move about in. */
export interface JournalView extends TablePlace {
  readonly rows: readonly JournalRow[];
  /** Entries before the filter. */
  readonly total: number;
  /** Why the filter as typed cannot be used; null when it can. */
  readonly filterProblem: string | null;
}

/** Makes the view; keeps the last result of each step. */
export type JournalViewModel = (changes: ChangesState, view: JournalViewState) => JournalView;

/** A fresh view model, with nothing remembered. */
export function createJournalViewModel(): JournalViewModel {
  const rowsOf = remember((entries: readonly Entry[] | null) => (entries ?? []).map(rowOf));
  const narrow = createNarrowing((text) => parseFilter(text, plainText, FILTER_FIELDS), inTrouble);
  const thoseOf = remember((rows: readonly JournalRow[], targets: readonly string[]) =>
    targets.length === 0 ? rows : rows.filter(({ target }) => targets.includes(target)),
  );
  const orderedOf = remember((rows: readonly JournalRow[], newestFirst: boolean) =>
    newestFirst ? rows.toReversed() : rows,
  );
  const placeOf = createPlacing(({ entry }: JournalRow) => entry.id);

  return ({ entries }, view) => {
    const all = rowsOf(entries);
    const { rows: left, filterProblem } = narrow(thoseOf(all, view.only), view);
    const rows = orderedOf(left, view.sort.descending);
    return { rows, total: all.length, filterProblem, ...placeOf(rows, view) };
  };
}
