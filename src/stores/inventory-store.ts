/** What functions the account has: the list, how complete it is, and how old. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { LambdaFunction } from '../domain/lambda-function.ts';

/** The inventory as it stands now. */
export interface InventoryState {
  /** In AWS's order; never sorted in place. */
  readonly functions: readonly LambdaFunction[];
  /**
   * `waiting`: nothing yet · `cached`: the last session's list, not yet confirmed · `loading`: pages arrive ·
   * `ready`: complete.
   */
  readonly phase: 'waiting' | 'cached' | 'loading' | 'ready';
  /** When the newest complete list was read, ms since the epoch; null before the first one. */
  readonly at: number | null;
  /** Functions read so far in the pass that is running. */
  readonly loaded: number;
  /** Functions in the region as GetAccountSettings counts them; null when unknown. */
  readonly total: number | null;
  /** What stopped the last pass; null when it went well. */
  readonly error: AppError | null;
}

/** The store behind the functions screen. */
export type InventoryStore = StoreApi<InventoryState>;

/** An inventory that nothing is known of yet. */
export function createInventoryStore(): InventoryStore {
  return createStore<InventoryState>(() => ({
    functions: [],
    phase: 'waiting',
    at: null,
    loaded: 0,
    total: null,
    error: null,
  }));
}
