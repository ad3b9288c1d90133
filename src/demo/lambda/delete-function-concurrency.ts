import type { Operation } from '../wire/service.ts';
import { findFunction, refuseQualifier } from './function-reference.ts';
import { refuseWhileUpdating } from './function-state.ts';

/** Gives a function's reserved concurrency back to the account, from now on. */
export const deleteFunctionConcurrency: Operation = (call) => {
  const reference = findFunction(call, 'DeleteFunctionConcurrency');
  refuseQualifier(reference);
  const now = call.world.clock.now();
  refuseWhileUpdating(reference.target, now);
  reference.target.reservedConcurrency.set(undefined, now);
  call.world.onSettingsChanged(reference.target, now);
  return {};
};
