/**
 * Where a person is in the tail: at its end, following, or at a place of their own that stays theirs whatever
 * comes, goes or is filtered. Motions make places of places; the page is what is drawn of one. Pure.
 */
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { ReadingPlace } from '../../src/stores/logs-view-store.ts';
import {
  above,
  below,
  filled,
  lastPage,
  type PageRow,
  pageFrom,
  type RowPlace,
  type RowsOf,
  showing,
} from '../../src/ui/log-view/page.ts';
import { isLine, type TailItem, type TailItems } from './tail-items.ts';

/** What is on the screen. */
export interface TailPage {
  readonly items: TailItems;
  readonly rows: readonly PageRow<TailItem>[];
  readonly top: RowPlace;
  /** Index of the item under the cursor; -1 when there is none. */
  readonly cursor: number;
  readonly height: number;
  readonly rowsOf: RowsOf<TailItem>;
}

/** The page at a place; without one, the page that ends with the newest line. */
export function pageAt(
  items: TailItems,
  place: ReadingPlace | null,
  height: number,
  rowsOf: RowsOf<TailItem>,
): TailPage {
  const top = place ? topOf(items, place, height, rowsOf) : lastPage(items, height, rowsOf);
  const cursor = place ? cursorOf(items, place) : items.size - 1;
  return { items, rows: pageFrom(items, top, height, rowsOf), top, cursor, height, rowsOf };
}

function topOf(items: TailItems, place: ReadingPlace, height: number, rowsOf: RowsOf<TailItem>): RowPlace {
  const index = items.indexOf(place.top.line);
  // Where the line is not shown any more, the page begins with the one after it.
  const row = items.at(index) === place.top.line ? place.top.row : 0;
  const top = row >= 0 ? { index, row } : above(items, { index, row: 0 }, -row, rowsOf);
  return showing(items, filled(items, top, height, rowsOf), cursorOf(items, place), height, rowsOf);
}

function cursorOf(items: TailItems, { cursor }: ReadingPlace): number {
  return Math.min(items.indexOf(cursor), items.size - 1);
}

/** The line under the cursor. */
export function lineAt({ items, cursor }: TailPage): LogLine | null {
  const item = items.at(cursor);
  return isLine(item) ? item : null;
}

/** The line so many lines further down, or up; a line taller than the page is scrolled through first. */
export function moveLines(page: TailPage, distance: number, received: number): ReadingPlace | null {
  const { items, top, height, rowsOf, cursor } = page;
  if (Math.abs(distance) === 1) {
    const within = scrollWithin(page, distance);
    if (within) return placeOf(page, within, cursor, received);
  }
  const wanted = nearestLine(items, cursor + distance, Math.sign(distance));
  return placeOf(page, showing(items, top, wanted, height, rowsOf), wanted, received);
}

/** Scrolling through the line under the cursor; null when none of it is off the page on that side. */
function scrollWithin({ items, top, height, rowsOf, cursor }: TailPage, distance: number): RowPlace | null {
  const item = items.at(cursor);
  if (item === undefined || cursor !== top.index) return null;
  const rows = rowsOf(item).length;
  const row = top.row + distance;
  return row >= 0 && row + height <= rows ? { index: cursor, row } : null;
}

/** So many rows further down, or up; the cursor stays on its row of the screen. */
export function moveRows(page: TailPage, rows: number, received: number): ReadingPlace | null {
  const { items, height, rowsOf, top } = page;
  const moved = rows > 0 ? below(items, top, rows, rowsOf) : above(items, top, -rows, rowsOf);
  const next = filled(items, moved, height, rowsOf);
  const isAtEnd = next.index === top.index && next.row === top.row;
  if (isAtEnd) return placeOf(page, next, nearestLine(items, rows > 0 ? items.size - 1 : 0, -1), received);
  const cursorRow = page.rows.findIndex(({ index }) => index === page.cursor);
  const drawn = pageFrom(items, next, height, rowsOf);
  const under = drawn[Math.min(Math.max(0, cursorRow), drawn.length - 1)];
  return placeOf(page, next, nearestLine(items, under?.index ?? next.index, 1), received);
}

/** The first line of all. */
export function firstLine(page: TailPage, received: number): ReadingPlace | null {
  return placeOf(page, { index: 0, row: 0 }, nearestLine(page.items, 0, 1), received);
}

/** The last line of all. */
export function lastLine(page: TailPage, received: number): ReadingPlace | null {
  const { items, height, rowsOf } = page;
  return placeOf(page, lastPage(items, height, rowsOf), nearestLine(items, items.size - 1, -1), received);
}

/** A line, with a third of the page above it, so that one sees what led there. */
export function goToIndex(page: TailPage, index: number, received: number): ReadingPlace | null {
  const { items, height, rowsOf } = page;
  const wanted = nearestLine(items, index, 1);
  const isSeen = page.rows.some((row) => row.index === wanted && row.row === 0);
  const before = above(items, { index: wanted, row: 0 }, Math.floor(height / 3), rowsOf);
  return placeOf(page, isSeen ? page.top : filled(items, before, height, rowsOf), wanted, received);
}

/** The page as it is, to be kept: pausing moves nothing. */
export function stayHere(page: TailPage, received: number): ReadingPlace | null {
  return placeOf(page, page.top, nearestLine(page.items, page.cursor, -1), received);
}

/** Notes are stepped over: the line at an index or, where there is none, the next one in a direction. */
function nearestLine(items: TailItems, index: number, direction: number): number {
  const step = direction < 0 ? -1 : 1;
  const within = Math.max(0, Math.min(items.size - 1, index));
  for (let at = within; at >= 0 && at < items.size; at += step) if (isLine(items.at(at))) return at;
  for (let at = within; at >= 0 && at < items.size; at -= step) if (isLine(items.at(at))) return at;
  return -1;
}

/** Indexes to lines: a place holds when they have changed. Null when there is no line to hold on to. */
function placeOf(page: TailPage, top: RowPlace, cursor: number, received: number): ReadingPlace | null {
  const { items, rowsOf } = page;
  const cursorLine = items.at(cursor);
  if (!isLine(cursorLine)) return null;
  const item = items.at(top.index);
  if (isLine(item)) return { cursor: cursorLine, top: { line: item, row: top.row }, received };
  const index = nearestLine(items, top.index, 1);
  const line = items.at(index);
  if (!isLine(line)) return null;
  // The page begins above its first line, with a note.
  const rowsAbove = item === undefined ? 0 : rowsOf(item).length - top.row;
  return { cursor: cursorLine, top: { line, row: -rowsAbove }, received };
}
