/** A line on one row: what it says, cut at the right edge, or with its fields beside it. */
import { textOf } from '../../../src/domain/logs/line-text.ts';
import { errorOf } from '../../../src/domain/logs/log-error.ts';
import type { JsonObject } from '../../../src/domain/logs/log-json.ts';
import type { LogLine } from '../../../src/domain/logs/log-line.ts';
import type { TextRange } from '../../../src/domain/regex/linear-regex.ts';
import { cutEnd, ELLIPSIS, fitTo, sanitise, widthOf } from '../../../src/domain/text.ts';
import type { Style, Theme } from '../../../src/ui/theme.ts';
import { skipColumns } from './columns-of-text.ts';
import { foldJson } from './json-text.ts';
import type { LineFormat } from './line-rows.ts';
import { type Piece, paint, type Ranges } from './paint.ts';
import { systemText } from './system-text.ts';

/** A line on one row, and how many rows of its message are folded into it. */
export function foldedPieces(
  line: LogLine,
  json: JsonObject | null,
  theme: Theme,
  style: Style,
): { readonly pieces: readonly Piece[]; readonly more: number } {
  const system = systemText(line);
  if (system !== null) return { pieces: [{ text: system, style }], more: 0 };
  const error = line.isProblem && hasObject(line) ? errorOf(line) : null;
  if (error?.type) {
    const text = sanitise(`${error.type}: ${error.message.split(/[\r\n]/, 1)[0] ?? ''}`);
    return { pieces: [{ text, style }], more: error.stack.length };
  }
  if (json && line.kind === 'application') {
    const { message, fields } = foldJson(json);
    const gap = message === '' || fields.length === 0 ? '' : '  ';
    return {
      pieces: [
        { text: message, style },
        { text: gap + fields.join(' '), style: theme.dim },
      ],
      more: 0,
    };
  }
  return { pieces: [{ text: textOf(line), style }], more: rowsFolded(line.event.message) };
}

/** Whether an object begins within the first words: errors of runtimes are told in one. */
export function hasObject({ event, bodyAt }: LogLine): boolean {
  const at = event.message.indexOf('{', bodyAt);
  return at >= 0 && at < bodyAt + 120;
}

/** How many rows follow the first one, looked for only as far as it matters. */
function rowsFolded(message: string): number {
  let count = 0;
  const end = Math.min(message.length - 1, 65_536);
  for (let at = 0; at < end; at += 1) {
    const code = message.charCodeAt(at);
    if (code === 0x0a || (code === 0x0d && message.charCodeAt(at + 1) !== 0x0a)) count += 1;
  }
  return count;
}

/** One row, cut at the right edge, scrolled sideways; how many rows are folded into it stands at its end. */
export function cutRow(
  pieces: readonly Piece[],
  ranges: Ranges,
  more: number,
  { theme, scrollX }: LineFormat,
  room: number,
): string {
  const tail = more > 0 ? ` +${more}` : '';
  const left = room - tail.length;
  let skip = scrollX;
  let used = 0;
  let offset = 0;
  const shown: Piece[] = [];
  const moved: TextRange[] = [];
  let drawnAt = 0;
  for (const { text, style } of pieces) {
    const { text: rest, at } = skipColumns(text, skip);
    skip = Math.max(0, skip - widthOf(text));
    const cut = cutEnd(rest, left - used);
    for (const range of ranges) {
      const start = Math.max(range.start - offset - at, 0);
      const end = Math.min(
        range.end - offset - at,
        rest.length,
        cut.length - (cut.endsWith(ELLIPSIS) ? 1 : 0),
      );
      if (end > start) moved.push({ start: drawnAt + start, end: drawnAt + end });
    }
    shown.push({ text: cut, style });
    used += widthOf(cut);
    offset += text.length;
    drawnAt += cut.length;
    if (used >= left) break;
  }
  return paint(shown, moved, theme.match) + (tail === '' ? '' : theme.dim(tail));
}

/** The message and, to the right of it, the fields that have columns. */
export function columnsRow(
  message: string,
  valueIn: (name: string) => string,
  style: Style,
  { theme, fields, find }: LineFormat,
  room: number,
): string {
  const taken = fields.reduce((sum, { width }) => sum + width + 1, 0);
  const width = Math.max(8, room - taken);
  const text = fitTo(message, width);
  const values = fields.map((field) => theme.plain(fitTo(valueIn(field.name), field.width)));
  return [paint([{ text, style }], find(text), theme.match), ...values].join(' ');
}
