/** All a line says, row by row: also the trace that a runtime printed as JSON, on one row. */
import { rowsOf } from '../../../src/domain/logs/line-text.ts';
import { errorOf } from '../../../src/domain/logs/log-error.ts';
import { type JsonObject, jsonOf, parseObject } from '../../../src/domain/logs/log-json.ts';
import type { LogError, LogLine } from '../../../src/domain/logs/log-line.ts';
import { sanitise } from '../../../src/domain/text.ts';
import { hasObject } from './folded-row.ts';
import { foldJson, prettyRows } from './json-text.ts';
import { systemText } from './system-text.ts';

/** The rows, sanitised; Lambda's own lines in our words. */
export function wholeRows(line: LogLine): string[] {
  const system = systemText(line);
  return system === null ? (unfoldedError(line) ?? rowsOf(line)) : [system];
}

/** An error whose frames stand in JSON; null for every other line. */
function unfoldedError(line: LogLine): string[] | null {
  if (!line.isProblem || !hasObject(line)) return null;
  const error = errorOf(line);
  if (error === null || error.stack.length === 0) return null;
  const json = jsonOf(line);
  if (json !== null) return prettyRows(json);
  const { message } = line.event;
  const embedded = parseObject(message.slice(message.indexOf('{', line.bodyAt)).trim());
  return embedded === null ? null : errorRows(error, embedded);
}

/** What of the object stands in the rows of its error. */
const TOLD: ReadonlySet<string> = new Set(['errorType', 'errorMessage', 'stack', 'stackTrace', 'trace']);

/** The error as it would be printed, and below it what else was known of it. */
function errorRows({ type, message, stack }: LogError, json: JsonObject): string[] {
  const said = `${type === null ? '' : `${type}: `}${message}`.split(/\r\n|\r|\n/).map(sanitise);
  const others = foldJson(Object.fromEntries(Object.entries(json).filter(([key]) => !TOLD.has(key))));
  const rest = [others.message, ...others.fields].filter((text) => text !== '').join(' ');
  return [...said, ...stack.map((frame) => `    ${sanitise(frame)}`), ...(rest === '' ? [] : [rest])];
}
