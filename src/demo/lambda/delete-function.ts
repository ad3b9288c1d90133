import type { Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { functionNotFound, invalidParameterValue, resourceConflict } from './errors.ts';
import { findFunction } from './function-reference.ts';
import { withdrawProvisioned } from './provisioned-concurrency.ts';

/** Deletes a function, or with a qualifier one version that no alias needs. A version that is not there is gone. */
export const deleteFunction: Operation = (call) => {
  const { target, qualifier } = findFunction(call, 'DeleteFunction', functionNotFound);
  if (qualifier === undefined) {
    call.world.removeFunction(target);
    return {};
  }
  if (qualifier === '$LATEST') {
    throw invalidParameterValue('$LATEST version cannot be deleted without deleting the function.');
  }
  if (!/^\d+$/.test(qualifier)) {
    throw invalidParameterValue('Deletion of aliases is not currently supported.');
  }
  refuseReferenced(target, qualifier);
  target.versions.delete(qualifier);
  withdrawProvisioned(target, qualifier, call.world.clock.now());
  return {};
};

/** An alias needs a version also when it gives it a weight, 0 included. */
function refuseReferenced(target: LambdaFunction, version: string): void {
  const aliases = [...target.aliases.values()].filter(({ routing }) => {
    const { version: primary, additionalWeights } = routing.current;
    return primary === version || Object.hasOwn(additionalWeights, version);
  });
  if (aliases.length === 0) return;
  const names = aliases.map((alias) => alias.name).join(', ');
  throw resourceConflict(`Unable to delete version because the following aliases reference it: [${names}]`);
}
