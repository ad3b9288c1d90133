/** A change as the journal keeps it: enough to tell what was done, by whom, and to take it back. */
import type { OperationName } from './plan.ts';
import type { ChangeOutcome, Outcome } from './result.ts';
import type { SettingChange } from './setting.ts';

/** The process that answers for an entry or a lock, named so that its death can be proved (journal/owner.ts). */
export interface Owner {
  readonly host: string;
  /** The machine's own id, where it has one: two hosts may share a name. */
  readonly machine: string | null;
  /** Changes with every start of the machine; null where it cannot be read. */
  readonly boot: string | null;
  /** The namespace that process ids count in; two containers of a host have two. Null where there is none. */
  readonly pidNamespace: string | null;
  readonly pid: number;
  /** When the process started, as its kernel counts; tells a reused process id. Null where unknown. */
  readonly started: string | null;
}

const LETTER_OPERATIONS = ['redrive', 'import', 'delete-letters', 'cancel-redrive'] as const;

/** What is done with dead letters. Which messages: journal/redrive-log.ts. */
export type LetterOperation = (typeof LETTER_OPERATIONS)[number];

/** Whether an entry is about messages of a queue, and not about settings. */
export function isAboutLetters({ operation }: Pick<Entry, 'operation'>): boolean {
  return LETTER_OPERATIONS.some((each) => each === operation);
}

/** What an entry records: an operation, or that the config file's read-only was lifted (`:write`). */
export type EntryOperation = OperationName | LetterOperation | 'write';

/** One change of an entry with what became of it. */
export interface EntryChange extends SettingChange {
  /** Null: no outcome was written. */
  readonly outcome: ChangeOutcome | null;
  /** AWS's request ids, one for each call that was answered. */
  readonly requestIds: readonly string[];
}

/** One journal entry: one operation on one target. */
export interface Entry {
  readonly id: string;
  /** Entries of one bulk change share this; null for a single one. */
  readonly group: string | null;
  /** When the intent was written, ms since the epoch. */
  readonly at: number;
  /** ARN of the caller, as STS told it. */
  readonly actor: string;
  readonly account: string;
  readonly region: string;
  readonly operation: EntryOperation;
  /** ARN of the target; of `write` the caller's own. */
  readonly target: string;
  readonly changes: readonly EntryChange[];
  /** What was asked for and was not even planned, one sentence: with all changes made it is done in part. */
  readonly shortfall: string | null;
  /** Null: open. Its process still works on it, or died, or could not write its end. */
  readonly outcome: Outcome | null;
  /** When the outcome was written, ms since the epoch; null while open. */
  readonly endedAt: number | null;
  /** Why it failed, or what AWS was still at when it ended, one sentence; null when there is nothing to tell. */
  readonly reason: string | null;
  /** The outcome was found by a later process that read AWS, not by the one that made the calls. */
  readonly recovered: boolean;
  /** Id of the entry this one took back; null when none. */
  readonly undoes: string | null;
  readonly owner: Owner;
}
