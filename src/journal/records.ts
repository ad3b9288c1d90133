/**
 * The lines of a journal file and how entries are put together from them. An entry is an `intent`, written before
 * the first call, a `change` for each call that was answered, and an `end`. Lines of several entries lie mixed.
 */
import type { Entry, EntryChange, EntryOperation, Owner } from '../domain/changes/entry.ts';
import type { ChangeOutcome, Outcome } from '../domain/changes/result.ts';
import type { SettingChange, SettingValue } from '../domain/changes/setting.ts';

/** Format of the lines; a line of a newer one is kept, reported and not understood. */
const FORMAT = 1;

/** What is about to be done. */
export interface IntentRecord {
  readonly kind: 'intent';
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly group: string | null;
  readonly actor: string;
  readonly account: string;
  readonly region: string;
  readonly operation: EntryOperation;
  readonly target: string;
  readonly changes: readonly SettingChange[];
  /** Lines of older lambdatops lack it. */
  readonly shortfall?: string | null;
  readonly undoes: string | null;
  readonly owner: Owner;
}

/** What became of one change. */
export interface ChangeRecord {
  readonly kind: 'change';
  readonly id: string;
  readonly at: string;
  /** Which of the intent's changes. */
  readonly index: number;
  readonly outcome: ChangeOutcome;
  readonly requestId: string | null;
  /** The new value, where only AWS could tell it: a version's number. */
  readonly became?: SettingValue;
}

/** How it ended; of several the last counts. */
export interface EndRecord {
  readonly kind: 'end';
  readonly id: string;
  readonly at: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
  /** Found by a later process that read AWS. */
  readonly recovered: boolean;
}

/** One line. */
export type JournalRecord = IntentRecord | ChangeRecord | EndRecord;

/** A line that could not be understood; it stays in the file. */
export interface JournalProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

/** A record as its line, without the line break. */
export function lineOf(record: JournalRecord): string {
  return JSON.stringify({ v: FORMAT, ...record });
}

/** A line as a record, or what is wrong with it. */
export function parseLine(line: string): JournalRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'it is not JSON: torn or damaged';
  }
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const record = value as Partial<Record<string, unknown>>;
  if (record.v !== FORMAT) return `its format is ${String(record.v)}: another version of lambdatop wrote it`;
  const isSound =
    isText(record.id) && isText(record.at) && !Number.isNaN(Date.parse(record.at)) && hasMembers(record);
  return isSound ? (value as JournalRecord) : 'it lacks members of a journal line';
}

function hasMembers(record: Partial<Record<string, unknown>>): boolean {
  switch (record.kind) {
    case 'intent':
      return (
        isText(record.operation) &&
        isText(record.target) &&
        isText(record.actor) &&
        typeof record.owner === 'object' &&
        record.owner !== null &&
        Array.isArray(record.changes) &&
        record.changes.every((change) => isText(change?.setting?.kind))
      );
    case 'change':
      return isText(record.outcome) && typeof record.index === 'number';
    case 'end':
      return isText(record.outcome);
    default:
      return false;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Entries from records, oldest first. Records whose intent is missing (damaged) belong to none. */
export function entriesFrom(records: readonly JournalRecord[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const record of records) {
    if (record.kind === 'intent') entries.set(record.id, opened(record));
  }
  for (const record of records) {
    const entry = entries.get(record.id);
    if (!entry || record.kind === 'intent') continue;
    entries.set(entry.id, record.kind === 'end' ? ended(entry, record) : changed(entry, record));
  }
  return [...entries.values()].sort((one, other) => one.at - other.at);
}

function opened({ kind: _, at, changes, shortfall = null, ...intent }: IntentRecord): Entry {
  return {
    ...intent,
    at: Date.parse(at),
    changes: changes.map((change): EntryChange => ({ ...change, outcome: null, requestIds: [] })),
    shortfall,
    outcome: null,
    endedAt: null,
    reason: null,
    recovered: false,
  };
}

function changed(entry: Entry, { index, outcome, requestId, became }: ChangeRecord): Entry {
  const changes = entry.changes.map((change, at): EntryChange => {
    if (at !== index) return change;
    const requestIds = requestId === null ? change.requestIds : [...change.requestIds, requestId];
    return { ...change, outcome, requestIds, to: became === undefined ? change.to : became };
  });
  return { ...entry, changes };
}

function ended(entry: Entry, { at, outcome, reason, recovered }: EndRecord): Entry {
  return { ...entry, outcome, reason, recovered, endedAt: Date.parse(at) };
}
