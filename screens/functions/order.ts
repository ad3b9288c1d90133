/** The order of the rows. Figures of a few rows arrive all the time: only those are put elsewhere. */
import type { Sort } from '../../src/stores/functions-view-store.ts';
import { type FunctionRow, SORT_VALUE } from './row.ts';

/** Rows in an order. */
export interface Ordered {
  readonly rows: readonly FunctionRow[];
  /** Rows of which the value they are sorted by is known. */
  readonly known: number;
}

type SortValue = number | string | null;

/** From this share of changed rows on, all are sorted anew. */
const FEW = 0.05;

/** Orders rows that come in the order of their names; remembers the last order, to change it where rows did. */
export function createOrder(): (rows: readonly FunctionRow[], sort: Sort) => Ordered {
  let last:
    | { readonly rows: readonly FunctionRow[]; readonly sort: Sort; readonly ordered: Ordered }
    | undefined;
  return (rows, sort) => {
    const changed =
      last?.sort === sort && last.rows.length === rows.length ? changedPlaces(last.rows, rows) : null;
    const ordered =
      last && changed && changed.length <= rows.length * FEW
        ? moved(
            last.ordered,
            changed.map((place) => last?.rows[place]),
            changed.map((place) => rows[place]),
            sort,
          )
        : sortRows(rows, sort);
    last = { rows, sort, ordered };
    return ordered;
  };
}

/**
 * Unknown values last in both directions; equal ones stay in the order they came in, by name, so that nothing
 * jumps about. In a large account most values are unknown: only the others have to be compared at all.
 */
export function sortRows(rows: readonly FunctionRow[], sort: Sort): Ordered {
  const sortValue = SORT_VALUE[sort.column];
  const known: { readonly row: FunctionRow; readonly value: number | string }[] = [];
  const unknown: FunctionRow[] = [];
  for (const row of rows) {
    const value = sortValue(row);
    if (value === null) unknown.push(row);
    else known.push({ row, value });
  }
  known.sort((a, b) => compareValues(a.value, b.value, sort));
  return { rows: [...known.map(({ row }) => row), ...unknown], known: known.length };
}

function changedPlaces(before: readonly FunctionRow[], now: readonly FunctionRow[]): number[] {
  const places: number[] = [];
  for (let place = 0; place < now.length; place += 1) if (before[place] !== now[place]) places.push(place);
  return places;
}

/** Takes rows out and puts their successors where they belong now. */
function moved(
  { rows, known }: Ordered,
  gone: readonly (FunctionRow | undefined)[],
  come: readonly (FunctionRow | undefined)[],
  sort: Sort,
): Ordered {
  const sortValue = SORT_VALUE[sort.column];
  const isKnown = (row: FunctionRow | undefined): boolean => row !== undefined && sortValue(row) !== null;
  const taken = new Set(gone);
  const left = rows.filter((row) => !taken.has(row));
  const fresh = come.filter((row) => row !== undefined).sort((a, b) => compareRows(a, b, sort));
  const result: FunctionRow[] = [];
  let from = 0;
  for (const row of fresh) {
    const to = placeOf(row, left, sort);
    while (from < to) {
      const next = left[from];
      if (next) result.push(next);
      from += 1;
    }
    result.push(row);
  }
  return {
    rows: result.concat(left.slice(from)),
    known: known - gone.filter(isKnown).length + fresh.filter(isKnown).length,
  };
}

/** How many of the ordered rows stand before this one. */
function placeOf(row: FunctionRow, ordered: readonly FunctionRow[], sort: Sort): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = ordered[middle];
    if (other && compareRows(other, row, sort) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareRows(a: FunctionRow, b: FunctionRow, sort: Sort): number {
  const sortValue = SORT_VALUE[sort.column];
  return compareValues(sortValue(a), sortValue(b), sort) || compareNames(a.lambda, b.lambda);
}

function compareValues(a: SortValue, b: SortValue, { descending }: Sort): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
}

/** Alphabetical, as a machine does it: always the same way, whatever the locale. */
export function compareNames(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
