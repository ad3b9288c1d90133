/** `lambdatop dlq`: lists dead-letter queues, or does something with one (`dlq peek QUEUE`). */
import { AppError } from '../domain/app-error.ts';
import { didYouMean } from '../domain/nearest.ts';
import type { Command } from './context.ts';

/**
 * What can be done with a queue, by its word. Each is a command that finds the queue as the first of its words and
 * is loaded when it is asked for. A function of such a name is listed by its ARN.
 */
const SUBCOMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  peek: async () => (await import('./dlq/peek.ts')).peek,
  export: async () => (await import('./dlq/export.ts')).exportLetters,
  import: async () => (await import('./dlq/import.ts')).importLetters,
  redrive: async () => (await import('./dlq/redrive.ts')).redrive,
  delete: async () => (await import('./dlq/delete.ts')).deleteLetters,
  tasks: async () => (await import('./dlq/tasks.ts')).tasks,
  retain: async () => (await import('./dlq/retain.ts')).retain,
  cancel: async () => (await import('./dlq/tasks.ts')).cancel,
};

/** Lists, or hands over to the subcommand that is named. */
export const dlq: Command = async (invocation, context) => {
  const [first, second] = invocation.words;
  const load = first === undefined || !Object.hasOwn(SUBCOMMANDS, first) ? undefined : SUBCOMMANDS[first];
  if (load) {
    if (second === undefined)
      throw usage(`lambdatop dlq ${first} needs ${first === 'import' ? 'FILE' : 'QUEUE'}.`, [
        `lambdatop dlq lists queues`,
      ]);
    const command = await load();
    return command({ ...invocation, words: invocation.words.slice(1) }, context);
  }
  if (second !== undefined) {
    throw usage(`Unknown subcommand: dlq ${first}.`, didYouMean(first ?? '', Object.keys(SUBCOMMANDS)));
  }
  const { list } = await import('./dlq/list.ts');
  return list(invocation, context);
};

function usage(message: string, next: readonly string[]): AppError {
  return new AppError('usage', message, { next: [...next, 'lambdatop dlq --help'] });
}
