/** Saving what a screen shows to a file of the person's. */
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { SaveRequest } from '../../screens/screen.ts';

/** How it went. */
export type SaveResult =
  | { readonly outcome: 'saved'; readonly path: string; readonly rows: number }
  | { readonly outcome: 'exists'; readonly path: string }
  | { readonly outcome: 'failed'; readonly path: string; readonly reason: string };

/** Written at a time, characters: the console draws in between. */
const PIECE = 1_000_000;

/** Writes the rows. Only the person may read the file: logs hold what nobody meant to publish. */
export async function saveFile({ file, rows, overwrite }: SaveRequest): Promise<SaveResult> {
  const target = path.resolve(file.replace(/^~(?=\/|$)/, homedir()));
  try {
    const handle = await open(target, overwrite ? 'w' : 'wx', 0o600);
    try {
      let count = 0;
      let piece = '';
      for (const row of rows) {
        piece += `${row}\n`;
        count += 1;
        if (piece.length < PIECE) continue;
        await handle.writeFile(piece);
        piece = '';
      }
      await handle.writeFile(piece);
      return { outcome: 'saved', path: target, rows: count };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST') return { outcome: 'exists', path: target };
    return { outcome: 'failed', path: target, reason: REASONS[code ?? ''] ?? message };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  EACCES: 'it may not be written to',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
};

/** How it went, as a sentence for the footer. */
export function savedWords(result: SaveResult, what: string, again: string): string {
  switch (result.outcome) {
    case 'saved':
      return `Saved ${result.rows.toLocaleString('en')} ${result.rows === 1 ? one(what) : what} to ${result.path}`;
    case 'exists':
      return `${result.path} exists and was left alone; ${again} replaces it`;
    case 'failed':
      return `${result.path} was not saved: ${result.reason}`;
  }
}

/** `lines of Markdown` as `line of Markdown`. */
function one(what: string): string {
  return what.replace(/s(?= |$)/, '');
}
