/** How the person looks at the concurrency screen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TableView, tableView } from './table-view.ts';

/** The columns rows can be sorted by. */
export type ConcurrencyColumn = 'name' | 'reserved' | 'provisioned' | 'used' | 'peak' | 'throttles' | 'state';

/** The view; `visible` holds function names while the screen is open: the feeds follow it. */
export interface ConcurrencyViewState extends TableView<ConcurrencyColumn> {
  readonly isOpen: boolean;
}

/** The store behind the view. */
export type ConcurrencyViewStore = StoreApi<ConcurrencyViewState>;

/** The first look: who uses most is on top. */
export function createConcurrencyViewStore(): ConcurrencyViewStore {
  return createStore<ConcurrencyViewState>(() => ({
    ...tableView<ConcurrencyColumn>({ column: 'used', descending: true }),
    isOpen: false,
  }));
}
