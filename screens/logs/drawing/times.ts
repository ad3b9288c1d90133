/** Times of log lines as a person reads them: of their own day, of UTC's, or as ages. */
import { formatAge } from '../../../src/domain/figures.ts';
import type { TimeView } from '../../../src/stores/logs-view-store.ts';

/** How a column of times is drawn. */
export interface TimeFormat {
  readonly view: TimeView;
  readonly milliseconds: boolean;
  /** With the day: not all of what is shown is of today. */
  readonly date: boolean;
  /** ms since the epoch. */
  readonly now: number;
}

/** A time in exactly `timeWidth` columns. */
export function formatTime(at: number, format: TimeFormat): string {
  if (format.view === 'age') return formatAge(format.now - at).padStart(timeWidth(format));
  const iso = isoOf(at, format.view);
  const day = format.date ? `${iso.slice(5, 10)} ` : '';
  const time = iso.slice(11, format.milliseconds ? 23 : 19);
  return `${day}${time}${format.view === 'utc' ? 'Z' : ''}`;
}

/** Columns every time of this format takes. */
export function timeWidth({ view, milliseconds, date }: TimeFormat): number {
  if (view === 'age') return 4;
  return (date ? 6 : 0) + (milliseconds ? 12 : 8) + (view === 'utc' ? 1 : 0);
}

/** Whether two times are of different days, as this view counts days. */
export function isOtherDay(one: number, other: number, view: TimeView): boolean {
  return isoOf(one, view).slice(0, 10) !== isoOf(other, view).slice(0, 10);
}

/** `2026-11-21T12:00:00.000`, without a zone, in the person's time zone or in UTC. */
function isoOf(at: number, view: TimeView): string {
  const shift = view === 'utc' ? 0 : new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - shift).toISOString().slice(0, -1);
}
