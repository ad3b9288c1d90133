/** Who holds the account's concurrency: provisioned of the rows in sight, reservations of all functions found so far. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { ProvisionedConcurrency } from '../domain/concurrency/provisioned.ts';

/** A function's provisioned concurrency as it was read. */
export interface ProvisionedReading {
  /** One for each alias or version that has some; empty = none. */
  readonly configs: readonly ProvisionedConcurrency[];
  /** Share of it in use in the newest minute, 0–1, the highest of its qualifiers; null = unknown. */
  readonly utilisation: number | null;
}

/** By function name. What nobody has read is not in the maps. */
export interface ConcurrencyState {
  readonly provisioned: ReadonlyMap<string, ProvisionedReading>;
  /** Reservations found by going through the account; null = unset. */
  readonly reserved: ReadonlyMap<string, number | null>;
  /** The search for reservations: running, or over because all that the account has reserved is accounted for. */
  readonly search: 'waiting' | 'running' | 'complete';
  readonly provisionedError: AppError | null;
  readonly searchError: AppError | null;
}

/** The store behind the concurrency screen, beside health and account. */
export type ConcurrencyStore = StoreApi<ConcurrencyState>;

/** Nothing is known yet. */
export function createConcurrencyStore(): ConcurrencyStore {
  return createStore<ConcurrencyState>(() => ({
    provisioned: new Map(),
    reserved: new Map(),
    search: 'waiting',
    provisionedError: null,
    searchError: null,
  }));
}
