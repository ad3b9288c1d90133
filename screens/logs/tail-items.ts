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
  const lastGone = gone.at(-1);
  const missing = lastGone ? Math.max(0, dropped - lastGone.ordinal - 1) : dropped;
  const note: DroppedNote | null = missing > 0 ? { dropped: missing, isBetween: gone.length > 0 } : null;
  const before = gone.length + (note ? 1 : 0);
  return {
    size: before + shown.size,
    at(index) {
      if (index < gone.length) return gone[index]?.line;
      if (index < before) return note ?? undefined;
      return shown.at(index - before);
    },
    indexOf(place) {
      const index = gone.findIndex(({ line }) => compareLines(line, place) >= 0);
      return index >= 0 ? index : before + shown.indexOf(place);
    },
  };
}

/** What is to be held of a page: its lines, with their ordinals as far as they are still known. */
export function heldOf(
  lines: readonly LogLine[],
  { all, dropped, held }: Pick<TailItemsOptions, 'all' | 'dropped' | 'held'>,
): HeldLine[] {
  const former = new Map(held.map((one) => [one.line, one]));
  return lines.map((line) => {
    const index = all.indexOf(line);
    if (all.at(index) === line) return { line, ordinal: dropped + index };
    return former.get(line) ?? { line, ordinal: Math.max(0, dropped - 1) };
  });
}
