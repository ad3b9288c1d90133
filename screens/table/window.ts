/** Which rows of a table are on the screen. */

/** The first row to show so that the cursor is on the screen, no empty room below it, and little moves. */
export function windowTop(top: number, cursor: number, room: number, rows: number): number {
  const lowest = Math.max(0, rows - room);
  const kept = Math.min(Math.max(top, cursor - room + 1), Math.max(cursor, 0));
  return Math.max(0, Math.min(kept, lowest));
}
