/** Whose account we look at, how we got in, and how the region as a whole is doing. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { AccountSettings, CallerIdentity } from '../domain/lambda-function.ts';

/** The region as a whole, from the dimensionless metrics. Null is unknown. */
export interface RegionHealth {
  /** Start of the minute described, ms since the epoch. */
  readonly at: number;
  readonly concurrency: number | null;
  readonly invocationsPerMin: number | null;
  readonly errorsPerMin: number | null;
  readonly throttlesPerMin: number | null;
}

/** What the calls to AWS amount to; see gateways `Usage`. */
export interface UsageFigures {
  readonly callsPerMin: number;
  readonly dollarsPerHour: number;
  readonly throttledPerMin: number;
}

/** Identity, scope and region-wide figures, for the header. */
export interface AccountState {
  readonly profile: string | null;
  /** Null until it has been resolved. */
  readonly region: string | null;
  readonly endpoint: string | null;
  /** Nothing that changes AWS can be started now. */
  readonly readOnly: boolean;
  /** What makes it so: `--read-only`, which nothing lifts, or the config file; null when nothing does. */
  readonly readOnlySource: string | null;
  /** Until when `:write` has lifted the config file's read-only, ms since the epoch; null when it has not. */
  readonly writeUntil: number | null;
  /** The config file calls this production. */
  readonly production: boolean;
  /** The embedded account: nothing here is real. */
  readonly demo: boolean;
  readonly identity: CallerIdentity | null;
  /** The account the last session had in this scope, shown until `identity` confirms or replaces it. */
  readonly presumedAccount: string | null;
  readonly settings: AccountSettings | null;
  readonly regionHealth: RegionHealth | null;
  /** When the credentials end, ms since the epoch; null when they do not say. */
  readonly credentialsExpireAt: number | null;
  readonly usage: UsageFigures;
  /** What keeps us out (credentials, region, endpoint); null when we are in. */
  readonly error: AppError | null;
  /** What stopped the last read of limits or region metrics. */
  readonly settingsError: AppError | null;
}

/** The store behind the header. */
export type AccountStore = StoreApi<AccountState>;

/** A scope nothing is known of yet. */
export function createAccountStore(initial: Partial<AccountState>): AccountStore {
  return createStore<AccountState>(() => ({
    profile: null,
    region: null,
    endpoint: null,
    readOnly: false,
    readOnlySource: null,
    writeUntil: null,
    production: false,
    demo: false,
    identity: null,
    presumedAccount: null,
    settings: null,
    regionHealth: null,
    credentialsExpireAt: null,
    usage: { callsPerMin: 0, dollarsPerHour: 0, throttledPerMin: 0 },
    error: null,
    settingsError: null,
    ...initial,
  }));
}
