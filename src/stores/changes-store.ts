/** What was changed and what is being changed: the journal as it was read last, and the operations that run. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { KilledState } from '../domain/changes/debts.ts';
import type { Entry } from '../domain/changes/entry.ts';
import type { OperationName } from '../domain/changes/plan.ts';
import type { KilledMark } from '../domain/killed.ts';

/** An operation that has been confirmed and has not ended. */
export interface RunningChange {
  /** No other change has had it: one that is only watched no longer stands in the list. */
  readonly id: string;
  readonly operation: OperationName | 'redrive';
  /** ARNs of its targets: nothing else may be done to them meanwhile. */
  readonly targets: readonly string[];
  /** What it is doing, for a person. */
  readonly words: string;
  /** ms since the epoch. */
  readonly since: number;
}

/** See the file's head. */
export interface ChangesState {
  /** Oldest first; null before the journal has been read. */
  readonly entries: readonly Entry[] | null;
  /** Lines of the journal that could not be understood. */
  readonly unreadable: number;
  /** What stopped the last reading of the journal. */
  readonly journalError: AppError | null;
  /** Functions the journal knows as stopped, by ARN; AWS has the last word. */
  readonly killed: ReadonlyMap<string, KilledState>;
  /** When functions stopped by others were first seen so, ms since the epoch, by ARN. */
  readonly firstSeen: ReadonlyMap<string, number>;
  readonly running: readonly RunningChange[];
}

/** The store behind the journal screen and the marks of stopped functions. */
export type ChangesStore = StoreApi<ChangesState>;

/** Nothing is known yet, and nothing runs. */
export function createChangesStore(): ChangesStore {
  return createStore<ChangesState>(() => ({
    entries: null,
    unreadable: 0,
    journalError: null,
    killed: new Map(),
    firstSeen: new Map(),
    running: [],
  }));
}

/** Who stopped a function whose reserved concurrency is 0, as far as is known; `now` where nobody saw it before. */
export function killedMark(
  { killed, firstSeen }: Pick<ChangesState, 'killed' | 'firstSeen'>,
  arn: string,
  now: number,
): KilledMark {
  const ours = killed.get(arn);
  if (ours) return { kind: 'ours', at: ours.at, actor: ours.actor, was: ours.was };
  return { kind: 'others', firstSeen: firstSeen.get(arn) ?? now };
}

/** What a row says of a function while something is done to it, by ARN; null = nothing is. */
export function busyText({ running }: Pick<ChangesState, 'running'>): (arn: string) => string | null {
  const busy = new Set(running.flatMap(({ targets }) => targets));
  return (arn) => (busy.has(arn) ? 'changing…' : null);
}

/** Why nothing may be done to this function now; null when it may. */
export function busyReason({ running }: Pick<ChangesState, 'running'>, arn: string): string | null {
  const change = running.find(({ targets }) => targets.includes(arn));
  return change ? `${change.words}: wait until it has ended` : null;
}
