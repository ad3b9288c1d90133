/** The exception or crash that a line tells, in the shapes of Lambda and of its runtimes. */
import { errorFromJson, rowsOfTrace, typeAndMessage } from './error-json.ts';
import { jsonOf, parseObject } from './log-json.ts';
import type { LogError, LogLine } from './log-line.ts';
import { isOutOfMemory, reportOf } from './report.ts';

/** Longer texts are cut before anything is looked for in them, characters. */
const MOST_CHARACTERS = 65_536;

/**
 * What went wrong, as a line tells it; null when it tells of nothing.
 *
 * @param rest the lines that continue it, where a trace came as an event per line
 */
export function errorOf(line: LogLine, rest: readonly LogLine[] = []): LogError | null {
  switch (line.kind) {
    case 'timeout':
      return fromTimeout(line);
    case 'exit':
      return fromExit(line);
    case 'report':
    case 'init-report':
    case 'restore-report':
      return fromReport(line);
    case 'application':
      return fromApplication(line, rest);
    default:
      return null;
  }
}

/** What Lambda calls a timeout in the answer to the caller. */
const TIMED_OUT = 'Sandbox.Timedout';

function fromTimeout({ event: { message } }: LogLine): LogError {
  return { type: TIMED_OUT, message: message.slice(message.indexOf('Task timed out')).trim(), stack: [] };
}

/** `RequestId: ID Error: Runtime exited with error: signal: killed\nRuntime.ExitError`. */
function fromExit({ event: { message } }: LogLine): LogError {
  const [first = '', type = null] = rowsOfTrace(message.slice(0, MOST_CHARACTERS));
  return { type, message: first.replace(/^RequestId: \S+ (?:Error: )?/, ''), stack: [] };
}

function fromReport(line: LogLine): LogError | null {
  const report = reportOf(line);
  if (report === null || !line.isProblem) return null;
  const { status, errorType, maxMemoryUsedMb, memorySizeMb, of } = report;
  const durationMs = report.durationMs ?? report.initDurationMs ?? report.restoreDurationMs;
  if (status === 'timeout') {
    const phase = of === 'invocation' ? 'Task' : of === 'restore' ? 'Restore' : 'Initialisation';
    const after = durationMs === null ? '' : ` after ${(durationMs / 1_000).toFixed(2)} seconds`;
    return { type: TIMED_OUT, message: `${phase} timed out${after}`, stack: [] };
  }
  const message = isOutOfMemory(report)
    ? `used ${maxMemoryUsedMb ?? '?'} MB of ${memorySizeMb ?? '?'} MB`
    : '';
  return { type: errorType, message, stack: [] };
}

function fromApplication(line: LogLine, rest: readonly LogLine[]): LogError | null {
  const json = jsonOf(line);
  if (json !== null) return errorFromJson(json, line.isProblem);
  const { message } = line.event;
  const more = rest.map(({ event }) => event.message).join('\n');
  const text = `${message.slice(line.bodyAt, line.bodyAt + MOST_CHARACTERS)}\n${more}`.slice(
    0,
    MOST_CHARACTERS,
  );
  return fromEmbeddedJson(text) ?? (line.isProblem ? fromText(text) : null);
}

/** Node.js: `Invoke Error \t{…}`, `Uncaught Exception \t{…}`; Ruby: `Error raised from handler method\n{…}`. */
const INTRODUCED =
  /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Error raised from handler|Critical exception|Init error)[^\n{]{0,100}\s/;

function fromEmbeddedJson(text: string): LogError | null {
  const introduction = INTRODUCED.exec(text)?.[0];
  if (introduction === undefined) return null;
  const json = parseObject(text.slice(introduction.length).trim());
  return json === null ? null : errorFromJson(json, true);
}

/** Frames, and what stands between them, as opposed to the exception's own text. */
const FRAME =
  /^(?:at |File "|Caused by: |Suppressed: |\.\.\. \d+ |---> |--- End |goroutine \d+ |created by |\[signal |from \/|stack backtrace:|note: |\d+: |Traceback \(most recent)/;

function fromText(text: string): LogError | null {
  const rows = rowsOfTrace(text);
  const [first = ''] = rows;
  if (first === '') return null;
  if (first.startsWith('Traceback')) return fromTraceback(rows);
  const panic =
    /^(panic|fatal error): (.*)$/s.exec(first) ?? /^(thread) '.{0,60}' (panicked at.*)$/s.exec(first);
  if (panic !== null) return { type: 'panic', message: panic[2] ?? '', stack: rows.slice(1) };
  const java = fromJavaRuntime(rows);
  if (java !== null) return java;
  const tracebackAt = rows.findIndex((row) => row.startsWith('Traceback (most recent'));
  const frameAt = rows.findIndex((row, index) => index > 0 && FRAME.test(row));
  const said = rows.slice(0, frameAt < 0 ? undefined : frameAt);
  const stack = frameAt < 0 ? [] : rows.slice(tracebackAt === frameAt ? frameAt + 1 : frameAt);
  const told = typeAndMessage(said.join('\n'));
  if (told !== null) return { ...told, stack };
  if (tracebackAt > 0) return fromTraceback(rows.slice(tracebackAt));
  return { ...(exceptionWithin(said) ?? { type: null, message: said.join('\n') }), stack };
}

/** Python prints the exception last; of several, the last is the one that got out. */
function fromTraceback([, ...rows]: readonly string[]): LogError {
  const last = rows.findLastIndex((row) => typeAndMessage(row) !== null || /^[A-Z]\w*$/.test(row));
  const row = rows[last];
  if (row === undefined) return { type: null, message: rows.at(-1) ?? '', stack: rows };
  return { ...(typeAndMessage(row) ?? { type: row, message: '' }), stack: rows.slice(0, last) };
}

/** Java's runtime: the message, a colon and the type, then the trace, which begins with both again. */
function fromJavaRuntime(rows: readonly string[]): LogError | null {
  const [first = '', second = ''] = rows;
  const colon = first.lastIndexOf(': ');
  const type = first.slice(colon + 2);
  if (colon < 0 || !/^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*$/.test(type)) return null;
  const repeats = second.startsWith(type);
  return { type, message: first.slice(0, colon), stack: rows.slice(repeats ? 2 : 1) };
}

/** `failed to read: java.io.IOException: closed`: an exception behind the words that introduce it. */
const WITHIN = /[\s:]((?:[A-Za-z_$][\w$]{0,80}\.){0,12}(?:[A-Z][\w$]{0,80})?(?:Error|Exception): .*)$/s;

function exceptionWithin(rows: readonly string[]): LogError | null {
  const [first = '', second = ''] = rows;
  const [, behind] = WITHIN.exec(first.slice(0, 2_000)) ?? [];
  return typeAndMessage(behind ?? second);
}
