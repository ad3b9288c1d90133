/**
 * Locks between the processes of a host: one rollout per alias. A lock is taken over only from a process that is
 * provably dead.
 *
 * A lock is a file per holder, `NAME.1.lock`, `NAME.2.lock`, …: the highest number holds. Files appear whole and
 * only once (link(2)), so of two that find the same dead holder one wins, and a dead holder's file is never
 * renamed or emptied under anybody's eyes.
 */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import { isProvablyDead } from './owner.ts';

/** A lock that is held. */
export interface Lock {
  /** Lets go of it. */
  release(): void;
}

/** Somebody else has it. */
export interface HeldLock {
  readonly heldBy: Owner;
}

interface LockFile {
  /** Null once it was let go. */
  readonly owner: Owner | null;
}

/**
 * Takes the lock `name` in the directory, or says who has it.
 *
 * @throws AppError `no-journal` when the directory cannot be written
 */
export function tryLock(directory: string, name: string, self: Owner): Lock | HeldLock {
  const stem = encodeURIComponent(name);
  const fileOf = (generation: number): string => path.join(directory, `${stem}.${generation}.lock`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (;;) {
      const newest = generationsOf(directory, stem).at(-1) ?? 0;
      const holder = newest === 0 ? null : read(fileOf(newest)).owner;
      if (holder !== null && !isProvablyDead(holder, self)) return { heldBy: holder };
      const ours = newest + 1;
      if (!appear(fileOf(ours), { owner: self }, self)) continue;
      for (const older of generationsOf(directory, stem)) {
        if (older < ours) rmSync(fileOf(older), { force: true });
      }
      return { release: () => replace(fileOf(ours), { owner: null }, self) };
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('no-journal', `The lock ${name} cannot be written: ${reason}`, {
      next: ['name another place with --state-dir DIR'],
      cause,
    });
  }
}

function generationsOf(directory: string, stem: string): number[] {
  return readdirSync(directory)
    .filter((file) => file.startsWith(`${stem}.`) && file.endsWith('.lock'))
    .map((file) => Number(file.slice(stem.length + 1, -'.lock'.length)))
    .filter(Number.isInteger)
    .sort((one, other) => one - other);
}

/** A file that another process just removed was let go of. */
function read(file: string): LockFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { owner: null };
    throw error;
  }
}

/** Makes the file appear with its whole content; false when it was there already. */
function appear(file: string, content: LockFile, { pid }: Owner): boolean {
  const temporary = `${file}.${pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function replace(file: string, content: LockFile, { pid }: Owner): void {
  const temporary = `${file}.${pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
  renameSync(temporary, file);
}
