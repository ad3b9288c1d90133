/** How the window is divided. */

/** Smaller than this, nothing readable fits. */
export const SMALLEST = { columns: 60, rows: 15 };

/** Lines of the header. */
export const HEADER_HEIGHT = 2;

/** A window's size. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Whether the window only says how large it has to be. */
export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

/** What a dialog may cover: everything between header and footer. */
export function roomForDialog({ columns, rows }: Size): Size {
  return { columns, rows: rows - HEADER_HEIGHT - 1 };
}
