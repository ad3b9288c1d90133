/** How the person looks at the functions: cursor, order, filter, marks. Everything is kept by ARN, never by row. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HealthState } from './health-store.ts';
import type { InventoryState } from './inventory-store.ts';

/** The columns rows can be sorted by; each has a letter after `s` (keys/keymap.ts). */
export type SortColumn =
  | 'name'
  | 'runtime'
  | 'memory'
  | 'modified'
  | 'invocations'
  | 'errors'
  | 'p50'
  | 'p99'
  | 'throttles'
  | 'concurrency'
  | 'iterator-age'
  | 'state';

/** The order of the rows. */
export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** The data a frozen screen goes on showing while the feeds run on behind it. */
export interface Frozen {
  /** ms since the epoch. */
  readonly at: number;
  readonly inventory: InventoryState;
  readonly health: HealthState;
}

/** The state of the view, not of the data. */
export interface FunctionsViewState {
  /** ARN under the cursor; null = the first row. */
  readonly cursor: string | null;
  /** Index of the first row on the screen. */
  readonly top: number;
  /** How many rows the table has room for; the screen keeps it. */
  readonly room: number;
  readonly sort: Sort;
  /** The filter that holds; empty = everything. */
  readonly filter: string;
  /** The filter line while it is open and takes the keys; null = closed. `cursor` counts graphemes. */
  readonly typing: { readonly text: string; readonly cursor: number } | null;
  readonly onlyTrouble: boolean;
  /** ARNs marked for bulk work. */
  readonly marks: ReadonlySet<string>;
  /** What was known when the screen was frozen; null = live. */
  readonly frozen: Frozen | null;
  /** All columns instead of those that fit beside a readable name. */
  readonly wide: boolean;
  /** Columns scrolled off to the left. */
  readonly scrollX: number;
  /** Function names on the screen, top first: the feeds refresh these. */
  readonly visible: readonly string[];
}

/** The store behind the functions table. */
export type FunctionsViewStore = StoreApi<FunctionsViewState>;

/** The first look: what fails most is on top. */
export function createFunctionsViewStore(): FunctionsViewStore {
  return createStore<FunctionsViewState>(() => ({
    cursor: null,
    top: 0,
    room: 20,
    sort: { column: 'errors', descending: true },
    filter: '',
    typing: null,
    onlyTrouble: false,
    marks: new Set(),
    frozen: null,
    wide: false,
    scrollX: 0,
    visible: [],
  }));
}

/** Fields in which the screen only says what it has just drawn. */
const SAID_BY_SCREEN: ReadonlySet<string> = new Set([
  'top',
  'room',
  'visible',
] satisfies (keyof FunctionsViewState)[]);

/** Whether the screen has to be drawn again: something changed that it did not itself report. */
export function looksDifferent(view: FunctionsViewState, before: FunctionsViewState): boolean {
  const keys = Object.keys(view) as (keyof FunctionsViewState)[];
  return keys.some((key) => !SAID_BY_SCREEN.has(key) && view[key] !== before[key]);
}
