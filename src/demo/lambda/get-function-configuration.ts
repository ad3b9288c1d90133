import type { Operation } from '../wire/service.ts';
import { configurationOf, findFunction, type Resolved, resolveQualifier } from './function-reference.ts';

/** One version's configuration with its state; neither tags nor concurrency. */
export const getFunctionConfiguration: Operation = (call) =>
  fullConfiguration(resolveQualifier(findFunction(call, 'GetFunctionConfiguration')));

/** The configuration with the members that lists leave out. */
export function fullConfiguration(resolved: Resolved) {
  return { ...configurationOf(resolved), ...resolved.target.state };
}
