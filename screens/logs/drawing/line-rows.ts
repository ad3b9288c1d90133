/** A log line as the rows of the screen: time, function, version, level, text. Laid out once, then remembered. */

import { jsonOf } from '../../../src/domain/logs/log-json.ts';
import type { LogLevel, LogLine } from '../../../src/domain/logs/log-line.ts';
import { fitTo, sanitise } from '../../../src/domain/text.ts';
import type { JsonView } from '../../../src/stores/logs-view-store.ts';
import { LOG_GUTTER } from '../../../src/ui/log-view/LogView.tsx';
import type { Style, Theme } from '../../../src/ui/theme.ts';
import { breakText } from './columns-of-text.ts';
import { columnsRow, cutRow, foldedPieces } from './folded-row.ts';
import { fieldText, messageText, prettyRows } from './json-text.ts';
import { paint, type Ranges } from './paint.ts';
import { formatTime, type TimeFormat, timeWidth } from './times.ts';
import { wholeRows } from './whole-rows.ts';

/** A field of JSON lines as a column. */
export interface FieldColumn {
  readonly name: string;
  readonly width: number;
}

/** How lines are laid out. Lines laid out by an equal `key` look the same. */
export interface LineFormat {
  readonly key: string;
  readonly theme: Theme;
  /** Columns a row may take. */
  readonly width: number;
  readonly time: TimeFormat;
  /** Columns for the function's name; 0 where all lines are of one. */
  readonly nameWidth: number;
  /** Columns for the version; 0 where none is known. */
  readonly versionWidth: number;
  /** Names as they are drawn: cut, but never to a look-alike. */
  readonly names: ReadonlyMap<string, string>;
  readonly sourceStyle: (line: LogLine) => Style;
  readonly wrap: boolean;
  readonly json: JsonView;
  readonly fields: readonly FieldColumn[];
  /** Chosen fields that there is no room for, to the right of those that are shown. */
  readonly fieldsRight: number;
  /** Columns of the text scrolled off to the left, where lines are cut. */
  readonly scrollX: number;
  /** So many rows of one line are drawn. */
  readonly mostRows: number;
  /** Where what is searched for occurs in a drawn text. */
  readonly find: (text: string) => Ranges;
}

/** `ERROR` and its like. */
export const LEVEL_WIDTH = 5;

/** Columns before the text. */
export function prefixWidth({
  time,
  nameWidth,
  versionWidth,
}: Pick<LineFormat, 'time' | 'nameWidth' | 'versionWidth'>): number {
  const sources = [nameWidth, versionWidth].filter((width) => width > 0);
  return timeWidth(time) + 1 + sources.reduce((sum, width) => sum + width + 1, 0) + LEVEL_WIDTH + 1;
}

/** The heads of the fields' columns; `→3` where as many more are to be reached by scrolling sideways. */
export function fieldsHead(format: LineFormat): string {
  const { fields, fieldsRight, width } = format;
  const before = LOG_GUTTER + prefixWidth(format);
  const taken = fields.reduce((sum, field) => sum + field.width + 1, 0);
  const room = Math.max(8, Math.max(8, width - prefixWidth(format)) - taken);
  const more = fieldsRight > 0 ? ` →${fieldsRight}` : '';
  const heads = fields.map(({ name, width }, index) => {
    const end = index === fields.length - 1 ? more : '';
    return fitTo(sanitise(name), width - end.length) + end;
  });
  return [' '.repeat(before) + fitTo('message', room), ...heads].join(' ');
}

/** The rows of a line, styled, none wider than the format says. */
export function lineRows(line: LogLine, format: LineFormat): string[] {
  const room = Math.max(8, format.width - prefixWidth(format));
  const rows = textRows(line, format, room);
  const prefix = prefixOf(line, format);
  const indent = ' '.repeat(prefixWidth(format));
  return rows.map((row, index) => (index === 0 ? prefix : indent) + row);
}

