/** `lambdatop undo`: takes one journal entry back. */
import { runChange } from './changes/run.ts';
import type { Command } from './context.ts';

/** Takes back the entry named by its id or the beginning of it. */
export const undo: Command = async (invocation, context) => {
  const [entry = ''] = invocation.words;
  const subjects = [{ label: entry, request: { operation: 'undo' as const, entry } }];
  return runChange(
    async () => ({ subjects, names: [], several: false, fromStdin: false }),
    invocation,
    context,
  );
};
