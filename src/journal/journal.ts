/**
 * The durable record of every change: the intent before the first call, the outcome after the last. Only intents
 * are brought to the disk before work goes on: an outcome that a power cut took is found again by reading AWS.
 */
import { randomBytes } from 'node:crypto';
import { AppError } from '../domain/app-error.ts';
import type { Entry, Owner } from '../domain/changes/entry.ts';
import type { ChangeOutcome, Outcome } from '../domain/changes/result.ts';
import type { SettingValue } from '../domain/changes/setting.ts';
import type { Clock } from '../domain/clock.ts';
import { appendLine, fileOfHost, readLines, stampOf } from './journal-file.ts';
import {
  entriesFrom,
  type IntentRecord,
  type JournalProblem,
  type JournalRecord,
  lineOf,
} from './records.ts';

/** What an intent tells; the journal adds id, time and owner. */
export type Intent = Omit<IntentRecord, 'kind' | 'id' | 'at' | 'owner'>;

/** An entry that this process works on. Its methods reject with AppError `no-journal`; AWS is changed by then. */
export interface OpenEntry {
  readonly id: string;
  /** What became of one of its changes; `became` is its new value where only AWS could tell it. */
  change(
    index: number,
    outcome: ChangeOutcome,
    requestId: string | null,
    became?: SettingValue,
  ): Promise<void>;
  /** How all of it ended. */
  end(outcome: Outcome, reason: string | null): Promise<void>;
}

/** What the journal holds. */
export interface JournalContents {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** Lines that could not be understood. */
  readonly problems: readonly JournalProblem[];
}

/** The journal of one account, region and endpoint. */
export interface Journal {
  /** Absolute path of the file this process appends to. */
  readonly path: string;
  /** This process, as its entries name it. */
  readonly owner: Owner;
  /**
   * Writes an intent and brings it to the disk. Rejects with AppError `no-journal` when it cannot: nothing may be
   * changed then.
   */
  begin(intent: Intent): Promise<OpenEntry>;
  /** Takes an entry up that another process left open, to write what AWS shows. */
  takeUp(id: string): Pick<OpenEntry, 'change'> & {
    settle(outcome: Outcome, reason: string | null): Promise<void>;
  };
  /** A text that changes whenever anything was written to it; cheaper than reading it. */
  stamp(): Promise<string>;
  /** All entries of all hosts. */
  read(): Promise<JournalContents>;
}

/** Crockford's base 32: no letter that reads as a digit. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 8;

/** The journal in a directory that exists (StateDir.forScope). Nothing is read or written before it is used. */
export function openJournal(directory: string, owner: Owner, clock: Clock): Journal {
  const file = fileOfHost(directory, owner.host);
  const now = (): string => new Date(clock.now()).toISOString();
  const write = (record: JournalRecord, durable: boolean): Promise<void> =>
    appendLine(file, lineOf(record), durable).catch((cause) => {
      throw notWritten(file, cause);
    });
  const change: (id: string) => OpenEntry['change'] = (id) => (index, outcome, requestId, became) =>
    write(
      {
        kind: 'change',
        id,
        at: now(),
        index,
        outcome,
        requestId,
        ...(became === undefined ? {} : { became }),
      },
      false,
    );
  const end = (id: string, outcome: Outcome, reason: string | null, recovered: boolean): Promise<void> =>
    write({ kind: 'end', id, at: now(), outcome, reason, recovered }, false);

  return {
    path: file,
    owner,
    async begin(intent) {
      const id = newId();
      await write({ kind: 'intent', id, at: now(), ...intent, owner }, true);
      return { id, change: change(id), end: (outcome, reason) => end(id, outcome, reason, false) };
    },
    takeUp: (id) => ({ change: change(id), settle: (outcome, reason) => end(id, outcome, reason, true) }),
    stamp: () => stampOf(directory),
    async read() {
      const { records, problems } = await readLines(directory);
      return { entries: entriesFrom(records), problems };
    },
  };
}

/** Short enough to type: 40 random bits. `undo` takes its beginning too. */
function newId(): string {
  return Array.from(randomBytes(ID_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

function notWritten(file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('no-journal', `The journal ${file} cannot be written: ${reason}`, {
    next: ['make room or give access there, or name another place with --state-dir DIR'],
    cause,
  });
}
