import { ServiceError } from './errors.ts';
import type { Input } from './service.ts';
import { Timestamp } from './timestamp.ts';

/** A value of the wrong type, as AWS's deserialisers report it. */
function wrongType(name: string, wanted: string): ServiceError {
  return new ServiceError('SerializationException', `Value for '${name}' is not a valid ${wanted}`);
}

/** A text member, or undefined when absent. */
export function readText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(name, 'string');
  return value;
}

/** A whole number, or undefined when absent; query strings and the query protocol carry it as text. */
export function readInteger(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number =
    typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType(name, 'integer');
  return number;
}

/** A flag, or undefined when absent. */
export function readBoolean(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw wrongType(name, 'boolean');
}

/** An instant in ms: epoch seconds (JSON), a `Timestamp` (CBOR) or ISO text (query); undefined when absent. */
export function readTimestamp(input: Input, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (value instanceof Timestamp) return value.milliseconds;
  if (typeof value === 'number') return value * 1000;
  const parsed = typeof value === 'string' ? parseInstant(value) : Number.NaN;
  if (Number.isNaN(parsed)) throw wrongType(name, 'timestamp');
  return parsed;
}

function parseInstant(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** A structure; empty when absent. */
export function readRecord(input: Input, name: string): Input {
  const value = input[name];
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw wrongType(name, 'structure');
  return value;
}

/** A list of structures; empty when absent. */
export function readRecords(input: Input, name: string): Input[] {
  return readList(input, name).map((value) => {
    if (!isRecord(value)) throw wrongType(name, 'structure');
    return value;
  });
}

/** A list of text; empty when absent. */
export function readTexts(input: Input, name: string): string[] {
  return readList(input, name).map((value) => {
    if (typeof value !== 'string') throw wrongType(name, 'string');
    return value;
  });
}

function readList(input: Input, name: string): unknown[] {
  const value = input[name];
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) throw wrongType(name, 'list');
  return value;
}

/** Whether a decoded value is a structure. */
export function isRecord(value: unknown): value is Input {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Timestamp)
  );
}
