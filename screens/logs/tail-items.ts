/**
 * What a person scrolls through: the lines that are in the buffer and, where a flood has pushed out what is being
 * read, the lines of that page still, then a note of how many are missing.
 */
import { compareLines, type LineBuffer, type LinePlace } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { Sequence } from '../../src/ui/log-view/page.ts';

/** Stands where lines left the buffer to make room. */
export interface DroppedNote {
  /** How many of the whole tail, also of those the filter would not show. */
  readonly dropped: number;
  /** Above it stand lines that have left the buffer too. */
  readonly isBetween: boolean;
}

/** A row of the tail, or several. */
export type TailItem = LogLine | DroppedNote;

/** Whether it is a line. */
export function isLine(item: TailItem | undefined): item is LogLine {
  return item !== undefined && 'event' in item;
}

/** A line that was on the screen, and how many of the tail stood before it. */
export interface HeldLine {
  readonly line: LogLine;
  /** Counted from the first line of the tail; lines that came late may make it a little too small. */
  readonly ordinal: number;
  /** Above it stood a note that lines were missing. */
  readonly isBelowNote: boolean;
}

/** The items as of one moment. */
export interface TailItems extends Sequence<TailItem> {
  /** The index of a line or, when it is not shown, of the first item that comes after its place. */
  indexOf(place: LinePlace): number;
}

/** What there is to scroll through. */
export interface TailItemsOptions {
  /** All lines of the tail. */
  readonly all: LineBuffer;
  /** Those of them that are shown. */
  readonly shown: LineBuffer;
  /** How many have left `all`. */
  readonly dropped: number;
  /** What was on the screen last. */
  readonly held: readonly HeldLine[];
}

/** The items as they are now; the buffers may change as soon as this turn is over. */
export function tailItems({ all, shown, dropped, held }: TailItemsOptions): TailItems {
  const first = all.at(0);
  const gone = first ? held.filter(({ line }) => compareLines(line, first) < 0) : [];
  const above = [...goneItems(gone), ...noteOf(dropped - ordinalAfter(gone.at(-1)), gone.length > 0)];
  return {
    size: above.length + shown.size,
    at: (index) => (index < above.length ? above[index] : shown.at(index - above.length)),
    indexOf(place) {
      const index = above.findIndex((item) => isLine(item) && compareLines(item, place) >= 0);
      return index >= 0 ? index : above.length + shown.indexOf(place);
    },
  };
}

/** Held lines that have left the buffer, and notes wherever others are missing among them. */
function goneItems(gone: readonly HeldLine[]): TailItem[] {
  return gone.flatMap(({ line, ordinal, isBelowNote }, index) => {
    const isBetween = index > 0;
    const missing = ordinal - ordinalAfter(gone[index - 1]);
    return [...(isBetween && !isBelowNote ? [] : noteOf(missing, isBetween)), line];
  });
}

/** What a line has that follows another one directly, or is the first. */
function ordinalAfter(held: HeldLine | undefined): number {
  return held ? held.ordinal + 1 : 0;
}

function noteOf(dropped: number, isBetween: boolean): DroppedNote[] {
  return dropped > 0 ? [{ dropped, isBetween }] : [];
}

/** What is to be held of a page: its lines, with their ordinals as far as they are still known. */
export function heldOf(
  page: readonly TailItem[],
  { all, dropped, held }: Pick<TailItemsOptions, 'all' | 'dropped' | 'held'>,
): HeldLine[] {
  const former = new Map(held.map((one) => [one.line, one.ordinal]));
  return page.flatMap((item, at) => {
    if (!isLine(item)) return [];
    const index = all.indexOf(item);
    const isThere = all.at(index) === item;
    const ordinal = isThere ? dropped + index : (former.get(item) ?? Math.max(0, dropped - 1));
    return { line: item, ordinal, isBelowNote: at > 0 && !isLine(page[at - 1]) };
  });
}
