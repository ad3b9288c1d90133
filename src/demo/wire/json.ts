import { ServiceError } from './errors.ts';
import { isRecord } from './input.ts';
import { type Input, type Output, ReadyJson } from './service.ts';

/** Reads a JSON body; an empty one is a call without parameters. */
export function parseJsonBody(body: Buffer): Input {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not valid JSON');
  }
  if (!isRecord(value))
    throw new ServiceError('SerializationException', 'Start of structure or map found where not expected.');
  return value;
}

/** The JSON text of an output; `Timestamp` writes itself as epoch seconds. */
export function outputJson(output: Output): string {
  return output instanceof ReadyJson ? output.text : JSON.stringify(output);
}
