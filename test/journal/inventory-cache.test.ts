import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type CachedInventory,
  type CacheKey,
  createInventoryCache,
} from '../../src/journal/inventory-cache.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { functionNamed } from '../feeds/hand-made.ts';

const PRODUCTION: CacheKey = { profile: 'production', region: 'eu-west-1', endpoint: null };
const LIST: CachedInventory = {
  account: '123456789012',
  functions: [functionNamed('orders'), functionNamed('image', { runtime: null, lastModified: null })],
  at: Date.UTC(2026, 10, 21),
};

let root = '';
beforeEach(async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'lambdatop-cache-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  root = path.join(parent, 'state');
});

/** A cache as the next process opens it, and what went wrong in it. */
function open() {
  const errors: unknown[] = [];
  const cache = createInventoryCache(stateDirFrom(root, {}), (error) => errors.push(error));
  return { ...cache, errors };
}

/** All files below the state directory. */
async function files(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const listFile = async () => (await files()).find((file) => file.endsWith('inventory.json')) ?? 'missing';

/** Does something to the JSON of the kept list. */
async function damage(change: (kept: Record<string, unknown>) => unknown): Promise<void> {
  const file = await listFile();
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')))));
}

describe('the list of the last session', () => {
  it('is there at the next start', async () => {
    await open().write(PRODUCTION, LIST);
    const { read, errors } = open();
    expect(await read(PRODUCTION)).toEqual(LIST);
    expect(errors).toEqual([]);
  });

  it('is none before the first, and nothing is created by looking', async () => {
    const { read, errors } = open();
    expect(await read(PRODUCTION)).toBeNull();
    expect(errors).toEqual([]);
    await expect(stat(root)).rejects.toThrow('ENOENT');
  });

  it('is replaced by the next one', async () => {
    const { read, write } = open();
    await write(PRODUCTION, LIST);
    await write(PRODUCTION, { ...LIST, functions: [], at: LIST.at + 1 });
    expect(await read(PRODUCTION)).toEqual({ ...LIST, functions: [], at: LIST.at + 1 });
  });

  it.each<[string, Partial<CacheKey>]>([
    ['region', { region: 'eu-central-1' }],
    ['profile', { profile: 'staging' }],
    ['credentials from the environment', { profile: null }],
    ['endpoint', { endpoint: 'http://127.0.0.1:4566' }],
  ])('is not that of another %s', async (_what, change) => {
    const { read, write, errors } = open();
    await write(PRODUCTION, LIST);
    expect(await read({ ...PRODUCTION, ...change })).toBeNull();
    expect(errors).toEqual([]);
  });

  it('is that of the account the profile had last', async () => {
    const { read, write } = open();
    await write(PRODUCTION, LIST);
    await write(PRODUCTION, { ...LIST, account: '210987654321', functions: [] });
    expect(await read(PRODUCTION)).toMatchObject({ account: '210987654321', functions: [] });
  });

  it('can be read by its owner only', async () => {
    await open().write(PRODUCTION, LIST);
    for (const file of await files()) expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    expect((await stat(path.dirname(await listFile()))).mode & 0o777).toBe(0o700);
  });
});

describe('a cache that fails never throws: it', () => {
  it.each<[string, (kept: Record<string, unknown>) => unknown]>([
    ['an older format', (kept) => ({ ...kept, format: 0 })],
    ['another account’s list', (kept) => ({ ...kept, account: '210987654321' })],
    ['no list', (kept) => ({ ...kept, functions: 'none' })],
    ['rows that are none', (kept) => ({ ...kept, functions: [null, { name: 'orders' }] })],
    ['no time', (kept) => ({ ...kept, at: 'yesterday' })],
    ['something else altogether', () => []],
  ])('ignores %s', async (_what, change) => {
    await open().write(PRODUCTION, LIST);
    await damage(change);
    expect(await open().read(PRODUCTION)).toBeNull();
  });

  it('tells of a file that broke off, and replaces it by the next list', async () => {
    await open().write(PRODUCTION, LIST);
    const text = await readFile(await listFile(), 'utf8');
    await writeFile(await listFile(), text.slice(0, text.length / 2));
    const { read, write, errors } = open();
    expect(await read(PRODUCTION)).toBeNull();
    expect(errors).toHaveLength(1);
    await write(PRODUCTION, LIST);
    expect(await read(PRODUCTION)).toEqual(LIST);
  });

  it('tells of a directory that cannot be written, and leaves nothing half done', async () => {
    await open().write(PRODUCTION, LIST);
    const directory = path.dirname(await listFile());
    await rm(await listFile());
    // Even the superuser cannot rename a file onto a directory.
    await mkdir(path.join(directory, 'inventory.json'));
    const { write, errors } = open();
    await write(PRODUCTION, LIST);
    expect(errors).toHaveLength(1);
    expect(await readdir(directory)).toEqual(['inventory.json']);
  });
});

it('is whole whenever it is read, also while it is written', async () => {
  const { write } = open();
  const long = Array.from({ length: 2_000 }, (_, index) => functionNamed(`function-${index}`));
  await write(PRODUCTION, { ...LIST, functions: long });
  const writing = (async () => {
    for (const count of [1, 2_000, 2, 2_000]) {
      await write(PRODUCTION, { ...LIST, functions: long.slice(0, count) });
    }
  })();
  const lengths = new Set<number | undefined>();
  let isWriting = true;
  void writing.then(() => {
    isWriting = false;
  });
  while (isWriting) lengths.add((await open().read(PRODUCTION))?.functions.length);
  for (const length of lengths) expect([1, 2, 2_000]).toContain(length);
});
