/**
 * The durable record of one redrive, message by message: what is about to be sent is on the disk before it is sent,
 * so that after a crash every message that may be in two places is known by its id. Beside the journal, since it is
 * long: the journal's entry says that there was a redrive, this file which messages.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import { queueNameIn } from '../domain/queue-name.ts';

/**
 * What became of messages, told in this order: `sending` before the call; `sent`, `refused` (certainly not sent) or
 * `unknown` after it; `deleted` when they have left the dead-letter queue. `dropped`: deleted without being sent.
 */
export type LetterPhase = 'sending' | 'sent' | 'refused' | 'unknown' | 'deleted' | 'dropped';

/** The log of a redrive that is under way. */
export interface RedriveLog {
  /** Absolute path. */
  readonly path: string;
  /**
   * Notes a phase of messages, by their ids in the dead-letter queue. A `sending` is on the disk when this resolves.
   * Rejects with AppError `no-journal`.
   */
  note(phase: LetterPhase, messageIds: readonly string[], to: string | null): Promise<void>;
  /**
   * Keeps what an edited message was: it is on the disk when this resolves, and goes with the log, 14 days later.
   * Rejects with AppError `no-journal`.
   */
  keepOriginal(messageId: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

/** What earlier redrives of a queue left: ids of messages, as they were in that queue. */
export interface LeftOver {
  /** Sent, and not known to be deleted: they only have to be deleted. */
  readonly sent: ReadonlySet<string>;
  /** Sent and deleted. */
  readonly deleted: ReadonlySet<string>;
  /** Nobody knows whether they were sent. */
  readonly unknown: ReadonlySet<string>;
}

interface Line {
  readonly at: string;
  readonly phase: LetterPhase;
  readonly to: string | null;
  readonly ids: readonly string[];
}

/** What an edited message was; lines of phases are read without it. */
interface Original {
  readonly at: string;
  /** Its id. */
  readonly edited: string;
  readonly original: string;
}

/** No queue keeps a message longer (14 days), so no message of an older log can still be in its queue. */
const LONGEST_RETENTION_MS = 14 * 86_400_000;

const prefixOf = (queueArn: string): string => `redrive-${queueNameIn(queueArn)}-`;

/** Makes the log of a journal entry. Rejects with AppError `no-journal`. */
export async function createRedriveLog(
  directory: string,
  queueArn: string,
  entry: string,
  clock: Clock,
): Promise<RedriveLog> {
  const file = path.join(directory, `${prefixOf(queueArn)}${entry}.ndjson`);
  const { O_APPEND, O_WRONLY, O_CREAT } = constants;
  let handle: FileHandle;
  try {
    handle = await open(file, O_APPEND | O_WRONLY | O_CREAT, 0o600);
    const parent = await open(directory, constants.O_RDONLY);
    // Not every file system offers it.
    await parent.sync().catch(() => {});
    await parent.close();
  } catch (cause) {
    throw notWritten(file, cause);
  }
  const write = async (line: Line | Original, durable: boolean): Promise<void> => {
    try {
      // It begins with a line break of its own, so that a torn line before it never swallows it.
      const bytes = Buffer.from(`\n${JSON.stringify(line)}\n`);
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten < bytes.length) throw new Error('the line was cut short: the disk is full');
      if (durable) await handle.datasync();
    } catch (cause) {
      throw notWritten(file, cause);
    }
  };
  const now = (): string => new Date(clock.now()).toISOString();
  return {
    path: file,
    async note(phase, ids, to) {
      if (ids.length > 0) await write({ at: now(), phase, to, ids }, phase === 'sending');
    },
    keepOriginal: (edited, original) => write({ at: now(), edited, original }, true),
    close: () => handle.close().catch(() => {}),
  };
}

/**
 * What the logs of a queue tell of messages that may still be in it. Logs that are too old to matter go.
 *
 * @param entry the journal entry whose log alone is meant; null = all
 */
export async function readLeftOver(
  directory: string,
  queueArn: string,
  clock: Clock,
  entry: string | null = null,
): Promise<LeftOver> {
  const phases = new Map<string, LetterPhase>();
  const prefix = prefixOf(queueArn);
  const names = await readdir(directory).catch(() => []);
  const logs = names.filter((name) => {
    const [id = '', ...end] = name.startsWith(prefix) ? name.slice(prefix.length).split('.') : [];
    return end.join() === 'ndjson' && (entry === null ? /^[0-9a-z]{8}$/.test(id) : id === entry);
  });
  const lines: Line[] = [];
  for (const name of logs) {
    const file = path.join(directory, name);
    const found = linesOf(await readFile(file, 'utf8'));
    const newest = found.at(-1)?.at;
    if (newest !== undefined && clock.now() - Date.parse(newest) > LONGEST_RETENTION_MS) {
      await rm(file, { force: true });
    } else {
      lines.push(...found);
    }
  }
  for (const { phase, ids } of lines.sort((one, other) => (one.at < other.at ? -1 : 1))) {
    for (const id of ids) phases.set(id, after(phases.get(id), phase));
  }
  const inPhase = (...wanted: readonly LetterPhase[]): Set<string> =>
    new Set([...phases].flatMap(([id, phase]) => (wanted.includes(phase) ? [id] : [])));
  return {
    sent: inPhase('sent'),
    deleted: inPhase('deleted'),
    unknown: inPhase('sending', 'unknown'),
  };
}

/** A message sent once stays sent, whatever a later try came to. */
function after(before: LetterPhase | undefined, next: LetterPhase): LetterPhase {
  if (before === 'deleted') return before;
  if (before === 'sent') return next === 'deleted' || next === 'dropped' ? 'deleted' : before;
  if (before === 'sending' && next === 'dropped') return before;
  // Another run tried it again after one that died in the middle.
  if (before === 'sending' && next === 'sending') return 'unknown';
  // A later refusal does not settle what an earlier call may have done.
  if (before === 'unknown' && ['refused', 'sending', 'dropped'].includes(next)) return before;
  return next;
}

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line): Line[] => {
    if (line === '') return [];
    try {
      const { at, phase, to, ids } = JSON.parse(line) as Line;
      return typeof at === 'string' && Array.isArray(ids) ? [{ at, phase, to, ids }] : [];
    } catch {
      // Torn by a power cut: its write never ended, so nothing was sent after it.
      return [];
    }
  });
}

function notWritten(file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('no-journal', `The log of the redrive, ${file}, cannot be written: ${reason}`, {
    next: ['make room or give access there, or name another place with --state-dir DIR'],
    cause,
  });
}
