/** JSON lines as they are drawn: folded onto one row, spread over many, or by their fields. */

import { drawable } from '../../../src/domain/logs/line-text.ts';
import { isObject, type JsonObject, textAt } from '../../../src/domain/logs/log-json.ts';

/** Where loggers put what a person wrote. */
const MESSAGE_KEYS = ['message', 'msg', 'Message', 'errorMessage', 'event', 'text'];

/** Keys whose values stand in columns of their own beside the text, or say nothing to a person. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  'time',
  'timestamp',
  'ts',
  '@timestamp',
  'level',
  'severity',
  'levelname',
  'requestId',
  'request_id',
  'AWSRequestId',
  'awsRequestId',
  'function_request_id',
  'function_arn',
  'function_memory_size',
  'function_name',
  'location',
  'thread',
  'threadId',
  'threadPriority',
  'loggerName',
  'logger',
  'sampling_rate',
  'xray_trace_id',
]);

/** So many characters of one value are drawn on a row. */
const MOST_VALUE = 200;
/** So many fields are drawn on a row. */
const MOST_FIELDS = 40;

/** A line's own words and what goes with them, sanitised. */
export interface FoldedJson {
  readonly message: string;
  /** `key=value`, in the order they were written. */
  readonly fields: readonly string[];
}

/** An object on one row. */
export function foldJson(json: JsonObject): FoldedJson {
  const nested = isObject(json.message) ? json.message : null;
  const message = textAt(json, ...MESSAGE_KEYS) ?? '';
  const rest = Object.entries(json).filter(
    ([key, value]) => !SHOWN_ELSEWHERE.has(key) && value !== message && value !== nested,
  );
  const fields = [...Object.entries(nested ?? {}), ...rest].slice(0, MOST_FIELDS);
  return {
    message: drawable(message),
    fields: fields.map(([key, value]) => `${drawable(key)}=${valueText(value)}`),
  };
}

/** A value on one row. Texts with blanks in them are quoted, so that one sees where they end. */
function valueText(value: unknown): string {
  const text = typeof value === 'string' && !/[\s"]/.test(value) ? value : JSON.stringify(value);
  return drawable((text ?? '').slice(0, MOST_VALUE));
}

/** The value of a field, sanitised; `order.id` reaches into objects. Empty when there is none. */
export function fieldText(json: JsonObject, field: string): string {
  const value = valueAt(json, field);
  if (value === undefined) return '';
  return drawable((typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_VALUE));
}

function valueAt(json: JsonObject, field: string): unknown {
  if (field in json) return json[field];
  return field.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), json);
}

/** The fields most of the objects have, most frequent first: what columns are worth showing. */
export function frequentFields(objects: readonly JsonObject[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const json of objects) {
    for (const [key, value] of Object.entries(json)) {
      const isPlain = !isObject(value) && !Array.isArray(value);
      if (!isPlain || SHOWN_ELSEWHERE.has(key) || MESSAGE_KEYS.includes(key)) continue;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([key]) => key);
}

/** The message of an object whose fields have columns of their own. */
export function messageText(json: JsonObject): string {
  return drawable(textAt(json, ...MESSAGE_KEYS) ?? '');
}

/** So many rows of one object are drawn. */
const MOST_ROWS = 500;

/** An object spread over rows, sanitised. */
export function prettyRows(json: JsonObject): string[] {
  const rows = JSON.stringify(json, null, 2).split('\n');
  const shown = rows.slice(0, MOST_ROWS).map((row) => drawable(row.slice(0, MOST_ROW)));
  if (rows.length > MOST_ROWS) shown.push(`↵ ${rows.length - MOST_ROWS} more rows`);
  return shown;
}

/** So many characters of one row are drawn. */
const MOST_ROW = 8_192;
