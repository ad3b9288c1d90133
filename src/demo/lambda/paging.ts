import { constraintViolation } from '../wire/errors.ts';
import { readInteger, readText } from '../wire/input.ts';
import { type Page, pageOf } from '../wire/paging.ts';
import type { Call } from '../wire/service.ts';
import { invalidParameterValue } from './errors.ts';

/**
 * A page by `Marker` and `MaxItems` as Lambda's list operations give it: never more than `largest`,
 * whatever was asked. `accepted` is the model's own maximum for `MaxItems`.
 */
export function lambdaPage<T>(
  call: Call,
  list: readonly T[],
  operation: string,
  largest: number,
  accepted = 10_000,
): Page<T> {
  const asked = readInteger(call.input, 'MaxItems') ?? largest;
  if (asked < 1) {
    throw constraintViolation(String(asked), 'maxItems', 'Member must have value greater than or equal to 1');
  }
  if (asked > accepted) {
    throw constraintViolation(
      String(asked),
      'maxItems',
      `Member must have value less than or equal to ${accepted}`,
    );
  }
  const page = pageOf(list, readText(call.input, 'Marker'), Math.min(asked, largest), operation);
  if (page === undefined)
    throw invalidParameterValue('Invalid Marker: the value is not one this operation returned.');
  return page;
}
