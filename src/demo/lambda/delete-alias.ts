import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { findFunction } from './function-reference.ts';
import { withdrawProvisioned } from './provisioned-concurrency.ts';

/** Removes an alias with what hangs on it. One that is not there is gone already: no error. */
export const deleteAlias: Operation = (call) => {
  const { target } = findFunction(call, 'DeleteAlias');
  const name = readText(call.input, 'Name') ?? '';
  const alias = target.aliases.get(name);
  if (alias === undefined) return {};
  const now = call.world.clock.now();
  target.aliases.delete(name);
  target.formerAliases.push({ alias, until: now });
  withdrawProvisioned(target, name, now);
  return {};
};
