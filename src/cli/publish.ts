/** `lambdatop publish`: makes a version of $LATEST. */
import { changeFunctions } from './changes/functions.ts';
import type { Command } from './context.ts';

/** Publishes a version of FUNCTION; one that has not changed since its newest version keeps that one. */
export const publish: Command = async (invocation, context) =>
  changeFunctions(
    invocation.words,
    (name) => ({ operation: 'publish' as const, function: name }),
    invocation,
    context,
  );
