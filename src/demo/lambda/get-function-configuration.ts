import type { Operation } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { configurationOf, findFunction, type Resolved, resolveQualifier } from './function-reference.ts';
import { stateAt } from './function-state.ts';

/** One version's configuration with its state; neither tags nor concurrency. */
export const getFunctionConfiguration: Operation = (call) =>
  fullConfiguration(call.world, resolveQualifier(findFunction(call, 'GetFunctionConfiguration')));

/** The configuration with the members that lists leave out. */
export function fullConfiguration(world: World, resolved: Resolved) {
  const state = stateAt(resolved.target, resolved.version, world.clock.now());
  return { ...configurationOf(resolved), ...state };
}
