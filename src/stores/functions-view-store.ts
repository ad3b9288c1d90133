/** How the person looks at the functions: cursor, order, filter, marks. Everything is kept by ARN, never by row. */
import { createStore, type StoreApi } from 'zustand/vanilla';

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
  | 'age'
  | 'state';

/** The order of the rows. */
export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
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
  /** The filter as typed; empty = everything. */
  readonly filter: string;
  /** The filter line is open and takes the keys. */
  readonly filtering: boolean;
  readonly onlyTrouble: boolean;
  /** ARNs marked for bulk work. */
  readonly marks: ReadonlySet<string>;
  /** When the screen was frozen, ms since the epoch; null = live. */
  readonly frozenAt: number | null;
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
    filtering: false,
    onlyTrouble: false,
    marks: new Set(),
    frozenAt: null,
    wide: false,
    scrollX: 0,
    visible: [],
  }));
}
