import { ServiceError } from '../wire/errors.ts';
import type { Input } from '../wire/service.ts';

const SPECIAL = ['NaN', 'Infinity', '-Infinity'];

/** A number, or undefined when absent; the query protocol carries it as text, JSON so only NaN and infinities. */
export function readNumber(input: Input, name: string): number | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : asNumber(value, name);
}

/** A list of numbers; empty when absent. */
export function readNumbers(input: Input, name: string): number[] {
  const value = input[name];
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) throw wrongType(name, 'list');
  return value.map((each) => asNumber(each, name));
}

function asNumber(value: unknown, name: string): number {
  const number = typeof value === 'number' ? value : Number(value);
  const isText =
    typeof value === 'string' && value !== '' && (!Number.isNaN(number) || SPECIAL.includes(value));
  if (typeof value === 'number' || typeof value === 'bigint' || isText) return number;
  throw wrongType(name, 'double');
}

function wrongType(name: string, wanted: string): ServiceError {
  return new ServiceError('SerializationException', `Value for '${name}' is not a valid ${wanted}`);
}
