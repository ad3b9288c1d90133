import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { findFunction } from './function-reference.ts';

/** Removes an alias with what hangs on it. One that is not there is gone already: no error. */
export const deleteAlias: Operation = (call) => {
  const { target } = findFunction(call, 'DeleteAlias');
  const name = readText(call.input, 'Name') ?? '';
  const alias = target.aliases.get(name);
  if (alias === undefined) return {};
  target.aliases.delete(name);
  target.formerAliases.push({ alias, until: call.world.clock.now() });
  target.provisioned = target.provisioned.filter((each) => each.qualifier !== name);
  return {};
};
