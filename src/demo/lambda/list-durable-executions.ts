import type { Operation } from '../wire/service.ts';
import { findFunction, resolveQualifier } from './function-reference.ts';

/** No function of this account is durable, so none has executions. */
export const listDurableExecutionsByFunction: Operation = (call) => {
  resolveQualifier(findFunction(call, 'ListDurableExecutionsByFunction'));
  return { DurableExecutions: [] };
};
