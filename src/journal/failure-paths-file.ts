/**
 * Where the failed events of each function went when it was last asked, kept for the next start: asking costs a call for
 * each function, half an hour in an account with ten thousand. Names and ARNs only.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FailurePath } from '../domain/invokers.ts';
import { replaceFile } from './replace-file.ts';

/** What a function answered, and when, ms since the epoch. */
export interface KeptFailurePaths {
  readonly at: number;
  readonly paths: readonly FailurePath[];
}

const FILE = 'failure-destinations.json';

/** Format of the file; another number is not read. */
const FORMAT = 1;

/** By function name, what was kept in a scope's directory; empty when nothing was, or when the file is damaged. */
export async function readFailurePaths(directory: string): Promise<ReadonlyMap<string, KeptFailurePaths>> {
  try {
    const kept: unknown = JSON.parse(await readFile(path.join(directory, FILE), 'utf8'));
    const { format, functions } = kept as { readonly format?: unknown; readonly functions?: unknown };
    if (format !== FORMAT || typeof functions !== 'object' || functions === null) return new Map();
    return new Map(
      Object.entries(functions).filter((entry): entry is [string, KeptFailurePaths] => isUsable(entry[1])),
    );
  } catch {
    return new Map();
  }
}

/** Keeps them; another lambdatop that writes at the same moment wins or loses whole. Rejects as the file system does. */
export async function writeFailurePaths(
  directory: string,
  functions: ReadonlyMap<string, KeptFailurePaths>,
): Promise<void> {
  const kept = [...functions].map(([name, { at, paths }]) => [name, { at, paths }]);
  await replaceFile(
    path.join(directory, FILE),
    JSON.stringify({ format: FORMAT, functions: Object.fromEntries(kept) }),
  );
}

/** Anything may have happened to the file. */
function isUsable(value: unknown): boolean {
  const { at, paths } = (value ?? {}) as Partial<KeptFailurePaths>;
  return (
    typeof at === 'number' &&
    Array.isArray(paths) &&
    paths.every(
      ({ qualifier, onFailureArn }: FailurePath) =>
        typeof qualifier === 'string' && (onFailureArn === null || typeof onFailureArn === 'string'),
    )
  );
}
