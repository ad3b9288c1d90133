/** What AWS says of aliases and their versions: where traffic is sent, what really ran, who else moves it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { Alias } from '../domain/lambda-function.ts';
import type { AliasDeployment } from '../domain/traffic/deployment.ts';
import type { Seen } from '../domain/traffic/preflight.ts';

/** One version behind one alias, over the last minutes, by CloudWatch. Null = unknown, never 0. */
export interface VersionServed {
  readonly invocations: number | null;
  /** Those of the newest minutes that are counted whole: what runs now, not what ran before a weight changed. */
  readonly recent: number | null;
  readonly errors: number | null;
  readonly throttles: number | null;
  /** Of its newest minute that has a datapoint. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** The newest minute in which it ran, ms since the epoch. */
  readonly lastServed: number | null;
}

/** An alias, and what is known of its traffic. */
export interface AliasTraffic {
  readonly functionName: string;
  readonly alias: Alias;
  /** By version; a version that is missing was not asked for. Null before the first reading. */
  readonly served: ReadonlyMap<string, VersionServed> | null;
  /** CodeDeploy's deployment that moves it; null = not looked for yet. */
  readonly deployment: Seen<AliasDeployment | null> | null;
}

/** See the file's head. */
export interface TrafficState {
  /** By function name: its aliases in AWS's order; a function that is missing was not read yet. */
  readonly aliases: ReadonlyMap<string, readonly AliasTraffic[]>;
  /** What stopped the last reading of a function's aliases, by its name. */
  readonly errors: ReadonlyMap<string, AppError>;
  /** What stopped the last reading of figures. */
  readonly servedError: AppError | null;
  /** When figures were read last, ms since the epoch. */
  readonly servedAt: number | null;
}

/** The store behind the traffic screen. */
export type TrafficStore = StoreApi<TrafficState>;

/** Nothing has been read. */
export function createTrafficStore(): TrafficStore {
  return createStore<TrafficState>(() => ({
    aliases: new Map(),
    errors: new Map(),
    servedError: null,
    servedAt: null,
  }));
}
