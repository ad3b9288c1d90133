/**
 * Appending lines that must survive, and reading back whatever a power cut, a full disk or another process left.
 *
 * One file per host (`journal-HOST.ndjson`): appends of several processes of one host never mix, since each is a
 * single write to a file opened for appending (open(2), O_APPEND), but over NFS those of two hosts would.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type JournalProblem, type JournalRecord, parseLine } from './records.ts';

/** Everything that was found. */
export interface JournalLines {
  readonly records: readonly JournalRecord[];
  readonly problems: readonly JournalProblem[];
}

/** The file a host appends to. */
export function fileOfHost(directory: string, host: string): string {
  return path.join(directory, `journal-${encodeURIComponent(host)}.ndjson`);
}

/**
 * Appends one line as a single write; with `durable` it is on the disk when this resolves. It begins with a line
 * break of its own, so that a torn line before it never swallows it. Rejects with Node's error (ENOSPC, EACCES).
 */
export async function appendLine(file: string, line: string, durable: boolean): Promise<void> {
  const { O_APPEND, O_WRONLY, O_CREAT, O_EXCL } = constants;
  let isNew = false;
  let handle: FileHandle;
  try {
    handle = await open(file, O_APPEND | O_WRONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    isNew = true;
    handle = await open(file, O_APPEND | O_WRONLY | O_CREAT | O_EXCL, 0o600).catch((thrown) => {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
      return open(file, O_APPEND | O_WRONLY);
    });
  }
  try {
    const bytes = Buffer.from(`\n${line}\n`);
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten < bytes.length) throw new Error('the line was cut short: the disk is full');
    if (durable) await handle.datasync();
  } finally {
    await handle.close();
  }
  if (isNew && durable) await syncDirectory(path.dirname(file));
}

/** A new file survives a power cut only when its directory does. Not every file system offers this. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  await handle
    .sync()
    .catch(() => {})
    .finally(() => handle.close());
}

/** Changes when anything was appended, by whomever: names, sizes and times of all files. */
export async function stampOf(directory: string): Promise<string> {
  const stats = await Promise.all(
    (await namesIn(directory)).map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(directory, name));
      return `${name} ${size} ${mtimeMs}`;
    }),
  );
  return stats.join('\n');
}

/** The journal's files, in an order that stays. */
async function namesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((each) => /^journal-.*\.ndjson$/.test(each)).sort();
}

/** Reads the files of all hosts. A torn last line is no problem: its write never ended, so nothing followed it. */
export async function readLines(directory: string): Promise<JournalLines> {
  const records: JournalRecord[] = [];
  const problems: JournalProblem[] = [];
  for (const name of await namesIn(directory)) {
    const text = await readFile(path.join(directory, name), 'utf8');
    const lines = text.split('\n');
    const tornLine = text.endsWith('\n') ? -1 : lines.length - 1;
    for (const [index, line] of lines.entries()) {
      if (line === '') continue;
      const record = parseLine(line);
      if (typeof record !== 'string') records.push(record);
      else if (index !== tornLine) problems.push({ file: name, line: index + 1, reason: record });
    }
  }
  return { records, problems };
}
