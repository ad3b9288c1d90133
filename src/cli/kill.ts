/** `lambdatop kill`: stops functions by reserved concurrency 0, and turns their triggers off. */
import { changeFunctions } from './changes/functions.ts';
import { oneOf } from './changes/options.ts';
import type { Command } from './context.ts';

/** Stops the functions named. */
export const kill: Command = async (invocation, context) => {
  const options = {
    triggers: oneOf(invocation, 'triggers', ['sqs', 'all', 'none']) ?? 'sqs',
    removeProvisioned: invocation.options['remove-provisioned'] === true,
  } as const;
  const requestFor = (name: string) => ({ operation: 'kill' as const, function: name, options });
  return changeFunctions(invocation.words, requestFor, invocation, context);
};
