/** From stores to rows: filter, order, cursor and window, each step redone only when what it is made of changed. */
import { type ParsedFilter, parseFilter } from '../../src/domain/filter.ts';
import type { RankedMetric } from '../../src/domain/health.ts';
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import type { FunctionsViewState } from '../../src/stores/functions-view-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';
import type { InventoryState } from '../../src/stores/inventory-store.ts';
import type { TableRows } from '../table/keys.ts';
import { createNarrowing } from '../table/narrowing.ts';
import { compareTexts, type Ordered } from '../table/order.ts';
import { createPlacing } from '../table/place.ts';
import { remember } from '../table/remember.ts';
import { createOrder } from './order.ts';
import { FILTER_FIELDS, type FunctionRow, inTrouble, RANKED_BY, type RowFigures, rowOf } from './row.ts';

/** What the screen draws and the commands move about in: filtered and sorted rows. */
export interface FunctionsView extends Ordered<FunctionRow>, TableRows {
  /** Functions before the filter. */
  readonly total: number;
  /** Functions the filter left out only because what it asks for has not been read. */
  readonly unjudged: number;
}

/** What the view is made of. */
export interface ViewInputs {
  readonly inventory: InventoryState;
  readonly health: HealthState;
  /** Messages in the dead-letter queues of functions, by name. */
  readonly deadLetters?: ReadonlyMap<string, number>;
  readonly view: FunctionsViewState;
  /** ms since the epoch. */
  readonly now: number;
}

/** Makes the view; keeps the last result of each step, so that moving the cursor sorts nothing. */
export type FunctionsViewModel = (inputs: ViewInputs) => FunctionsView;

/** A fresh view model, with nothing remembered. */
export function createFunctionsViewModel(): FunctionsViewModel {
  const byNameOf = remember((functions: InventoryState['functions']) =>
    [...functions].sort((a, b) => compareTexts(a.name, b.name)),
  );
  const rowFor = createRows();
  const rowsOf = remember(
    (
      functions: InventoryState['functions'],
      health: RowFigures['health'],
      details: RowFigures['details'],
      rankings: RowFigures['rankings'],
      deadLetters: RowFigures['deadLetters'],
      day: number,
    ) => byNameOf(functions).map((one) => rowFor(one, { health, details, rankings, deadLetters }, day)),
  );
  const narrow = createNarrowing(parseFunctionFilter, inTrouble);
  const unjudgedOf = remember(countUnjudged);
  const sortedOf = remember(createOrder());
  const idsOf = remember((rows: readonly FunctionRow[]) => rows.map(({ lambda }) => lambda.arn));
  const placeOf = createPlacing((row: FunctionRow) => row.lambda.arn);

  return ({ inventory, health, deadLetters, view, now }) => {
    const shown = view.frozen ?? { inventory, health };
    const { health: figures, details, rankings } = shown.health;
    const day = Math.floor(now / DAY_MS) * DAY_MS;
    const all = rowsOf(shown.inventory.functions, figures, details, rankings, deadLetters, day);
    const { rows: left, filter, filterProblem } = narrow(all, view);
    const { rows, known } = sortedOf(left, view.sort);
    return {
      rows,
      total: all.length,
      known,
      unjudged: unjudgedOf(all, filter),
      ids: idsOf(rows),
      filterProblem,
      ...placeOf(rows, view),
    };
  };
}

const DAY_MS = 86_400_000;

function parseFunctionFilter(text: string): ParsedFilter<FunctionRow> {
  return parseFilter(text, (row: FunctionRow) => row.lambda.name, FILTER_FIELDS);
}

/** Rows for which something the filter asks for is not known because nobody has read it yet. */
function countUnjudged(rows: readonly FunctionRow[], filter: ParsedFilter<FunctionRow>): number {
  if (!filter.ok || filter.fields.size === 0) return 0;
  const asked = FILTER_FIELDS.filter(({ names: [name = ''] }) => filter.fields.has(name));
  const isRead = (row: FunctionRow): boolean => row.health !== null && row.details !== null;
  return rows.filter((row) => !isRead(row) && asked.some(({ value }) => value(row) === null)).length;
}

/** Fields of the filter that mean the whole account, not only the rows already read. */
const RANKED_FIELDS: readonly RankedMetric[] = ['invocations', 'errors', 'throttles'];

/** The rankings the view needs now: for its order, for `!`, and for a filter such as `errors:>0`. */
export function rankingsNeeded(view: FunctionsViewState): RankedMetric[] {
  const bySort = RANKED_BY[view.sort.column];
  const wanted = new Set<RankedMetric>(bySort ? [bySort] : []);
  if (view.onlyTrouble) wanted.add('errors').add('throttles');
  const filter = parseFunctionFilter(view.filter);
  for (const field of RANKED_FIELDS) if (filter.ok && filter.fields.has(field)) wanted.add(field);
  return [...wanted];
}

/**
 * Makes rows, and gives the former one again when nothing about the function changed: figures of a few rows arrive
 * all the time, and ten thousand new objects each time are hard on the memory.
 */
function createRows(): typeof rowOf {
  let kept = new WeakMap<LambdaFunction, FunctionRow>();
  let keptFor = Number.NaN;
  return (lambda, known, day) => {
    // Whether a runtime is still supported depends on the day.
    if (day !== keptFor) kept = new WeakMap();
    keptFor = day;
    const former = kept.get(lambda);
    const isSame =
      former !== undefined &&
      former.health === (known.health.get(lambda.name) ?? null) &&
      former.details === (known.details.get(lambda.name) ?? null) &&
      former.rankings === known.rankings &&
      former.deadLetters === (known.deadLetters?.get(lambda.name) ?? 0);
    if (isSame) return former;
    const row = rowOf(lambda, known, day);
    kept.set(lambda, row);
    return row;
  };
}
