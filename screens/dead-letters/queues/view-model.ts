/** From stores to the rows of the list. */
import { type ParsedFilter, parseFilter } from '../../../src/domain/filter.ts';
import type { DeadLettersState } from '../../../src/stores/dead-letters-store.ts';
import type { DeadLettersViewState, TargetColumn } from '../../../src/stores/dead-letters-view-store.ts';
import type { TableSort } from '../../../src/stores/table-view.ts';
import { type Ordered, sortRows } from '../../table/order.ts';
import { remember } from '../../table/remember.ts';
import { windowTop } from '../../table/window.ts';
import { FILTER_FIELDS, inTrouble, ORDER, rowsOf, type TargetRow } from './row.ts';

/** What the list draws and its keys move about in. */
export interface TargetsView extends Ordered<TargetRow> {
  /** Targets before the filter. */
  readonly total: number;
  /** Messages in all of them together, as far as they were read. */
  readonly lying: number;
  /** Index of the cursor's row in `rows`; -1 when there are none. */
  readonly cursorIndex: number;
  /** Index of the first row on the screen. */
  readonly top: number;
  readonly filterProblem: string | null;
}

/** Makes the view; keeps the last result of each step. */
export type TargetsViewModel = (known: DeadLettersState, view: DeadLettersViewState) => TargetsView;

/** A fresh view model, with nothing remembered. */
export function createTargetsViewModel(): TargetsViewModel {
  const allOf = remember(
    (
      targets: DeadLettersState['targets'],
      queues: DeadLettersState['queues'],
      figures: DeadLettersState['figures'],
      losses: DeadLettersState['losses'],
    ) => rowsOf({ targets, queues, figures, losses }),
  );
  const filterOf = remember((text: string) =>
    parseFilter(
      text,
      ({ target, functions }: TargetRow) => `${target.name} ${functions.join(' ')}`,
      FILTER_FIELDS,
    ),
  );
  // A filter that cannot be used leaves the rows as they were.
  let lastGood: ParsedFilter<TargetRow> = filterOf('');
  const filteredOf = remember(
    (rows: readonly TargetRow[], filter: ParsedFilter<TargetRow>, only: boolean) => {
      const matching = filter.ok && !filter.empty ? rows.filter(filter.matches) : rows;
      return only ? matching.filter(inTrouble) : matching;
    },
  );
  const sortedOf = remember((rows: readonly TargetRow[], sort: TableSort<TargetColumn>) =>
    sortRows(rows, ORDER, sort),
  );

  return ({ targets, queues, figures, losses }, view) => {
    const all = allOf(targets, queues, figures, losses);
    const typed = filterOf(view.typing?.text ?? view.filter);
    if (typed.ok) lastGood = typed;
    const { rows, known } = sortedOf(filteredOf(all, lastGood, view.onlyTrouble), view.sort);
    const cursorIndex = Math.min(cursorOf(rows, view), rows.length - 1);
    return {
      rows,
      known,
      total: all.length,
      lying: all.reduce((sum, { lying }) => sum + (lying ?? 0), 0),
      cursorIndex,
      top: windowTop(view.top, cursorIndex, view.room, rows.length),
      filterProblem: typed.ok ? null : typed.problem,
    };
  };
}

/** Until the person moves it, the cursor stands on the first queue of what the screen was opened for. */
function cursorOf(rows: readonly TargetRow[], { cursor, names, top }: DeadLettersViewState): number {
  if (cursor === null) {
    const wanted = rows.findIndex(({ functions }) => names.some((name) => functions.includes(name)));
    return Math.max(0, wanted);
  }
  const found = rows.findIndex(({ target }) => target.arn === cursor);
  return found === -1 ? top : found;
}
