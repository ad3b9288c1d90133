/** Changes of functions that are named on the command line. */
import type { ChangeRequest } from '../../operations/requests.ts';
import type { CommandContext } from '../context.ts';
import type { Invocation } from '../parse.ts';
import { runChange } from './run.ts';
import { functionTargets } from './targets.ts';

/**
 * Does the same to every function that the words name; resolves with the exit code.
 *
 * @param requestFor the change of one function, by name
 */
export function changeFunctions(
  words: readonly string[],
  requestFor: (name: string) => ChangeRequest,
  invocation: Invocation,
  context: CommandContext,
): Promise<number> {
  const order = async () => {
    const { names, ...rest } = await functionTargets(words, invocation.command ?? '', context.input);
    const subjects = names.map(({ name }) => ({ label: name, request: requestFor(name) }));
    return { ...rest, names, subjects };
  };
  return runChange(order, invocation, context);
}
