/** How the person looks at the functions: cursor, order, filter, marks. Everything is kept by ARN, never by row. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HealthState } from './health-store.ts';
import type { InventoryState } from './inventory-store.ts';
import { type TableSort, type TableView, tableView } from './table-view.ts';

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
export type Sort = TableSort<SortColumn>;

/** The data a frozen screen goes on showing while the feeds run on behind it. */
export interface Frozen {
  /** ms since the epoch. */
  readonly at: number;
  readonly inventory: InventoryState;
  readonly health: HealthState;
}

/** The state of the view, not of the data; `visible` holds function names: the feeds refresh these. */
export interface FunctionsViewState extends TableView<SortColumn> {
  /** What was known when the screen was frozen; null = live. */
  readonly frozen: Frozen | null;
  /** All columns instead of those that fit beside a readable name. */
  readonly wide: boolean;
  /** Columns scrolled off to the left. */
  readonly scrollX: number;
}

/** The store behind the functions table. */
export type FunctionsViewStore = StoreApi<FunctionsViewState>;

/** The first look: what fails most is on top. */
export function createFunctionsViewStore(): FunctionsViewStore {
  return createStore<FunctionsViewState>(() => ({
    ...tableView<SortColumn>({ column: 'errors', descending: true }),
    frozen: null,
    wide: false,
    scrollX: 0,
  }));
}
