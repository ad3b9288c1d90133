/** Which columns of a table fit, how wide they are, and how a row becomes one line. Pure; no React. */
import { fitTo, sanitise, widthOf } from '../domain/text.ts';
import type { Style } from './theme.ts';

/** A piece of a row, not yet fitted. `text` may be hostile: it is sanitised here. */
export interface Cell {
  readonly text: string;
  /** What stands there instead where `text` does not fit, longest first. */
  readonly shorter?: readonly string[];
  readonly style?: Style;
}

/** A column as data. The first one of a table stays in place when the others scroll. */
export interface Column<Row, Context> {
  readonly id: string;
  readonly title: string;
  /** Columns it takes; the first column's least. */
  readonly width: number;
  readonly align?: 'left' | 'right';
  /** In a narrow window the lowest stay; 0 is always there. */
  readonly weight: number;
  readonly cell: (row: Row, context: Context) => Cell;
}

/** A column with the room it got. */
export interface PlacedColumn<Row, Context> {
  readonly column: Column<Row, Context>;
  readonly width: number;
}

/** The columns on the screen, and whether there is more to either side. */
export interface TableLayout<Row, Context> {
  readonly placed: readonly PlacedColumn<Row, Context>[];
  readonly hiddenLeft: number;
  readonly hiddenRight: number;
}

/** The gutter holds the cursor and the mark: told by sign, not by colour alone. */
export const GUTTER = 2;
const GAP = 1;

/** How the columns are chosen. */
export interface LayoutOptions {
  /** Room of the whole table. */
  readonly width: number;
  /** Longest text of the first column, so that it does not take more than it needs. */
  readonly firstNeeds: number;
  /** Columns of this weight and more come only when the first has this much room (or all it needs). */
  readonly comfort: { readonly weight: number; readonly width: number };
  /** All columns, scrolled sideways, instead of those that fit. */
  readonly wide: boolean;
  /** In `wide`: columns scrolled off to the left. */
  readonly scrollX: number;
  /** Longest text of the last column, which may take the room that is left over for it. */
  readonly lastNeeds?: number;
  /** What the last column has in any case, at the cost of the first; no less than its own width. */
  readonly lastLeast?: number;
}

/** Places the columns. The first gets what the others leave, up to what it needs. */
export function layoutColumns<Row, Context>(
  all: readonly Column<Row, Context>[],
  { width, firstNeeds, comfort, wide, scrollX, lastNeeds = 0, lastLeast = 0 }: LayoutOptions,
): TableLayout<Row, Context> {
  const columns = all.map((column) =>
    column === all.at(-1) && lastLeast > column.width ? { ...column, width: lastLeast } : column,
  );
  const [first, ...others] = columns;
  if (!first) return { placed: [], hiddenLeft: 0, hiddenRight: 0 };
  const room = width - GUTTER;
  const scrolled = wide ? Math.min(scrollX, others.length) : 0;
  const comfortable = Math.max(first.width, Math.min(firstNeeds, comfort.width));
  const candidates = wide
    ? others.slice(scrolled)
    : byWeight(others, room - first.width, room - comfortable, comfort.weight);
  let left = room - first.width;
  const shown: Column<Row, Context>[] = [];
  for (const column of candidates) {
    if (column.width + GAP > left) break;
    left -= column.width + GAP;
    shown.push(column);
  }
  const firstWidth = Math.max(first.width, Math.min(firstNeeds, first.width + left));
  const spare = first.width + left - firstWidth;
  const widthOfShown = (column: Column<Row, Context>): number =>
    column === columns.at(-1)
      ? Math.max(column.width, Math.min(lastNeeds, column.width + spare))
      : column.width;
  return {
    placed: [
      { column: first, width: firstWidth },
      ...shown.map((column) => ({ column, width: widthOfShown(column) })),
    ],
    hiddenLeft: scrolled,
    hiddenRight: others.length - scrolled - shown.length,
  };
}

/** The columns that fit, lightest first chosen, in their own order; luxuries only into the smaller room. */
function byWeight<Row, Context>(
  columns: readonly Column<Row, Context>[],
  room: number,
  luxuryRoom: number,
  luxuryWeight: number,
): Column<Row, Context>[] {
  const chosen = new Set<string>();
  let used = 0;
  for (const column of [...columns].sort((a, b) => a.weight - b.weight)) {
    const limit = column.weight >= luxuryWeight ? luxuryRoom : room;
    if (used + column.width + GAP > limit) continue;
    used += column.width + GAP;
    chosen.add(column.id);
  }
  return columns.filter(({ id }) => chosen.has(id));
}

/** A row of cells as one styled line. */
export function composeRow<Row, Context>(
  layout: TableLayout<Row, Context>,
  row: Row,
  context: Context,
): string {
  return layout.placed
    .map(({ column, width }) => {
      const { text, shorter = [], style } = column.cell(row, context);
      const clean = sanitise(text);
      const fitting =
        widthOf(clean) <= width ? clean : shorter.map(sanitise).find((one) => widthOf(one) <= width);
      const fitted = fitTo(fitting ?? sanitise(shorter.at(-1) ?? text), width, column.align);
      return style ? style(fitted) : fitted;
    })
    .join(' '.repeat(GAP));
}

/** The heads of the columns as one line; `mark` adds the sort arrow to a title. */
export function composeHead<Row, Context>(
  layout: TableLayout<Row, Context>,
  mark: (columnId: string) => string,
): string {
  return layout.placed
    .map(({ column, width }) => {
      const arrow = mark(column.id);
      const title =
        widthOf(column.title) + widthOf(arrow) > width ? column.title.slice(0, width - 1) : column.title;
      return fitTo(`${title}${arrow}`, width, column.align);
    })
    .join(' '.repeat(GAP));
}
