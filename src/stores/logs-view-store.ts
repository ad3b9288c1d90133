/**
 * How the person looks at the logs: where they are, what is filtered, how lines are drawn. Lines are held on to
 * themselves, never by index: the buffer moves on.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InvocationSort } from '../domain/logs/invocation-filter.ts';
import type { LogLevel, LogLine } from '../domain/logs/log-line.ts';
import { type TableView, tableView } from './table-view.ts';

/** What the screen shows: the tail, a row for each invocation, figures about these, or the lines of one. */
export type LogsPane = 'lines' | 'invocations' | 'distributions' | 'invocation';

/** Where somebody reads while the tail runs on. */
export interface ReadingPlace {
  readonly cursor: LogLine;
  /** The first line on the screen, and which of its rows; a negative row is a note above the line. */
  readonly top: { readonly line: LogLine; readonly row: number };
  /** How many lines had come when following ended. */
  readonly received: number;
}

/** How JSON lines are drawn. */
export type JsonView = 'folded' | 'pretty' | 'columns';

/** How times are drawn: of the person's day, of UTC's, or as ages. */
export type TimeView = 'clock' | 'utc' | 'age';

/** What is searched for. */
export interface LogSearch {
  /** Empty = nothing. */
  readonly text: string;
  /** Matches are the lines in which it does not occur. */
  readonly inverted: boolean;
  /** Nothing but matches is shown, and what is around them. */
  readonly only: boolean;
  /** So many lines before and after each match. */
  readonly context: number;
}

/** The state of the view, not of the data. */
export interface LogsViewState {
  readonly pane: LogsPane;
  /** Where Esc leads from the lines of one invocation. */
  readonly paneBefore: LogsPane;
  /** First line that is seen of the figures about invocations. */
  readonly distributionsTop: number;
  /** Where somebody reads in the lines of one invocation; null = at its beginning. */
  readonly invocationPlace: ReadingPlace | null;
  /** Null = following the newest line. */
  readonly place: ReadingPlace | null;
  readonly wrap: boolean;
  readonly json: JsonView;
  /** Fields of JSON lines that are drawn as columns; empty = those the lines in sight have most. */
  readonly fields: readonly string[];
  readonly times: TimeView;
  /** Columns of the text scrolled off to the left. */
  readonly scrollX: number;
  /** Only lines as grave as this, or graver; null = all. */
  readonly level: LogLevel | null;
  readonly onlyTrouble: boolean;
  /** Lambda's own lines about what went well (START, END, REPORT) are left out. */
  readonly hidesSystem: boolean;
  readonly search: LogSearch;
  /** The search line while it is open and takes the keys; null = closed. `cursor` counts graphemes. */
  readonly typing: { readonly text: string; readonly cursor: number } | null;
  /** How much of the tail the filters have looked through, 0–1; the screen keeps it. */
  readonly judged: number;
  /** Counts what of the tail is to be drawn, so that a flood is not drawn thirty times a second; the screen keeps it. */
  readonly revision: number;
}

/** The store behind the logs screen. */
export type LogsViewStore = StoreApi<LogsViewState>;

/** The first look: everything, from the newest line on. */
export const FIRST_LOOK: LogsViewState = {
  pane: 'lines',
  paneBefore: 'lines',
  distributionsTop: 0,
  invocationPlace: null,
  place: null,
  wrap: false,
  json: 'folded',
  fields: [],
  times: 'clock',
  scrollX: 0,
  level: null,
  onlyTrouble: false,
  hidesSystem: false,
  search: { text: '', inverted: false, only: false, context: 0 },
  typing: null,
  judged: 1,
  revision: 0,
};

/** A view nobody has looked through yet. */
export function createLogsViewStore(): LogsViewStore {
  return createStore<LogsViewState>(() => FIRST_LOOK);
}

/** The store behind the table of invocations; its ids are the keys of `invocationKey`. */
export type InvocationsViewStore = StoreApi<TableView<InvocationSort>>;

/** The first look: the newest on top. */
export function createInvocationsViewStore(): InvocationsViewStore {
  return createStore<TableView<InvocationSort>>(() => tableView({ column: 'started', descending: true }));
}
