/**
 * Which rows of a long text are on the screen. Items take one row each or many; only those in sight, and those
 * scrolled over, are ever laid out. Pure; no React.
 */

/** Items in order, found by their index of this moment. */
export interface Sequence<Item> {
  readonly size: number;
  at(index: number): Item | undefined;
}

/** The rows one item takes; at least one, and the same ones as long as the page is being made. */
export type RowsOf<Item> = (item: Item) => readonly string[];

/** A row's place: which item, and which of its rows, both from 0. */
export interface RowPlace {
  readonly index: number;
  readonly row: number;
}

/** One row of the screen. */
export interface PageRow<Item> extends RowPlace {
  readonly item: Item;
  readonly text: string;
}

/** At most `height` rows, from the place on downwards. */
export function pageFrom<Item>(
  items: Sequence<Item>,
  from: RowPlace,
  height: number,
  rowsOf: RowsOf<Item>,
): PageRow<Item>[] {
  const page: PageRow<Item>[] = [];
  for (let index = Math.max(0, from.index); index < items.size && page.length < height; index += 1) {
    const item = items.at(index);
    if (item === undefined) break;
    const rows = rowsOf(item);
    const first = index === from.index ? Math.min(from.row, rows.length - 1) : 0;
    for (let row = first; row < rows.length && page.length < height; row += 1) {
      page.push({ item, index, row, text: rows[row] ?? '' });
    }
  }
  return page;
}

/** The place so many rows above another; the first row of all when there are not as many. */
export function above<Item>(
  items: Sequence<Item>,
  from: RowPlace,
  rows: number,
  rowsOf: RowsOf<Item>,
): RowPlace {
  let index = Math.min(from.index, items.size);
  let row = index === from.index ? from.row : 0;
  let left = rows;
  while (left > row) {
    left -= row;
    index -= 1;
    const item = items.at(index);
    if (item === undefined) return { index: 0, row: 0 };
    row = rowsOf(item).length;
  }
  return { index, row: row - left };
}

/** The place so many rows below another; the last row of all when there are not as many. */
export function below<Item>(
  items: Sequence<Item>,
  from: RowPlace,
  rows: number,
  rowsOf: RowsOf<Item>,
): RowPlace {
  let { index, row } = from;
  let left = rows;
  for (;;) {
    const item = items.at(index);
    if (item === undefined) return above(items, { index: items.size, row: 0 }, 1, rowsOf);
    const after = rowsOf(item).length - 1 - row;
    if (left <= after) return { index, row: row + left };
    left -= after + 1;
    index += 1;
    row = 0;
  }
}

/** Where a page begins that ends with the last row of all. */
export function lastPage<Item>(items: Sequence<Item>, height: number, rowsOf: RowsOf<Item>): RowPlace {
  return above(items, { index: items.size, row: 0 }, height, rowsOf);
}

/** The page's first row moved so that no room stays empty below while there is something above. */
export function filled<Item>(
  items: Sequence<Item>,
  from: RowPlace,
  height: number,
  rowsOf: RowsOf<Item>,
): RowPlace {
  return pageFrom(items, from, height, rowsOf).length < height ? lastPage(items, height, rowsOf) : from;
}

/**
 * The page's first row moved as little as it takes for an item to be seen: whole, or where it is taller than
 * the page, from its first row on.
 */
export function showing<Item>(
  items: Sequence<Item>,
  from: RowPlace,
  index: number,
  height: number,
  rowsOf: RowsOf<Item>,
): RowPlace {
  const item = items.at(index);
  if (item === undefined) return from;
  const tall = rowsOf(item).length;
  const isAbove = index < from.index || (index === from.index && from.row > 0);
  if (isAbove) return tall > height && index === from.index ? from : { index, row: 0 };
  const lowest = above(items, { index: index + 1, row: 0 }, Math.max(height, tall), rowsOf);
  return isBefore(from, lowest) ? lowest : from;
}

function isBefore(one: RowPlace, other: RowPlace): boolean {
  return one.index < other.index || (one.index === other.index && one.row < other.row);
}
