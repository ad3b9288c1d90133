/** Lambda's own lines, in both formats, recognised by how they begin (facts/aws.md section 3). */
import { isObject, type JsonObject, parseObject } from './log-json.ts';
import type { LineKind } from './log-line.ts';

/** What the beginning of a message tells at little cost. */
export interface SystemHead {
  readonly kind: LineKind;
  /** The request it is about; null when about none. */
  readonly requestId: string | null;
  readonly isProblem: boolean;
}

const UUID_LENGTH = 36;
const DASH = 0x2d;

/** Whether a UUID stands at this place of a text, by its length and dashes: request ids are looked at a lot. */
export function isUuidAt(text: string, at: number): boolean {
  return (
    text.length >= at + UUID_LENGTH &&
    text.charCodeAt(at + 8) === DASH &&
    text.charCodeAt(at + 13) === DASH &&
    text.charCodeAt(at + 18) === DASH &&
    text.charCodeAt(at + 23) === DASH
  );
}

/** The UUID at this place of a text; null where none is. */
export function uuidAt(text: string, at: number): string | null {
  return isUuidAt(text, at) ? text.slice(at, at + UUID_LENGTH) : null;
}

/** A line of Lambda's in the Text format; null when the message is none. */
export function readSystemText(message: string): SystemHead | null {
  switch (message.charCodeAt(0)) {
    case 0x53: // S
      return aboutRequest(message, 'START RequestId: ', 'start');
    case 0x45: // E
      if (message.startsWith('EXTENSION\t')) return about('extension');
      return aboutRequest(message, 'END RequestId: ', 'end');
    case 0x52: // R
      return readR(message);
    case 0x49: // I
      if (message.startsWith('INIT_START ')) return about('init');
      return message.startsWith('INIT_REPORT ') ? about('init-report', hasBadStatus(message)) : null;
    case 0x54: // T
      return message.startsWith('TELEMETRY\t') ? about('extension') : null;
    case 0x4c: // L
      return message.startsWith('LOGS\t') ? about('extension') : null;
    default:
      return readTimeout(message);
  }
}

function readR(message: string): SystemHead | null {
  const report = aboutRequest(message, 'REPORT RequestId: ', 'report');
  if (report !== null) return { ...report, isProblem: hasBadStatus(message) };
  if (message.startsWith('RESTORE_START ')) return about('restore');
  if (message.startsWith('RESTORE_REPORT ')) return about('restore-report', hasBadStatus(message));
  const exit = aboutRequest(message, 'RequestId: ', 'exit');
  if (exit === null) return null;
  const said = 'RequestId: '.length + UUID_LENGTH;
  const isExit = message.startsWith(' Error: ', said) || message.startsWith(' Process exited', said);
  return isExit ? { ...exit, isProblem: true } : null;
}

const TASK_TIMED_OUT = ' Task timed out after ';
const ISO_LENGTH = 24;

/** `2026-11-21T03:00:00.000Z ID Task timed out after 3.00 seconds`. */
function readTimeout(message: string): SystemHead | null {
  if (message.charCodeAt(ISO_LENGTH) !== 0x20) return null;
  const requestId = uuidAt(message, ISO_LENGTH + 1);
  if (requestId === null || !message.startsWith(TASK_TIMED_OUT, ISO_LENGTH + 1 + UUID_LENGTH)) return null;
  return { kind: 'timeout', requestId, isProblem: true };
}

function about(kind: LineKind, isProblem = false): SystemHead {
  return { kind, requestId: null, isProblem };
}

function aboutRequest(message: string, beginning: string, kind: LineKind): SystemHead | null {
  if (!message.startsWith(beginning)) return null;
  const requestId = uuidAt(message, beginning.length);
  return requestId === null ? null : { kind, requestId, isProblem: false };
}

/** These lines are short; Lambda writes the status only when it is bad, or when it feels like saying success. */
function hasBadStatus(message: string): boolean {
  const at = message.indexOf('Status: ');
  return at >= 0 && !message.startsWith('success', at + 'Status: '.length);
}

const KIND_OF_TYPE: ReadonlyMap<string, LineKind> = new Map([
  ['platform.initStart', 'init'],
  ['platform.initRuntimeDone', 'init'],
  ['platform.initReport', 'init-report'],
  ['platform.restoreStart', 'restore'],
  ['platform.restoreRuntimeDone', 'restore'],
  ['platform.restoreReport', 'restore-report'],
  ['platform.start', 'start'],
  ['platform.end', 'end'],
  ['platform.runtimeDone', 'runtime-done'],
  ['platform.report', 'report'],
  ['platform.extension', 'extension'],
  ['platform.telemetrySubscription', 'extension'],
  ['platform.logsSubscription', 'extension'],
]);

/** So far into a message its `type` stands, when it is one of Lambda's. */
const TYPE_WITHIN = 100;

/** Whether a message looks like one of Lambda's in the JSON format, before anything is parsed. */
function looksLikePlatform(message: string): boolean {
  const head = message.length > TYPE_WITHIN ? message.slice(0, TYPE_WITHIN) : message;
  return head.includes('"platform.');
}

/** A line of Lambda's in the JSON format; null when the message is none. */
export function readSystemJson(message: string): SystemHead | null {
  if (!looksLikePlatform(message)) return null;
  const event = parsePlatform(message);
  if (event === null) return null;
  const kind = KIND_OF_TYPE.get(event.type) ?? 'platform';
  const { requestId, status } = event.record;
  return {
    kind,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : null,
    isProblem: kind.endsWith('report') && typeof status === 'string' && status !== 'success',
  };
}

/** An event of Lambda's telemetry schema, as it stands in a log. */
export interface PlatformEvent {
  readonly type: string;
  readonly record: JsonObject;
}

/** A message as an event of Lambda's; null when it is none. */
export function parsePlatform(message: string): PlatformEvent | null {
  const value = parseObject(message);
  const { type, record } = value ?? {};
  if (typeof type !== 'string' || !type.startsWith('platform.') || !isObject(record)) return null;
  return { type, record };
}
