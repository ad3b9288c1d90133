/**
 * Messages of the one queue that is being looked into. The screen says which queue and how many, whoever looks
 * answers here; with no queue named everything is given back.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { Look } from '../domain/dead-letters/coverage.ts';
import type { TriagedLetter } from '../domain/dead-letters/groups.ts';
import type { LogLine } from '../domain/logs/log-line.ts';

/** The invocation in which a message failed, as a log told it. */
export interface LetterTrace {
  readonly functionName: string;
  /** The line that says what went wrong. */
  readonly line: LogLine;
}

/** Messages that are to be sent again. */
export interface RedriveWish {
  readonly queueArn: string;
  /** Null = the whole queue. */
  readonly only:
    | { readonly kind: 'group'; readonly key: string }
    | { readonly kind: 'letter'; readonly messageId: string }
    | null;
  /** SQS itself can move the whole queue: all of it came from queues. */
  readonly bySqs: boolean;
  /** What is meant, for a person: `everything`, `174 messages`. */
  readonly words: string;
  /** Its payload is opened in the person's editor first; of one message. */
  readonly edits: boolean;
  /** The conditions that mean the same on the command line; null when none do. */
  readonly where: readonly string[] | null;
}

/** See the file's head. */
export interface DeadLettersPeekState {
  /** ARN; null = none. */
  readonly queueArn: string | null;
  /** Messages wanted. */
  readonly wanted: number;
  readonly phase: 'idle' | 'reading' | 'read' | 'failed';
  /** In the order of their arrival. */
  readonly letters: readonly TriagedLetter[];
  /** Why reading ended, and what was lost on the way. */
  readonly look: Pick<Look, 'end' | 'lostReplies'>;
  readonly error: AppError | null;
  /** Message id → where it failed, as far as a log tells. */
  readonly traces: ReadonlyMap<string, LetterTrace>;
  /** A message whose invocation is to be found, and whether its log is to be opened then; null = none. */
  readonly lookup: { readonly messageId: string; readonly opens: boolean; readonly isOver: boolean } | null;
  /** What the person has just asked to be sent again; taken away by whoever plans it. */
  readonly redrive: RedriveWish | null;
  /** How far the search for evidence in logs has come, 0–1; null = it has not begun, or there is none to do. */
  readonly evidence: number | null;
  readonly evidenceError: AppError | null;
}

/** The store between the screen and whoever looks. */
export type DeadLettersPeekStore = StoreApi<DeadLettersPeekState>;

/** Nobody looks at anything. */
export const NO_PEEK: DeadLettersPeekState = {
  queueArn: null,
  wanted: 0,
  phase: 'idle',
  letters: [],
  look: { end: null, lostReplies: 0 },
  error: null,
  traces: new Map(),
  lookup: null,
  redrive: null,
  evidence: null,
  evidenceError: null,
};

/** A store in which nothing is asked. */
export function createDeadLettersPeekStore(): DeadLettersPeekStore {
  return createStore<DeadLettersPeekState>(() => NO_PEEK);
}
