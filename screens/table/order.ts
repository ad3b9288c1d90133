/** The order of a table's rows. Figures of a few rows arrive all the time: only those are put elsewhere. */
import type { TableSort } from '../../src/stores/table-view.ts';

/** Rows in an order. */
export interface Ordered<Row> {
  readonly rows: readonly Row[];
  /** Rows of which the value they are sorted by is known. */
  readonly known: number;
}

/** What a row is sorted by; null = unknown. */
export type SortValue = number | string | null;

/** How the rows of one kind of table compare. */
export interface RowOrder<Row, Column extends string> {
  readonly value: Readonly<Record<Column, (row: Row) => SortValue>>;
  /** Settles what is equal: no two rows have the same. */
  readonly name: (row: Row) => string;
}

/** From this share of changed rows on, all are sorted anew. */
const FEW = 0.05;

/** Orders rows that come in the order of their names; remembers the last order, to change it where rows did. */
export function createRowOrder<Row extends object, Column extends string>(
  order: RowOrder<Row, Column>,
): (rows: readonly Row[], sort: TableSort<Column>) => Ordered<Row> {
  let last:
    | {
        readonly rows: readonly Row[];
        readonly sort: TableSort<Column>;
        readonly ordered: Ordered<Row>;
      }
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
            comparison(order, sort),
          )
        : sortRows(rows, order, sort);
    last = { rows, sort, ordered };
    return ordered;
  };
}

/**
 * Unknown values last in both directions; equal ones stay in the order they came in, by name, so that nothing
 * jumps about. In a large account most values are unknown: only the others have to be compared at all.
 */
export function sortRows<Row, Column extends string>(
  rows: readonly Row[],
  order: RowOrder<Row, Column>,
  sort: TableSort<Column>,
): Ordered<Row> {
  const sortValue = order.value[sort.column];
  const known: { readonly row: Row; readonly value: number | string }[] = [];
  const unknown: Row[] = [];
  for (const row of rows) {
    const value = sortValue(row);
    if (value === null) unknown.push(row);
    else known.push({ row, value });
  }
  known.sort((a, b) => compareValues(a.value, b.value, sort.descending));
  return { rows: [...known.map(({ row }) => row), ...unknown], known: known.length };
}

function changedPlaces<Row>(before: readonly Row[], now: readonly Row[]): number[] {
  const places: number[] = [];
  for (let place = 0; place < now.length; place += 1) if (before[place] !== now[place]) places.push(place);
  return places;
}

interface Comparison<Row> {
  readonly isKnown: (row: Row | undefined) => boolean;
  readonly compare: (a: Row, b: Row) => number;
}

function comparison<Row, Column extends string>(
  { value, name }: RowOrder<Row, Column>,
  { column, descending }: TableSort<Column>,
): Comparison<Row> {
  const sortValue = value[column];
  return {
    isKnown: (row) => row !== undefined && sortValue(row) !== null,
    compare: (a, b) =>
      compareValues(sortValue(a), sortValue(b), descending) || compareTexts(name(a), name(b)),
  };
}

/** Takes rows out and puts their successors where they belong now. */
function moved<Row>(
  { rows, known }: Ordered<Row>,
  gone: readonly (Row | undefined)[],
  come: readonly (Row | undefined)[],
  { isKnown, compare }: Comparison<Row>,
): Ordered<Row> {
  const taken = new Set(gone);
  const left = rows.filter((row) => !taken.has(row));
  const fresh = come.filter((row) => row !== undefined).sort(compare);
  const result: Row[] = [];
  let from = 0;
  for (const row of fresh) {
    const to = placeOf(row, left, compare);
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
function placeOf<Row>(row: Row, ordered: readonly Row[], compare: (a: Row, b: Row) => number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = ordered[middle];
    if (other && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareValues(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
}

/** Alphabetical, as a machine does it: always the same way, whatever the locale. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
