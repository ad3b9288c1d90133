/** How the person looks at the journal. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TableView, tableView } from './table-view.ts';

/** What entries can be sorted by: their order is that of time. */
export type JournalColumn = 'time';

/** The view; cursor and marks are ids of entries. */
export interface JournalViewState extends TableView<JournalColumn> {
  /** Only entries about these functions or queues, by name; empty = all. */
  readonly only: readonly string[];
  /** The entry that is shown whole; null while the table is. */
  readonly detail: {
    readonly id: string;
    /** First line that is shown. */
    readonly top: number;
  } | null;
}

/** The store behind the view. */
export type JournalViewStore = StoreApi<JournalViewState>;

/** The first look: the newest entry is on top. */
export function createJournalViewStore(): JournalViewStore {
  return createStore<JournalViewState>(() => ({
    ...tableView<JournalColumn>({ column: 'time', descending: true }),
    only: [],
    detail: null,
  }));
}
