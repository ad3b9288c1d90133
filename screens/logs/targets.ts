/** What a person named, as targets of a tail. */
import { type AppError, toAppError } from '../../src/domain/app-error.ts';
import { parseFunctionName } from '../../src/domain/function-name.ts';
import type { LogTarget } from '../../src/domain/logs/log-target.ts';

/** The functions that were named, each once, and what is wrong with the first word that names none. */
export interface NamedTargets {
  readonly targets: readonly LogTarget[];
  readonly problem: AppError | null;
}

/** Targets named as `orders`, `orders:live` or by ARN, several with blanks or commas between them. */
export function targetsFrom(words: readonly string[]): NamedTargets {
  const names = new Set(words.flatMap((word) => word.split(/[\s,]+/)).filter((name) => name !== ''));
  const targets = new Map<string, LogTarget>();
  let problem: AppError | null = null;
  for (const word of names) {
    try {
      const { name, qualifier } = parseFunctionName(word);
      targets.set(`${name}:${qualifier}`, { functionName: name, qualifier });
    } catch (thrown) {
      problem ??= toAppError(thrown);
    }
  }
  return { targets: [...targets.values()], problem };
}
