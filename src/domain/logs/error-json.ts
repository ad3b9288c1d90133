/** Exceptions in JSON: of Lambda's runtimes, of Powertools, and of the usual loggers. */
import { isObject, type JsonObject, textAt } from './log-json.ts';
import type { LogError } from './log-line.ts';

/** Frames beyond are left out. */
const MOST_FRAMES = 200;

/**
 * The exception a JSON line tells; null when it tells none.
 *
 * @param isProblem the line is at level error or worse, so that its message alone is an error too
 */
export function errorFromJson(json: JsonObject, isProblem: boolean): LogError | null {
  return fromRuntime(json) ?? fromObject(json) ?? fromFields(json) ?? (isProblem ? fromMessage(json) : null);
}

/** `errorType`, `errorMessage`, `stackTrace`: Lambda's runtimes, at the top or as Node.js's `message`. */
function fromRuntime(json: JsonObject): LogError | null {
  const inner = isObject(json.message) ? json.message : json;
  const type = textAt(inner, 'errorType');
  const message = textAt(inner, 'errorMessage');
  if (type === null && message === null) return null;
  return errorWith(type, message ?? '', inner.stackTrace ?? inner.stack ?? inner.trace);
}

/** `error`, `err`, `exception`, `thrown`: Powertools for TypeScript, pino, bunyan, ECS, log4j. */
function fromObject(json: JsonObject): LogError | null {
  for (const key of ['error', 'err', 'exception', 'thrown', 'exc_info']) {
    const value = json[key];
    if (!isObject(value)) continue;
    const type = textAt(value, 'type', 'name', 'class', 'errorType', 'code');
    const message = textAt(value, 'message', 'errorMessage', 'value');
    if (type === null && message === null) continue;
    const stack = value.stack ?? value.stack_trace ?? value.stackTrace ?? value.extendedStackTrace;
    return errorWith(type, message ?? '', stack);
  }
  return null;
}

/** A trace as text under a key of its own: Powertools for Python, structlog, logback, Serilog, ECS with dots. */
function fromFields(json: JsonObject): LogError | null {
  const trace = textAt(json, 'exception', 'exc_info', 'stack_trace', 'stackTrace', 'error.stack_trace', '@x');
  const named = textAt(json, 'exception_name', 'error.type', 'exceptionName');
  if (trace === null && named === null) return null;
  const rows = rowsOfTrace(trace ?? '');
  const told = typeAndMessage(lastException(rows) ?? '');
  const message = textAt(json, 'error.message', 'exceptionMessage') ?? told?.message ?? messageIn(json) ?? '';
  return errorWith(named ?? told?.type ?? null, message, rows);
}

function fromMessage(json: JsonObject): LogError | null {
  const message = messageIn(json) ?? textAt(json, 'error', 'err');
  return message === null ? null : (typeAndMessage(message) ?? { type: null, message, stack: [] });
}

function messageIn(json: JsonObject): string | null {
  return textAt(json, 'message', 'msg', 'Message', 'event', '@m', '@mt');
}

/** Python puts the exception last, everybody else first. */
function lastException(rows: readonly string[]): string | undefined {
  const isPython = rows[0]?.startsWith('Traceback') === true;
  return isPython ? rows.at(-1) : rows[0];
}

function errorWith(type: string | null, message: string, stack: unknown): LogError {
  return { type, message, stack: framesOf(stack, type) };
}

/** Frames of any make as rows, without the exception itself in front of them. */
function framesOf(stack: unknown, type: string | null): string[] {
  const rows = Array.isArray(stack)
    ? stack
        .slice(0, MOST_FRAMES)
        .flatMap((frame) => (typeof frame === 'string' ? rowsOfTrace(frame) : [frameOf(frame)]))
    : typeof stack === 'string'
      ? rowsOfTrace(stack)
      : [];
  const [first] = rows;
  const repeats = first !== undefined && type !== null && first.startsWith(type);
  return (repeats ? rows.slice(1) : rows).filter((row) => row !== '').slice(0, MOST_FRAMES);
}

/** Go: `{path, line, label}`; Powertools for Python: `{file, line, function, statement}`. */
function frameOf(frame: unknown): string {
  if (!isObject(frame)) return '';
  const place = textAt(frame, 'path', 'file', 'fileName', 'filename');
  const call = textAt(frame, 'label', 'function', 'method', 'methodName');
  const line = typeof frame.line === 'number' ? `:${frame.line}` : '';
  return [call, place === null ? null : `(${place}${line})`].filter((part) => part !== null).join(' ');
}

/** The rows of a printed trace, without the blanks around them. */
export function rowsOfTrace(trace: string): string[] {
  return trace
    .split(/\r\n|\r|\n/, MOST_FRAMES + 2)
    .map((row) => row.trim())
    .filter((row) => row !== '');
}

/** `java.lang.X: text`, `ValueError: text`, `Error [ERR_X]: text`, `Function<NoMethodError>: text`. */
const TYPE =
  /^(?:Uncaught |Unhandled exception[.:] )?((?:[A-Za-z_$][\w$]{0,80}(?:\.|::)){0,12}[A-Za-z_$][\w$]{0,80}(?:<[\w:.]{1,80}>)?)(?: \[\w{1,60}\])?: ?(.*)$/s;

/** How types of exceptions are called: not every word before a colon is one. */
const TYPE_NAME =
  /(?:Error|Exception|Exit|Interrupt|Fault|Failure|Timeout|Warning)>?$|[a-z][\w$]*\.[\w.$]*[A-Z][\w$]*$|^Runtime\./;

/** A type and its message in `type: message`; null when the text has no such beginning. */
export function typeAndMessage(text: string): LogError | null {
  const [, type, message = ''] = TYPE.exec(text) ?? [];
  return type !== undefined && TYPE_NAME.test(type) ? { type, message: message.trim(), stack: [] } : null;
}
