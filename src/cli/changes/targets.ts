/** Which functions a change is for: the words of the command line, and with `-` the lines of stdin. */
import { AppError } from '../../domain/app-error.ts';
import { type FunctionName, parseFunctionName } from '../../domain/function-name.ts';
import type { Input } from '../input.ts';

/** A word that stands for stdin. */
const STDIN = '-';

/** The functions named. */
export interface FunctionTargets {
  /** Each once, in the order in which they were named. */
  readonly names: readonly FunctionName[];
  /** Several were or may have been named: the answer is a list, however many there are. */
  readonly several: boolean;
  /** Stdin was read, so that nobody can be asked there. */
  readonly fromStdin: boolean;
}

/**
 * Reads the targets.
 *
 * @param command for the errors
 * @throws AppError `usage` for what is no function's name, and for an alias or version: what is changed here
 * belongs to the whole function
 */
export async function functionTargets(
  words: readonly string[],
  command: string,
  input: Input,
): Promise<FunctionTargets> {
  const fromStdin = words.includes(STDIN);
  const lines = fromStdin ? await input.lines() : [];
  const texts = words.flatMap((word) => (word === STDIN ? lines : [word]));
  if (texts.length === 0) {
    throw new AppError('usage', 'Standard input names no function.', {
      next: [`a name or ARN a line, as in: printf 'orders\\n' | lambdatop ${command} - --yes`],
    });
  }
  const names = new Map<string, FunctionName>();
  for (const text of texts) {
    const name = parseFunctionName(text);
    if (name.qualifier !== null) throw qualified(name, command);
    names.set(`${name.account} ${name.region} ${name.name}`, name);
  }
  return { names: [...names.values()], several: words.length > 1 || fromStdin, fromStdin };
}

function qualified({ name, qualifier }: FunctionName, command: string): AppError {
  const what = qualifier !== null && /^(\d+|\$LATEST)$/.test(qualifier) ? 'a version' : 'an alias';
  const ways: Readonly<Record<string, string>> = {
    kill: `stop all of it: lambdatop kill ${name}`,
    restore: `bring all of it back: lambdatop restore ${name}`,
    reserve: `for all of it: lambdatop reserve ${name} N`,
  };
  return new AppError(
    'usage',
    `${name}:${qualifier} is ${what}, and lambdatop ${command} acts on the whole function: AWS keeps reserved concurrency per function only.`,
    { next: [ways[command] ?? `lambdatop ${command} ${name}`] },
  );
}
