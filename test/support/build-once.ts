/** Before any test: the bundle is built when a source is newer than it. */
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '../..');

/** What the bundle is made of. */
const SOURCES = ['src', 'screens', 'bin', 'package.json', 'package-lock.json'];

export default async function buildOnce(): Promise<void> {
  const built = await Promise.all(['dist/lambdatop.js', 'dist/demo.js'].map(changedAt));
  const changed = await Promise.all(SOURCES.map(newestIn));
  if (Math.max(...changed) >= Math.min(...built)) {
    await promisify(execFile)(process.execPath, ['bin/build.js'], { cwd: ROOT });
  }
}

/** When it was last changed, ms since the epoch; 0 when it does not exist. */
async function changedAt(file: string): Promise<number> {
  return (await stat(path.join(ROOT, file)).catch(() => null))?.mtimeMs ?? 0;
}

/** When anything in it was last changed, the folders themselves too: a file may have been removed. */
async function newestIn(entry: string): Promise<number> {
  const own = await changedAt(entry);
  if (entry.includes('.')) return own;
  const inside = await readdir(path.join(ROOT, entry), { recursive: true });
  return Math.max(own, ...(await Promise.all(inside.map((name) => changedAt(path.join(entry, name))))));
}
