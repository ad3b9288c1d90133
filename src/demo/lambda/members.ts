import { constraintViolation, ServiceError } from '../wire/errors.ts';
import { readInteger, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';

/** What the model says a text may be. */
export interface TextRule {
  pattern?: RegExp;
  /** The pattern as the model spells it, which the refusal quotes. */
  spelling?: string;
  largest?: number;
}

/**
 * A text member that keeps its model's rule, or undefined when absent. Throws ValidationException; `within` is
 * the path of the structure the member is in, as refusals write it (`destinationConfig.onFailure`).
 */
export function readRuledText(
  input: Input,
  name: string,
  rule: TextRule,
  within?: string,
): string | undefined {
  const text = readText(input, name);
  if (text === undefined) return undefined;
  if (rule.largest !== undefined && text.length > rule.largest) {
    throw violation(text, name, within, `Member must have length less than or equal to ${rule.largest}`);
  }
  if (rule.pattern !== undefined && !rule.pattern.test(text)) {
    throw violation(text, name, within, `Member must satisfy regular expression pattern: ${rule.spelling}`);
  }
  return text;
}

/** One of the model's enumerated values, or undefined when absent. Throws ValidationException. */
export function readChoice<const T extends string>(
  input: Input,
  name: string,
  choices: readonly T[],
  within?: string,
): T | undefined {
  const text = readText(input, name);
  const choice = choices.find((each) => each === text);
  if (text === undefined || choice !== undefined) return choice;
  throw violation(text, name, within, `Member must satisfy enum value set: [${choices.join(', ')}]`);
}

/** A whole number within the model's bounds, or undefined when absent. Throws ValidationException. */
export function readBounded(
  input: Input,
  name: string,
  least: number,
  largest: number,
  within?: string,
): number | undefined {
  const value = readInteger(input, name);
  if (value === undefined) return undefined;
  if (value < least) {
    throw violation(String(value), name, within, `Member must have value greater than or equal to ${least}`);
  }
  if (value > largest) {
    throw violation(String(value), name, within, `Member must have value less than or equal to ${largest}`);
  }
  return value;
}

/** What must be there. Throws ValidationException for undefined. */
export function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  );
}

function violation(value: string, name: string, within: string | undefined, constraint: string) {
  const member = lowerFirst(name);
  return constraintViolation(value, within === undefined ? member : `${within}.${member}`, constraint);
}

/** Refusals name members as the model does inside: `FunctionVersion` is `functionVersion`. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
