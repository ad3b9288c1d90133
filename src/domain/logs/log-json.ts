/** The JSON in log lines. Parsed when asked, each time anew: keep what you draw, never what you have. */
import type { LogLine, PowertoolsFields } from './log-line.ts';

/** An object of parsed JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object a text is as JSON; null when it is none, or no JSON. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The first of some keys that holds a text with something in it. */
export function textAt(value: JsonObject, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = value[key];
    if (typeof text === 'string' && text !== '') return text;
  }
  return null;
}

/** The number a key holds; null when it holds none. */
export function numberAt(value: JsonObject, key: string): number | null {
  const number = value[key];
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

const BRACE = 0x7b;

/** The object a line consists of, behind what its logger put first; null when it is no JSON. */
export function jsonOf({ event, bodyAt }: LogLine): JsonObject | null {
  const { message } = event;
  return message.charCodeAt(bodyAt) === BRACE ? parseObject(message.slice(bodyAt)) : null;
}

/** What Powertools for AWS Lambda tells in a line (as of Python, TypeScript, Java and .NET); null when it did not write it. */
export function powertoolsOf(json: JsonObject): PowertoolsFields | null {
  const functionRequestId = textAt(json, 'function_request_id', 'functionRequestId');
  const isCold = json.cold_start ?? json.coldStart;
  const service = textAt(json, 'service');
  if (functionRequestId === null && typeof isCold !== 'boolean') return null;
  return {
    service,
    correlationId: textAt(json, 'correlation_id', 'correlationId'),
    coldStart: typeof isCold === 'boolean' ? isCold : null,
    xrayTraceId: textAt(json, 'xray_trace_id', 'xrayTraceId'),
    functionRequestId,
  };
}
