/** Where the cursor stands among the rows, and which of them are on the screen. */
import type { TableView } from '../../src/stores/table-view.ts';
import { remember } from './remember.ts';

/** The cursor and the window, as indexes of the rows. */
export interface TablePlace {
  /** Index of the cursor's row; -1 when there are none. */
  readonly cursorIndex: number;
  /** Index of the first row on the screen. */
  readonly top: number;
}

/** What of a view decides about the place. */
type PlaceView = Pick<TableView<never>, 'cursor' | 'top' | 'room'>;

/** Finds the place of the cursor's id; where its row is gone, the cursor stands at the top of the window. */
export function createPlacing<Row>(idOf: (row: Row) => string) {
  const indexOf = remember((rows: readonly Row[], id: string) => rows.findIndex((row) => idOf(row) === id));
  return (rows: readonly Row[], view: PlaceView): TablePlace => {
    const found = view.cursor === null ? 0 : indexOf(rows, view.cursor);
    return placeAt(found === -1 ? view.top : found, rows, view);
  };
}

/** The place of a cursor that stands at an index, as far as there are rows. */
export function placeAt(
  index: number,
  { length }: readonly unknown[],
  { top, room }: Pick<PlaceView, 'top' | 'room'>,
): TablePlace {
  const cursorIndex = Math.min(index, length - 1);
  return { cursorIndex, top: windowTop(top, cursorIndex, room, length) };
}

/** The first row to show so that the cursor is on the screen, no empty room below it, and little moves. */
export function windowTop(top: number, cursor: number, room: number, rows: number): number {
  const lowest = Math.max(0, rows - room);
  const kept = Math.min(Math.max(top, cursor - room + 1), Math.max(cursor, 0));
  return Math.max(0, Math.min(kept, lowest));
}
