/** From stores to the rows of the list. */
import { parseFilter } from '../../../src/domain/filter.ts';
import type { DeadLettersState } from '../../../src/stores/dead-letters-store.ts';
import type { DeadLettersViewState, TargetColumn } from '../../../src/stores/dead-letters-view-store.ts';
import type { TableSort } from '../../../src/stores/table-view.ts';
import { createNarrowing } from '../../table/narrowing.ts';
import { type Ordered, sortRows } from '../../table/order.ts';
import { placeAt, type TablePlace } from '../../table/place.ts';
import { remember } from '../../table/remember.ts';
import { FILTER_FIELDS, inTrouble, ORDER, rowsOf, type TargetRow } from './row.ts';

/** What the list draws and its keys move about in. */
export interface TargetsView extends Ordered<TargetRow>, TablePlace {
  /** Targets before the filter. */
  readonly total: number;
  /** Messages in all of them together, as far as they were read. */
  readonly lying: number;
  /** Targets in which some lie, before the filter. */
  readonly filled: number;
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
      failurePaths: DeadLettersState['failurePaths'],
    ) => rowsOf({ targets, queues, figures, losses, failurePaths }),
  );
  const plainText = ({ target, functions }: TargetRow): string => `${target.name} ${functions.join(' ')}`;
  const narrow = createNarrowing((text) => parseFilter(text, plainText, FILTER_FIELDS), inTrouble);
  const sortedOf = remember((rows: readonly TargetRow[], sort: TableSort<TargetColumn>) =>
    sortRows(rows, ORDER, sort),
  );

  return ({ targets, queues, figures, losses, failurePaths }, view) => {
    const all = allOf(targets, queues, figures, losses, failurePaths);
    const { rows: left, filterProblem } = narrow(all, view);
    const { rows, known } = sortedOf(left, view.sort);
    return {
      rows,
      known,
      total: all.length,
      lying: all.reduce((sum, { lying }) => sum + (lying ?? 0), 0),
      filled: all.filter(({ lying }) => (lying ?? 0) > 0).length,
      filterProblem,
      ...placeAt(cursorOf(rows, view), rows, view),
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
