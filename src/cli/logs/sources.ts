/** Where the functions' logs are that the command line names. */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { LogTarget } from '../../domain/logs/log-target.ts';
import { findSource, type LogSource, targetName, targetsByFunction } from '../../feeds/logs/log-source.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { type Output, wordsOf } from '../output.ts';
import { NO_GROUP } from './notices.ts';

/** The sources, and whether all that were named could be looked for. */
export interface FoundSources {
  readonly sources: readonly LogSource[];
  readonly complete: boolean;
}

/**
 * Looks for them; says on stderr which have no logs yet and which cannot be read.
 *
 * @throws AppError when none can be read
 */
export async function findSources(
  targets: readonly LogTarget[],
  gateway: LogsGateway,
  output: Output,
  signal: AbortSignal,
): Promise<FoundSources> {
  const errors: AppError[] = [];
  const asked = targetsByFunction(targets);
  const found = await Promise.all(
    asked.map(async (target) => {
      const source = await findSource(gateway, target, signal).catch(
        (thrown): AppError => toAppError(thrown),
      );
      return { target, source };
    }),
  );
  const sources = found.flatMap(({ target, source }) => {
    if (source instanceof Error) errors.push(source);
    else if (source === null) output.say(`lambdatop: ${targetName(target)}: ${NO_GROUP}`);
    else return [source];
    return [];
  });
  const [first] = errors;
  if (first && errors.length === asked.length) throw first;
  for (const error of errors) output.say(...wordsOf(error));
  return { sources, complete: errors.length === 0 };
}
