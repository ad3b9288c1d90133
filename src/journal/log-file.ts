/** The log file: where every word goes that must not be printed over the screen. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';

/** From this size (bytes) on, the file becomes `FILE.1` and a new one begins: at most two exist. */
const ROTATE_AT = 5_000_000;

/** What waits to be written when the disk is slow may take this much (characters); what comes after is counted. */
const MAX_WAITING = 1_000_000;

/** How long entries are gathered before one write, ms. */
const GATHER_MS = 100;

/** Values that must never reach a disk, whatever object they arrive in. */
const SECRET =
  /secret|token|password|authorization|credential|signature|^environment$|^variables$|accessKeyId|^location$/i;

/** A Logger that writes to a file. It never throws and never makes its caller wait. */
export interface LogFile extends Logger {
  /** Absolute path. */
  readonly path: string;
  /** Writes what waits, at once, blocking: for the last moment of a process. False when it could not. */
  flush(): boolean;
}

/**
 * Appends to the file, which (like its directory) is created at the first entry, readable by its owner only.
 * Where it cannot be written, entries go nowhere: a full disk must not end a console.
 */
export function openLogFile(file: string, clock: Clock): LogFile {
  let waiting: string[] = [];
  let waitingLength = 0;
  let lost = 0;
  let busy = false;

  const take = (): string => {
    if (lost > 0) waiting.push(`${stamp(clock)} warn  ${lost} entries were lost: the disk is too slow\n`);
    const text = waiting.join('');
    waiting = [];
    waitingLength = 0;
    lost = 0;
    return text;
  };

  const drain = async (): Promise<void> => {
    try {
      // Flushed meanwhile: the directory may be gone with whom it was for.
      if (waiting.length > 0) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      while (waiting.length > 0) {
        const size = await stat(file).then(
          (found) => found.size,
          () => 0,
        );
        if (size >= ROTATE_AT) await rename(file, `${file}.1`);
        await appendFile(file, take(), { mode: 0o600 });
      }
    } catch {
      take();
    } finally {
      busy = false;
    }
  };

  const add = (level: string, message: string, details: unknown): void => {
    const line = `${stamp(clock)} ${level} ${oneLine(message)}${detailsText(details)}\n`;
    if (waitingLength + line.length > MAX_WAITING) {
      lost++;
      return;
    }
    waiting.push(line);
    waitingLength += line.length;
    if (busy) return;
    busy = true;
    setTimeout(() => void drain(), GATHER_MS).unref();
  };

  return {
    path: file,
    debug: (message, details) => add('debug', message, details),
    info: (message, details) => add('info ', message, details),
    warn: (message, details) => add('warn ', message, details),
    error: (message, details) => add('error', message, details),
    flush: () => waiting.length === 0 || writeNow(file, take()),
  };
}

function writeNow(file: string, text: string): boolean {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size >= ROTATE_AT) renameSync(file, `${file}.1`);
    appendFileSync(file, text, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

const stamp = (clock: Clock): string => new Date(clock.now()).toISOString();

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' | ');

/** Details on the entry's line: errors with their stack, objects cut to a size that can be read, secrets left out. */
function detailsText(details: unknown): string {
  if (details === undefined) return '';
  const shown =
    details instanceof Error
      ? inspect(details, { depth: 3 })
      : inspect(withoutSecrets(details), { depth: 6 });
  return ` ${oneLine(shown).slice(0, 4_000)}`;
}

function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error || depth > 6) return value;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET.test(key) ? '[left out]' : withoutSecrets(inner, depth + 1),
    ]),
  );
}
