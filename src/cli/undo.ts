/** `lambdatop undo`: takes one journal entry back. */
import { AppError } from '../domain/app-error.ts';
import { runChange } from './changes/run.ts';
import type { Command } from './context.ts';

/** Takes back the entry named by its id or the beginning of it. */
export const undo: Command = async (invocation, context) => {
  const [entry = ''] = invocation.words;
  if (entry === '') {
    throw new AppError('usage', 'lambdatop undo needs the id of an entry, or the beginning of one.', {
      next: ['list them: lambdatop journal'],
    });
  }
  const subjects = [{ label: entry, request: { operation: 'undo' as const, entry } }];
  return runChange(
    async () => ({ subjects, names: [], several: false, fromStdin: false }),
    invocation,
    context,
  );
};
