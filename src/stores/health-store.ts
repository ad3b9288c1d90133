/** The live figures of the functions somebody looked at, and the ranking of the whole account. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { FunctionHealth, RankedMetric, Ranking } from '../domain/health.ts';
import type { FunctionDetails } from '../domain/lambda-function.ts';

/** Per-function figures by function name. Rows nobody looked at are simply not in the maps. */
export interface HealthState {
  readonly health: ReadonlyMap<string, FunctionHealth>;
  /** Reserved concurrency, state and aliases by function name. */
  readonly details: ReadonlyMap<string, FunctionDetails>;
  /** The newest ranking of each metric that was asked for. */
  readonly rankings: ReadonlyMap<RankedMetric, Ranking>;
  /** Names of the functions that read a stream (an event source mapping of Kinesis, DynamoDB or DocumentDB). */
  readonly streamReaders: ReadonlySet<string>;
  /** When the figures of the visible rows were last answered, ms since the epoch. */
  readonly at: number | null;
  /** Rows wait for their figures because reading them now would cost more than the budget. */
  readonly overBudget: boolean;
  /** What stopped the last refresh of each kind; null when it went well. */
  readonly error: AppError | null;
  readonly detailsError: AppError | null;
  readonly rankingError: AppError | null;
}

/** The store behind the figures of the functions screen. */
export type HealthStore = StoreApi<HealthState>;

/** Figures that nothing is known of yet. */
export function createHealthStore(): HealthStore {
  return createStore<HealthState>(() => ({
    health: new Map(),
    details: new Map(),
    rankings: new Map(),
    streamReaders: new Set(),
    at: null,
    overBudget: false,
    error: null,
    detailsError: null,
    rankingError: null,
  }));
}