function prefixOf(line: LogLine, format: LineFormat): string {
  const { theme, time, nameWidth, versionWidth, names } = format;
  // What continues a trace has the time, level and source of its head, and shows that it belongs there.
  if (line.head !== line.seq) return ' '.repeat(prefixWidth(format));
  const style = format.sourceStyle(line);
  const name = line.functionName ?? '';
  const parts = [theme.dim(formatTime(line.event.timestamp, time))];
  if (nameWidth > 0) parts.push(style(fitTo(names.get(name) ?? sanitise(name), nameWidth)));
  if (versionWidth > 0) parts.push(style(fitTo(versionText(line.version), versionWidth)));
  parts.push(levelText(line, theme));
  return `${parts.join(' ')} `;
}

/** `v42`; `$LATEST` keeps its own name. */
export function versionText(version: string | null): string {
  if (version === null) return '';
  return /^\d+$/.test(version) ? `v${version}` : sanitise(version);
}

function levelText({ level, isProblem }: LogLine, theme: Theme): string {
  if (level === null) return isProblem ? theme.bad(fitTo('✗', LEVEL_WIDTH)) : ' '.repeat(LEVEL_WIDTH);
  return levelStyle(level, theme)(level.toUpperCase().padEnd(LEVEL_WIDTH));
}

function levelStyle(level: LogLevel, theme: Theme): Style {
  const styles: Readonly<Partial<Record<LogLevel, Style>>> = {
    fatal: theme.bad,
    error: theme.bad,
    warn: theme.warn,
    debug: theme.dim,
    trace: theme.dim,
  };
  return styles[level] ?? theme.plain;
}

/** The text of a line that is not styled by its level. */
function textStyle({ kind, level, isProblem }: LogLine, theme: Theme): Style {
  if (isProblem && kind !== 'application') return theme.bad;
  if (kind !== 'application' || level === 'debug' || level === 'trace') return theme.dim;
  return theme.plain;
}

function textRows(line: LogLine, format: LineFormat, room: number): string[] {
  const { wrap, json, theme, find } = format;
  const style = textStyle(line, theme);
  const parsed = json === 'folded' && wrap ? null : jsonOf(line);
  if (json === 'pretty' && parsed) return wrapped(prettyRows(parsed), line, style, format, room);
  if (json === 'columns' && parsed && line.kind === 'application') {
    return [columnsRow(messageText(parsed), (name) => fieldText(parsed, name), style, format, room)];
  }
  if (wrap) return wrapped(wholeRows(line), line, style, format, room);
  const { pieces, more } = foldedPieces(line, parsed, theme, style);
  const text = pieces.map((piece) => piece.text).join('');
  return [cutRow(pieces, find(text), more, format, room)];
}

/** All rows of a text, each broken where the window ends. */
function wrapped(
  texts: readonly string[],
  { requestId }: LogLine,
  style: Style,
  { theme, find, mostRows }: LineFormat,
  room: number,
): string[] {
  const rows: string[] = [];
  for (const text of texts) {
    const ranges = find(text);
    for (const part of breakText(text, room, mostRows - rows.length)) {
      const within = ranges.map(({ start, end }) => ({ start: start - part.at, end: end - part.at }));
      rows.push(paint([{ text: part.text, style }], within, theme.match));
    }
    if (rows.length >= mostRows) {
      const others = requestId === null ? ':save FILE keeps' : 'Enter shows';
      rows[mostRows - 1] = theme.dim(`⋯ more rows: ${others} all of them`);
      break;
    }
  }
  return rows;
}

/** Lays lines out, and remembers each one's rows for as long as the format stays the same. */
export function createLineRows(): (line: LogLine, format: LineFormat) => readonly string[] {
  let key = '';
  let kept = new WeakMap<LogLine, readonly string[]>();
  return (line, format) => {
    if (format.key !== key) {
      key = format.key;
      kept = new WeakMap();
    }
    const known = kept.get(line);
    if (known) return known;
    const rows = lineRows(line, format);
    kept.set(line, rows);
    return rows;
  };
}
