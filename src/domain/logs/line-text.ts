/**
 * What of a line is drawn: always sanitised, and only as much as a screen can show, so that a line of 256 kB or
 * of a thousand combining marks costs no more than any other.
 */
import { sanitise } from '../text.ts';
import type { LogLine } from './log-line.ts';

/** Of a message so many characters are drawn on one line, and of each of its rows. */
const MOST_CHARACTERS = 8_192;
/** So many rows of one message are drawn. */
const MOST_ROWS = 500;

/** Marks the end of a row where rows are drawn on one line. One column. */
export const ROW_MARK = '↵';

/** Runtimes in containers end the rows of a trace with \r, so that CloudWatch takes them for one event. */
const ROW_END = /\r\n|\r|\n/;

/** Tabs stand between fields, no-break spaces before the frames of Python's traces. */
const BLANKS = /[\t\u00a0]/g;

/** A text that may be drawn: on one line, without escape sequences, tabs as two blanks. */
export function drawable(text: string): string {
  return sanitise(text.replace(BLANKS, (blank) => (blank === '\t' ? '  ' : ' ')));
}

/**
 * The rows of a line, each ready to be drawn, without what its logger put first; never empty. What is left out
 * of an overlong message is told in its last row.
 *
 * @param fromStart with the time, request id and level as they were printed
 */
export function rowsOf(line: Pick<LogLine, 'event' | 'bodyAt'>, fromStart = false): string[] {
  const body = bodyOf(line, fromStart);
  const reach = MOST_CHARACTERS * 8;
  const rows = body
    .slice(0, reach)
    .trimEnd()
    .split(ROW_END, MOST_ROWS + 1);
  const shown = rows.slice(0, MOST_ROWS).map((row) => drawable(row.slice(0, MOST_CHARACTERS)));
  const cut = rows.some((row) => row.length > MOST_CHARACTERS);
  if (rows.length > MOST_ROWS || body.length > reach || cut) {
    shown.push(`${ROW_MARK} cut: the message has ${body.length.toLocaleString('en')} characters`);
  }
  return shown;
}

/** The line on one line, its rows joined, without what its logger put first. */
export function textOf(line: Pick<LogLine, 'event' | 'bodyAt'>): string {
  const body = bodyOf(line, false);
  const text = body.slice(0, MOST_CHARACTERS).trimEnd();
  // Most messages have one row.
  const rows = ROW_END.test(text) ? text.split(ROW_END) : [text];
  const shown = rows.map(drawable).filter((row) => row.trim() !== '');
  return shown.join(` ${ROW_MARK} `) + (body.length > MOST_CHARACTERS ? ' …' : '');
}

/** The whole message as search looks at it: rows as they are drawn, apart by \n, however long it is. */
export function searchTextOf({ event }: Pick<LogLine, 'event'>): string {
  const { message } = event;
  const end = message.endsWith('\n') ? message.length - 1 : message.length;
  return isSimple(message, end) ? message.slice(0, end).replaceAll('\t', '  ') : slowSearchText(message);
}

function slowSearchText(message: string): string {
  return message.trimEnd().split(ROW_END).map(drawable).join('\n');
}

/** Whether the characters up to an end are printable ASCII, tabs or ends of rows. */
function isSimple(text: string, end: number): boolean {
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7e || (code < 0x20 && code !== 0x0a && code !== 0x09)) return false;
  }
  return true;
}

function bodyOf({ event, bodyAt }: Pick<LogLine, 'event' | 'bodyAt'>, fromStart: boolean): string {
  return fromStart || bodyAt === 0 ? event.message : event.message.slice(bodyAt);
}
