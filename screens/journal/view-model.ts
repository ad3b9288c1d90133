/** From the store to rows: filter, order, cursor and window, each step redone only when what it is made of changed. */
import type { Entry } from '../../src/domain/changes/entry.ts';
import { type ParsedFilter, parseFilter } from '../../src/domain/filter.ts';
import type { ChangesState } from '../../src/stores/changes-store.ts';
import type { JournalViewState } from '../../src/stores/journal-view-store.ts';
import { remember } from '../table/remember.ts';
import { windowTop } from '../table/window.ts';
import { FILTER_FIELDS, inTrouble, type JournalRow, plainText, rowOf } from './row.ts';

/** What the screen draws and the commands move about in. */
export interface JournalView {
  readonly rows: readonly JournalRow[];
  /** Entries before the filter. */
  readonly total: number;
  /** Index of the cursor's row in `rows`; -1 when there are none. */
  readonly cursorIndex: number;
  /** Index of the first row on the screen. */
  readonly top: number;
  /** Why the filter as typed cannot be used; null when it can. */
  readonly filterProblem: string | null;
}

/** Makes the view; keeps the last result of each step. */
export type JournalViewModel = (changes: ChangesState, view: JournalViewState) => JournalView;

/** A fresh view model, with nothing remembered. */
export function createJournalViewModel(): JournalViewModel {
  const rowsOf = remember((entries: readonly Entry[] | null) => (entries ?? []).map(rowOf));
  const filterOf = remember((text: string) => parseFilter(text, plainText, FILTER_FIELDS));
  // A filter that cannot be used leaves the rows as they were: half a word typed must not empty the screen.
  let lastGood: ParsedFilter<JournalRow> = filterOf('');
  const filteredOf = remember(
    (
      rows: readonly JournalRow[],
      filter: ParsedFilter<JournalRow>,
      only: readonly string[],
      onlyTrouble: boolean,
    ) =>
      rows.filter(
        (row) =>
          (only.length === 0 || only.includes(row.target)) &&
          (!onlyTrouble || inTrouble(row)) &&
          (!filter.ok || filter.matches(row)),
      ),
  );
  const orderedOf = remember((rows: readonly JournalRow[], newestFirst: boolean) =>
    newestFirst ? rows.toReversed() : rows,
  );
  const indexOf = remember((rows: readonly JournalRow[], id: string) =>
    rows.findIndex(({ entry }) => entry.id === id),
  );

  return ({ entries }, view) => {
    const all = rowsOf(entries);
    const typed = filterOf(view.typing?.text ?? view.filter);
    if (typed.ok) lastGood = typed;
    const rows = orderedOf(filteredOf(all, lastGood, view.only, view.onlyTrouble), view.sort.descending);
    const found = view.cursor === null ? 0 : indexOf(rows, view.cursor);
    const cursorIndex = Math.min(found === -1 ? view.top : found, rows.length - 1);
    return {
      rows,
      total: all.length,
      cursorIndex,
      top: windowTop(view.top, cursorIndex, view.room, rows.length),
      filterProblem: typed.ok ? null : typed.problem,
    };
  };
}
