/**
 * The last complete list of functions per account, region and endpoint, so that the next start paints at once.
 * What is read back is only ever shown as stale until AWS has confirmed it.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LambdaFunction } from '../domain/lambda-function.ts';
import { replaceFile } from './replace-file.ts';
import type { StateDir, StateScope } from './state-dir.ts';

/** A list as it was kept. */
export interface CachedInventory {
  readonly account: string;
  readonly functions: readonly LambdaFunction[];
  /** When AWS gave it, ms since the epoch. */
  readonly at: number;
}

/** How a scope is recognised before its account is known: by profile (null = the environment), region, endpoint. */
export interface CacheKey {
  readonly profile: string | null;
  readonly region: string;
  readonly endpoint: string | null;
}

/** Reads and writes the lists. Neither ever throws: a cache that fails costs a second, not the console. */
export interface InventoryCache {
  read(key: CacheKey): Promise<CachedInventory | null>;
  write(key: CacheKey, inventory: CachedInventory): Promise<void>;
}

/** Format of the files; another number is not read. */
const FORMAT = 2;

/** The cache in the state directory. `onError` hears what went wrong. */
export function createInventoryCache(stateDir: StateDir, onError: (error: unknown) => void): InventoryCache {
  const pointerFile = (key: CacheKey): string =>
    path.join(stateDir.root, `${pointerName(key)}.last-account.json`);
  const listFile = (scope: StateScope): string => path.join(stateDir.forScope(scope), 'inventory.json');

  return {
    async read(key) {
      try {
        const { account } = JSON.parse(await readFile(pointerFile(key), 'utf8')) as { account: string };
        const text = await readFile(
          listFile({ account, region: key.region, endpoint: key.endpoint }),
          'utf8',
        );
        const { format, ...kept } = JSON.parse(text) as CachedInventory & { format: number };
        return format === FORMAT && kept.account === account && isUsable(kept) ? kept : null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onError(error);
        return null;
      }
    },
    async write(key, inventory) {
      try {
        stateDir.ensure();
        const scope = { account: inventory.account, region: key.region, endpoint: key.endpoint };
        await replaceFile(listFile(scope), JSON.stringify({ format: FORMAT, ...inventory }));
        await replaceFile(pointerFile(key), JSON.stringify({ account: inventory.account }));
      } catch (error) {
        onError(error);
      }
    },
  };
}

/** Whether the rows of a file that anything may have happened to can be drawn. */
function isUsable({ functions, at }: CachedInventory): boolean {
  return (
    typeof at === 'number' &&
    Array.isArray(functions) &&
    functions.every((one) => typeof one?.name === 'string' && typeof one.arn === 'string')
  );
}

function pointerName({ profile, region, endpoint }: CacheKey): string {
  return [profile === null ? 'environment' : `profile-${profile}`, region, endpoint ?? 'aws']
    .map(encodeURIComponent)
    .join('_');
}
