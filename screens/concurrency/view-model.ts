/** From stores to rows: filter, order, cursor and window, each step redone only when what it is made of changed. */
import { parseFilter } from '../../src/domain/filter.ts';
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import type { ChangesState } from '../../src/stores/changes-store.ts';
import type { ConcurrencyState } from '../../src/stores/concurrency-store.ts';
import type { ConcurrencyViewState } from '../../src/stores/concurrency-view-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';
import type { InventoryState } from '../../src/stores/inventory-store.ts';
import type { TableRows } from '../table/keys.ts';
import { createNarrowing } from '../table/narrowing.ts';
import { compareTexts, createRowOrder, type Ordered } from '../table/order.ts';
import { createPlacing } from '../table/place.ts';
import { remember } from '../table/remember.ts';
import { type ConcurrencyRow, FILTER_FIELDS, inTrouble, ORDER, rowOf } from './row.ts';

/** What the screen draws and the commands move about in. */
export interface ConcurrencyView extends Ordered<ConcurrencyRow>, TableRows {
  /** Functions before the filter. */
  readonly total: number;
}

/** What the view is made of. */
export interface ConcurrencyInputs {
  readonly inventory: InventoryState;
  readonly health: HealthState;
  readonly concurrency: ConcurrencyState;
  readonly changes: ChangesState;
  readonly view: ConcurrencyViewState;
  /** ms since the epoch. */
  readonly now: number;
}

/** Makes the view; keeps the last result of each step. */
export type ConcurrencyViewModel = (inputs: ConcurrencyInputs) => ConcurrencyView;

/** A fresh view model, with nothing remembered. */
export function createConcurrencyViewModel(): ConcurrencyViewModel {
  const byNameOf = remember((functions: InventoryState['functions']) =>
    [...functions].sort((a, b) => compareTexts(a.name, b.name)),
  );
  const makeRow = createRows();
  const rowsOf = remember(
    (
      functions: InventoryState['functions'],
      health: HealthState['health'],
      details: HealthState['details'],
      rankings: HealthState['rankings'],
      reserved: ConcurrencyState['reserved'],
      provisioned: ConcurrencyState['provisioned'],
      killed: ChangesState['killed'],
      firstSeen: ChangesState['firstSeen'],
    ) => {
      const figures = {
        health: { health, details, rankings },
        concurrency: { reserved, provisioned },
        changes: { killed, firstSeen },
      };
      return (now: number) => byNameOf(functions).map((lambda) => makeRow(rowOf(lambda, figures, now)));
    },
  );
  const madeOf = remember((make: (now: number) => ConcurrencyRow[], now: number) => make(now));
  const narrow = createNarrowing(
    (text) => parseFilter(text, (row: ConcurrencyRow) => row.lambda.name, FILTER_FIELDS),
    inTrouble,
  );
  const sortedOf = remember(createRowOrder(ORDER));
  const idsOf = remember((rows: readonly ConcurrencyRow[]) => rows.map(({ lambda }) => lambda.arn));
  const placeOf = createPlacing(({ lambda }: ConcurrencyRow) => lambda.arn);

  return ({ inventory, health, concurrency, changes, view, now }) => {
    const make = rowsOf(
      inventory.functions,
      health.health,
      health.details,
      health.rankings,
      concurrency.reserved,
      concurrency.provisioned,
      changes.killed,
      changes.firstSeen,
    );
    // The time only matters to who is seen stopped for the first time: the minute is enough.
    const all = madeOf(make, Math.floor(now / 60_000) * 60_000);
    const { rows: left, filterProblem } = narrow(all, view);
    const { rows, known } = sortedOf(left, view.sort);
    return {
      rows,
      known,
      ids: idsOf(rows),
      total: all.length,
      filterProblem,
      ...placeOf(rows, view),
    };
  };
}

/** Gives the former row again when nothing about the function changed: orders are kept for rows that stay the same. */
function createRows(): (row: ConcurrencyRow) => ConcurrencyRow {
  const kept = new WeakMap<LambdaFunction, ConcurrencyRow>();
  return (row) => {
    const former = kept.get(row.lambda);
    const isSame =
      former !== undefined &&
      former.health === row.health &&
      former.reserved === row.reserved &&
      former.provisioned === row.provisioned &&
      former.ranked === row.ranked &&
      JSON.stringify(former.killed) === JSON.stringify(row.killed);
    if (isSame) return former;
    kept.set(row.lambda, row);
    return row;
  };
}
