/**
 * Lines as they were drawn last, and what the next key makes of them. What is drawn is remembered by its lines:
 * between a frame and the key that answers it, a flood may have moved everything else.
 */
import type { LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import { cutEnd } from '../../src/domain/text.ts';
import type { ReadingPlace } from '../../src/stores/logs-view-store.ts';
import type { RowsOf } from '../../src/ui/log-view/page.ts';
import { createLineRows, type LineFormat } from './drawing/line-rows.ts';
import { pageAt, stayHere, type TailPage } from './reading.ts';
import { type DroppedNote, type HeldLine, heldOf, isLine, type TailItem, tailItems } from './tail-items.ts';

/** The lines there are now. The buffers may change in place; other buffers mean another text. */
export interface LinesNow {
  readonly all: LineBuffer;
  /** Those of them that are shown. */
  readonly shown: LineBuffer;
  /** How many have left `all` to make room. */
  readonly dropped: number;
  /** How many have ever come. */
  readonly received: number;
}

/** How lines are to be drawn. */
export interface Drawing {
  readonly height: number;
  readonly format: LineFormat;
}

/** See the file's head. */
export interface LinesModel {
  readonly now: () => LinesNow;
  /** The page to draw now; it is remembered as what the person sees. */
  readonly draw: (drawing: Drawing, place: ReadingPlace | null) => TailPage;
  /** The page as it stands now at a place; without one, at what was drawn last. */
  readonly page: (place: ReadingPlace | null) => TailPage;
}

/** A model of some lines. */
export function createLinesModel(now: () => LinesNow): LinesModel {
  const rowsOfLine = createLineRows();
  let height = 1;
  let rowsOf: RowsOf<TailItem> = () => [''];
  let held: readonly HeldLine[] = [];
  let heldIn: LineBuffer | null = null;
  let drawn: ReadingPlace | null = null;

  const itemsNow = () => {
    const { all, shown, dropped } = now();
    if (heldIn !== all) {
      held = [];
      drawn = null;
    }
    heldIn = all;
    return tailItems({ all, shown, dropped, held });
  };

  return {
    now,
    draw(drawing, place) {
      const { format } = drawing;
      height = drawing.height;
      rowsOf = (item) => (isLine(item) ? rowsOfLine(item, format) : [noteRow(item, format)]);
      const page = pageAt(itemsNow(), place, height, rowsOf);
      const { all, dropped, received } = now();
      held = heldOf(itemsOn(page), { all, dropped, held });
      drawn = stayHere(page, received);
      return page;
    },
    page: (place) => pageAt(itemsNow(), place ?? drawn, height, rowsOf),
  };
}

function noteRow({ dropped, isBetween }: DroppedNote, { theme, width }: LineFormat): string {
  const count = dropped.toLocaleString('en');
  const text = isBetween
    ? `⋯ ${count} lines were dropped here to make room; those above are not in the buffer any more ⋯`
    : `⋯ ${count} older lines were dropped to make room ⋯`;
  return theme.warn(cutEnd(text, width));
}

/** The items a page shows something of. */
function itemsOn({ rows }: TailPage): TailItem[] {
  return [...new Set(rows.map(({ item }) => item))];
}
