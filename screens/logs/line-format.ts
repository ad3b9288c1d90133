/** How the lines of this moment are laid out: which columns, how wide, in which colours. */
import { cutNames } from '../../src/domain/cut-names.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import { sanitise, widthOf } from '../../src/domain/text.ts';
import type { LogsViewState } from '../../src/stores/logs-view-store.ts';
import type { Style, Theme } from '../../src/ui/theme.ts';
import { type LineFormat, prefixWidth, versionText } from './drawing/line-rows.ts';
import { isOtherDay } from './drawing/times.ts';
import { compileSearch } from './search.ts';

/** Who writes: a version of a function. */
export interface LogWriter {
  readonly functionName: string | null;
  readonly version: string | null;
}

/** What the layout is made of. */
export interface FormatInputs {
  readonly view: LogsViewState;
  /** Everybody who wrote, in the order they were first seen: a colour once given stays. */
  readonly writers: readonly LogWriter[];
  /** Columns for the rows. */
  readonly width: number;
  /** ms since the epoch. */
  readonly now: number;
  /** Timestamp of the oldest line there is; null while there is none. */
  readonly oldest: number | null;
  readonly theme: Theme;
}

/** A window this wide has room for milliseconds. */
const WIDE = 110;
/** Columns of a name, at most and as a share of the window. */
const NAME = { most: 30, share: 0.2 };
/** So many rows of one line are drawn in the tail; Enter shows the others. */
const MOST_ROWS = 60;
/** Columns of a field. */
const FIELD_WIDTH = 14;
/** What the text keeps beside them: columns, and as a share of its room. */
const TEXT_BESIDE = { least: 26, share: 0.45 };
/** Columns of text one press scrolls sideways; it also brings the next field. */
export const SCROLL_COLUMNS = 20;

/** The layout. Equal keys mean that lines look the same. */
export function lineFormat({ view, writers, width, now, oldest, theme }: FormatInputs): LineFormat {
  const names = [...new Set(writers.map(({ functionName }) => functionName ?? ''))];
  const widest = Math.max(0, ...names.map((name) => widthOf(sanitise(name))));
  const nameWidth = names.length > 1 ? Math.min(widest, NAME.most, Math.floor(width * NAME.share)) : 0;
  const versionWidth = Math.max(0, ...writers.map(({ version }) => widthOf(versionText(version))));
  const time = {
    view: view.times,
    milliseconds: width >= WIDE,
    date: oldest !== null && isOtherDay(oldest, now, view.times),
    // Ages are all that change with the clock.
    now: view.times === 'age' ? now : 0,
  };
  const { wrap, json, scrollX, search } = view;
  return {
    key: JSON.stringify([
      width,
      nameWidth,
      versionWidth,
      time,
      wrap,
      json,
      view.fields,
      scrollX,
      search,
      writers.length,
    ]),
    theme,
    width,
    time,
    nameWidth,
    versionWidth,
    names: cutTo(names, nameWidth),
    sourceStyle: writerStyles(writers, theme),
    wrap,
    json,
    ...fieldColumns(view, width - prefixWidth({ time, nameWidth, versionWidth })),
    scrollX,
    mostRows: MOST_ROWS,
    find: compileSearch(view.search).find,
  };
}

/** Each writer's colour; what it is called stands beside it. */
export function writerStyles(
  writers: readonly LogWriter[],
  theme: Theme,
): (writer: LogWriter | LogLine) => Style {
  const keyOf = ({ functionName, version }: LogWriter): string => `${functionName}\n${version}`;
  const places = new Map(writers.map((writer, index) => [keyOf(writer), index]));
  return (writer) => theme.sources[(places.get(keyOf(writer)) ?? 0) % theme.sources.length] ?? theme.plain;
}

/** Names cut to a width, so that no two look alike. */
function cutTo(names: readonly string[], width: number): ReadonlyMap<string, string> {
  if (width === 0) return new Map();
  const clean = new Map(names.map((name) => [name, sanitise(name)]));
  const cuts = cutNames([...new Set(clean.values())], width);
  return new Map([...clean].map(([name, text]) => [name, cuts.get(text) ?? text]));
}

/** As many of the chosen fields as there is room for, from the one on to which it was scrolled. */
function fieldColumns(
  { json, fields, scrollX }: LogsViewState,
  room: number,
): Pick<LineFormat, 'fields' | 'fieldsRight'> {
  if (json !== 'columns') return { fields: [], fieldsRight: 0 };
  const left = room - Math.max(TEXT_BESIDE.least, Math.floor(room * TEXT_BESIDE.share));
  const count = Math.max(1, Math.floor(left / (FIELD_WIDTH + 1)));
  const first = Math.max(0, Math.min(Math.round(scrollX / SCROLL_COLUMNS), fields.length - count));
  const shown = fields.slice(first, first + count);
  return {
    fields: shown.map((name) => ({ name, width: FIELD_WIDTH })),
    fieldsRight: fields.length - first - shown.length,
  };
}
