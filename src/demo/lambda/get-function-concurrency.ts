import type { Operation } from '../wire/service.ts';
import { findFunction, refuseQualifier } from './function-reference.ts';

/** Reserved concurrency: an empty object when unset, 0 when killed (facts, section 1). */
export const getFunctionConcurrency: Operation = (call) => {
  const reference = findFunction(call, 'GetFunctionConcurrency');
  refuseQualifier(reference);
  const reserved = reference.target.reservedConcurrency.current;
  return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
};
