/**
 * What loggers put before the text of a line: time, request id and level, in the ways of Lambda's runtimes and
 * of the usual libraries. A word is a level only where loggers put one, so that prose about errors is none.
 */
import { levelOfWord } from './levels.ts';
import type { LogLevel } from './log-line.ts';
import { isUuidAt, uuidAt } from './system-head.ts';

/** What stands before a line's own text. */
export interface TextHead {
  readonly level: LogLevel | null;
  readonly requestId: string | null;
  /** The runtime itself put the request id there; else it is a UUID in a place where loggers put one. */
  readonly isSure: boolean;
  /** Where the line's own text begins. */
  readonly bodyAt: number;
}

const TAB = 0x09;
const ESCAPE = 0x1b;
const LONGEST_LEVEL = 11;
const LONGEST_ID = 64;

/** How Python's runtime begins what it says before an exception that nobody caught: a line without a head. */
const RUNTIME_WARNING = 'LAMBDA_WARNING: ';

/** Everything a logger puts first stands in so many characters. */
const HEAD_LENGTH = 240;

/** Reads what stands before the text of an application's line. */
export function readTextHead(message: string): TextHead {
  const first = message.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return readTabbed(message) ?? readGeneral(message);
  if (first === 0x5b) return readBracketed(message) ?? readGeneral(message); // [
  if (message.startsWith(RUNTIME_WARNING)) return { ...nothing(0), level: 'warn' };
  // An indented line continues another one.
  return first <= 0x20 && first !== ESCAPE ? nothing(0) : readGeneral(message);
}

function nothing(bodyAt: number): TextHead {
  return { level: null, requestId: null, isSure: false, bodyAt };
}

const ISO_END = 24;

/** Node.js and .NET: `2026-11-21T03:00:00.000Z\tID\tLEVEL\ttext`; before there is a request, `undefined`. */
function readTabbed(message: string): TextHead | null {
  if (message.charCodeAt(ISO_END) !== TAB || message.charCodeAt(10) !== 0x54) return null;
  const idEnd = message.indexOf('\t', ISO_END + 1);
  if (idEnd < 0 || idEnd > ISO_END + LONGEST_ID) return null;
  const requestId = uuidAt(message, ISO_END + 1);
  const levelEnd = message.indexOf('\t', idEnd + 1);
  const word = levelEnd < 0 || levelEnd > idEnd + 1 + LONGEST_LEVEL ? '' : message.slice(idEnd + 1, levelEnd);
  const level = levelOfWord(word);
  const bodyAt = level === null ? idEnd + 1 : levelEnd + 1;
  return { level, requestId, isSure: requestId !== null, bodyAt };
}

/** Python: `[INFO]\t2026-11-21T03:00:00.000Z\tID\ttext`; Java, and Python's last words: `[ERROR] text`. */
function readBracketed(message: string): TextHead | null {
  const close = message.indexOf(']');
  if (close < 0 || close > LONGEST_LEVEL + 1) return null;
  const level = levelOfWord(message.slice(1, close));
  if (level === null) return null;
  const isPython = message.charCodeAt(close + 1) === TAB && message.charCodeAt(close + 2 + ISO_END) === TAB;
  if (!isPython) return { level, requestId: null, isSure: false, bodyAt: skipBlanks(message, close + 1) };
  const idAt = close + ISO_END + 3;
  const requestId = uuidAt(message, idAt);
  const idEnd = message.indexOf('\t', idAt);
  const bodyAt = idEnd < 0 || idEnd > idAt + LONGEST_ID ? idAt : idEnd + 1;
  return { level, requestId, isSure: requestId !== null, bodyAt };
}

/** A time at the beginning: `2026-11-21 03:00:00,123`, `[2026/11/21 03:00:00]`, `03:00:00.123`. */
const TIME =
  /\[?\d{2,4}[-/:]\d\d[-/:]\d\d(?:[T ]\d\d:\d\d:\d\d)?(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?\]?[ \t|]*/y;

/** Ruby: `E, [2026-11-21T03:00:00.000000 #8] ERROR ID -- : text`; the id may also stand behind the dashes. */
const RUBY = /[A-Z], \[[^\]\n]{10,60}\] +([A-Z]{4,7}) ?([0-9a-f-]{36})? -- ([0-9a-f-]{36})?[^:\n]{0,60}: /y;

/** Between time and level: the thread, the process, colours. */
const THREAD = /\[[^\]\n]{1,60}\][ \t]+|\d{1,6}[ \t]+/y;
const COLOUR = /\x1b\[[\d;]{0,12}m/y;

/** A level as it stands alone: in capitals, or in brackets, or in small letters before a colon (Go's `panic:` is none). */
const LEVEL = /([A-Z]{3,11})(?=[\s:|\]\x1b]|$)[:|\]]?|\[([A-Za-z]{3,11})\]:?|(?!panic)([a-z]{3,11}):(?=\s)/y;

/** logfmt: `time=… level=info msg=…`. */
const LOGFMT = /(?:^|\s)(?:level|lvl|severity)="?([A-Za-z]{3,11})\b/;

function readGeneral(message: string): TextHead {
  const head = message.length > HEAD_LENGTH ? message.slice(0, HEAD_LENGTH) : message;
  return readRuby(head) ?? readPlain(head) ?? readLogfmt(head);
}

function readRuby(head: string): TextHead | null {
  if (head.charCodeAt(1) !== 0x2c) return null;
  const found = matchAt(RUBY, head, 0);
  if (found === null) return null;
  const requestId = found[2] ?? found[3] ?? null;
  return {
    level: levelOfWord(found[1] ?? ''),
    requestId,
    isSure: requestId !== null,
    bodyAt: found[0].length,
  };
}

/** `[time] [ID] [thread] LEVEL [ID] text`, each part but the last as may be; null without time and level. */
function readPlain(head: string): TextHead | null {
  const start = skipColour(head, 0);
  const afterTime = start + (matchAt(TIME, head, start)?.[0].length ?? 0);
  let at = afterTime;
  let requestId: string | null = null;
  let level: LogLevel | null = null;
  // Bounded: id, thread, level and id again are a handful of parts.
  for (let part = 0; part < 6; part++) {
    at = skipColour(head, at);
    if (isUuidAt(head, at) && /[0-9a-f]/.test(head.charAt(at))) {
      requestId ??= uuidAt(head, at);
      at = skipBlanks(head, at + 36);
      continue;
    }
    if (level !== null) break;
    const found = matchAt(LEVEL, head, at);
    level = found === null ? null : levelOfWord(found[1] ?? found[2] ?? found[3] ?? '');
    const passed = level === null ? matchAt(THREAD, head, at) : found;
    if (passed === null) break;
    at = skipBlanks(head, at + passed[0].length);
  }
  if (level !== null) return { level, requestId, isSure: false, bodyAt: at };
  // A UUID without a level beside it may be any id.
  return afterTime === start ? null : nothing(afterTime);
}

function skipColour(head: string, at: number): number {
  while (head.charCodeAt(at) === ESCAPE) {
    const colour = matchAt(COLOUR, head, at);
    if (colour === null) break;
    at = skipBlanks(head, at + colour[0].length);
  }
  return at;
}

function readLogfmt(head: string): TextHead {
  if (!head.includes('l=') && !head.includes('severity=')) return nothing(0);
  return { ...nothing(0), level: levelOfWord(LOGFMT.exec(head)?.[1] ?? '') };
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

function skipBlanks(text: string, at: number): number {
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === TAB) at++;
  return at;
}
