/** How the person looks at the dead letters: which queue, group or message is open, and each table of the way. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TableView, tableView } from './table-view.ts';

/** The columns targets can be sorted by. */
export type TargetColumn = 'name' | 'depth' | 'oldest' | 'growth' | 'state';

/** How far in one is; `price` stands before a queue is looked into, since that is no mere read. */
export type TriageLevel = 'queues' | 'price' | 'groups' | 'letters' | 'letter';

/** The list of queues; `visible` holds ARNs. */
export interface DeadLettersViewState extends TableView<TargetColumn> {
  /** Somebody looks at dead letters: the feed reads the whole account. */
  readonly isOpen: boolean;
  /** Names of the functions it was opened for: their queues are read first, and the cursor stands on the first. */
  readonly names: readonly string[];
  readonly level: TriageLevel;
  /** ARN of the queue that is open, from `price` on. */
  readonly queueArn: string | null;
  /** Key of the group that is open, from `letters` on. */
  readonly group: string | null;
}

/** The store behind the list. */
export type DeadLettersViewStore = StoreApi<DeadLettersViewState>;

/** The first look: where most dead letters lie is on top. */
export function createDeadLettersViewStore(): DeadLettersViewStore {
  return createStore<DeadLettersViewState>(() => ({
    ...tableView<TargetColumn>({ column: 'depth', descending: true }),
    isOpen: false,
    names: [],
    level: 'queues',
    queueArn: null,
    group: null,
  }));
}

/** Groups of messages, and the messages of one group; `visible` holds keys and message ids. */
export type LettersViewState = TableView<'count'>;

/** The store behind either table. */
export type LettersViewStore = StoreApi<LettersViewState>;

/** What most messages say is on top. */
export function createLettersViewStore(): LettersViewStore {
  return createStore<LettersViewState>(() => tableView<'count'>({ column: 'count', descending: true }));
}

/** One message that is being read. */
export interface LetterTextState {
  readonly messageId: string | null;
  /** Index of the first row in sight. */
  readonly top: number;
  readonly room: number;
  /** Columns its rows are broken to; the screen keeps it, as it does `room`. */
  readonly width: number;
  /** What is searched for; empty = nothing. */
  readonly search: string;
  /** The search line while it is open. */
  readonly typing: { readonly text: string; readonly cursor: number } | null;
}

/** The store behind the message. */
export type LetterTextStore = StoreApi<LetterTextState>;

/** No message is open. */
export function createLetterTextStore(): LetterTextStore {
  return createStore<LetterTextState>(() => ({
    messageId: null,
    top: 0,
    room: 20,
    width: 80,
    search: '',
    typing: null,
  }));
}
