/**
 * What the logs screen asks of AWS once, beside the tail: all lines of one invocation, whether a filter pattern
 * is one, and invocations of a longer past. The screen says what is wanted, the feed answers here.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { Invocation } from '../domain/logs/invocation.ts';
import type { LogLine } from '../domain/logs/log-line.ts';
import type { LogTarget } from '../domain/logs/log-target.ts';

/** Which invocation: a request id in one environment's stream. */
export interface InvocationKey {
  readonly requestId: string;
  readonly group: string;
  readonly stream: string;
  /** A time at which it ran, ms since the epoch. */
  readonly at: number;
}

/** The lines of one invocation. */
export interface InvocationLines {
  readonly key: InvocationKey;
  /** In order; those of the tail until AWS has answered. */
  readonly lines: readonly LogLine[];
  /** Whether AWS has still to be asked for what the tail does not hold. */
  readonly isReading: boolean;
  /** What stopped the reading; null when it went well. */
  readonly error: AppError | null;
}

/** A filter pattern that is being tried before the tail is begun anew with it. */
export interface PatternTrial {
  readonly pattern: string;
  /** A function whose log group it is tried on. */
  readonly target: LogTarget;
  readonly phase: 'asking' | 'accepted' | 'refused';
  /** AWS's words when it was refused. */
  readonly error: AppError | null;
}

/** Invocations of a past that the tail does not reach, by Logs Insights. */
export interface InvocationHistory {
  readonly targets: readonly LogTarget[];
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  /** `pricing`: looking what it costs · `priced`: waits for the person · `reading` · `read` · `failed`. */
  readonly phase: 'pricing' | 'priced' | 'reading' | 'read' | 'failed';
  /** Bytes Logs Insights is going to scan, as far as can be told; null = unknown. */
  readonly bytes: number | null;
  /** Functions whose successes are not reported: their system log level hides them. */
  readonly silent: readonly string[];
  readonly invocations: readonly Invocation[];
  /** How many there were in all, of which the newest came; null = unknown. */
  readonly matched: number | null;
  /** A query gave as many as it may: older ones are missing. */
  readonly isCut: boolean;
  /** Bytes that were paid for; null before, and where AWS did not say. */
  readonly bytesScanned: number | null;
  readonly error: AppError | null;
}

/** All that is being looked up; null = nothing. */
export interface LogsLookups {
  readonly invocation: InvocationLines | null;
  readonly trial: PatternTrial | null;
  readonly history: InvocationHistory | null;
  /** A line, found elsewhere, whose invocation the logs screen shows first when it is opened next. */
  readonly asked: LogLine | null;
}

/** The store between the logs screen and the feed that answers it. */
export type LogsLookupsStore = StoreApi<LogsLookups>;

/** A store in which nothing is asked. */
export function createLogsLookupsStore(): LogsLookupsStore {
  return createStore<LogsLookups>(() => ({ invocation: null, trial: null, history: null, asked: null }));
}
