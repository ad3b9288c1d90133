/** `lambdatop reserve`: reserves concurrency for a function, or gives the reservation up. */
import { changeFunctions } from './changes/functions.ts';
import { reservation } from './changes/options.ts';
import type { Command } from './context.ts';

/** Reserves N, or none. */
export const reserve: Command = async (invocation, context) => {
  const [target = '', amount = ''] = invocation.words;
  const to = reservation(amount, 'reserve', target);
  const requestFor = (name: string) => ({ operation: 'reserve' as const, function: name, to });
  return changeFunctions([target], requestFor, invocation, context);
};
