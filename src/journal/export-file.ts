/** Files that dead letters are exported to: never over another, and on the disk before anybody relies on it. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../domain/app-error.ts';

/** A file being written. */
export interface ExportFile {
  /** Lines written so far. */
  readonly lines: number;
  /** Rejects with AppError `invalid` when the disk does not take them. */
  write(lines: readonly string[]): Promise<void>;
  /** Brings all of it to the disk and closes it; rejects with AppError `invalid` when that fails. */
  end(): Promise<void>;
}

/**
 * Makes a file that only its owner may read: bodies are whatever people sent.
 *
 * @throws AppError `usage` when it exists, `invalid` when it cannot be made
 */
export async function createExportFile(file: string): Promise<ExportFile> {
  const handle = await open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') {
      throw new AppError('usage', `${file} exists already, and is not overwritten.`, {
        next: ['name another file with --out'],
      });
    }
    throw notWritten(file, cause);
  });
  let count = 0;
  return {
    get lines() {
      return count;
    },
    async write(lines) {
      if (lines.length === 0) return;
      await handle.appendFile(`${lines.join('\n')}\n`).catch((cause) => {
        throw notWritten(file, cause);
      });
      count += lines.length;
    },
    async end() {
      try {
        await handle.sync();
        const directory = await open(path.dirname(path.resolve(file)), constants.O_RDONLY);
        // Not every file system offers it.
        await directory.sync().catch(() => {});
        await directory.close();
      } catch (cause) {
        throw notWritten(file, cause);
      } finally {
        await handle.close();
      }
    },
  };
}

function notWritten(file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('invalid', `${file} cannot be written: ${reason}`, { cause });
}
