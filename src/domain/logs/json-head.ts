/**
 * Level and request id of a JSON line without parsing it: only the keys of the outermost object are looked at,
 * values are stepped over. A flood of JSON lines is read at the pace of plain ones so.
 */
import { levelOfNumber, levelOfWord } from './levels.ts';
import type { LogLevel } from './log-line.ts';
import { isUuidAt } from './system-head.ts';

/** What the keys of a JSON line tell. */
export interface JsonHead {
  readonly level: LogLevel | null;
  readonly requestId: string | null;
  /** The request id stood under a name that means Lambda's; `requestId` alone may also be API Gateway's. */
  readonly isSure: boolean;
  /** It names the type or the message of an error at its top. */
  readonly namesError: boolean;
}

type Role = 'level' | 'request' | 'sure-request' | 'error';

const ROLE_OF_KEY: ReadonlyMap<string, Role> = new Map([
  ['level', 'level'],
  ['Level', 'level'],
  ['LEVEL', 'level'],
  ['severity', 'level'],
  ['log_level', 'level'],
  ['log.level', 'level'],
  ['levelname', 'level'],
  ['LogLevel', 'level'],
  ['lvl', 'level'],
  ['@l', 'level'],
  ['requestId', 'request'],
  ['request_id', 'request'],
  ['RequestId', 'request'],
  ['AWSRequestId', 'sure-request'],
  ['awsRequestId', 'sure-request'],
  ['AwsRequestId', 'sure-request'],
  ['aws_request_id', 'sure-request'],
  ['function_request_id', 'sure-request'],
  ['lambdaRequestId', 'sure-request'],
  ['faas.invocation_id', 'sure-request'],
  ['errorType', 'error'],
  ['errorMessage', 'error'],
]);

/** Keys are looked at up to here, characters; what a logger adds itself comes first or follows a message. */
const LOOK_INTO = 32_768;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads the keys of the object that begins at `start` of a text. Never throws: what is no JSON tells nothing. */
export function readJsonHead(text: string, start: number): JsonHead {
  const end = Math.min(text.length, start + LOOK_INTO);
  let level: LogLevel | null = null;
  let requestId: string | null = null;
  let isSure = false;
  let namesError = false;
  let at = start + 1;
  while (at < end && (level === null || !isSure)) {
    const keyStart = text.indexOf('"', at);
    if (keyStart < 0 || keyStart >= end) break;
    const keyEnd = endOfString(text, keyStart);
    const colon = text.indexOf(':', keyEnd + 1);
    if (keyEnd < 0 || colon < 0) break;
    const valueStart = skipBlanks(text, colon + 1);
    const valueEnd = endOfValue(text, valueStart, end);
    const role = ROLE_OF_KEY.get(text.slice(keyStart + 1, keyEnd));
    if (role === 'level') level ??= levelIn(text, valueStart, valueEnd);
    else if (role === 'error') namesError ||= text.charCodeAt(valueStart) === QUOTE;
    else if (role !== undefined) {
      const id = idIn(text, valueStart, valueEnd);
      if (id !== null && (requestId === null || role === 'sure-request')) requestId = id;
      isSure ||= id !== null && role === 'sure-request';
    }
    at = valueEnd;
  }
  return { level, requestId, isSure, namesError };
}

/** Index of the quote that ends the string beginning at `start`; -1 when none does. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}

/** Index behind the value that begins at `start`; `end` when it does not end before. */
function endOfValue(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) {
    const last = endOfString(text, start);
    return last < 0 ? end : last + 1;
  }
  const isNested = first === 0x7b || first === 0x5b; // { [
  let depth = 0;
  for (let at = start; at < end; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const last = endOfString(text, at);
        if (last < 0) return end;
        at = last;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        if (depth <= 0) return isNested ? at + 1 : at;
        break;
      case 0x2c: // ,
        if (depth === 0) return at;
        break;
      default:
    }
  }
  return end;
}

function skipBlanks(text: string, at: number): number {
  while (text.charCodeAt(at) <= 0x20) at++;
  return at;
}

function stringIn(text: string, start: number, end: number): string | null {
  return text.charCodeAt(start) === QUOTE && end - start > 2 ? text.slice(start + 1, end - 1) : null;
}

/** Lambda's request ids are UUIDs; those of other services under the same name often are not. */
function idIn(text: string, start: number, end: number): string | null {
  const isUuid = text.charCodeAt(start) === QUOTE && end - start === 38 && isUuidAt(text, start + 1);
  return isUuid ? text.slice(start + 1, end - 1) : null;
}

function levelIn(text: string, start: number, end: number): LogLevel | null {
  const word = stringIn(text, start, end);
  return word === null ? levelOfNumber(Number(text.slice(start, end))) : levelOfWord(word);
}
