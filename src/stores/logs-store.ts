/** The logs that are being tailed: what is asked for, the lines that came, and how the tail is doing. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type BufferLimits, LineBuffer } from '../domain/logs/line-buffer.ts';
import type { LogLine } from '../domain/logs/log-line.ts';
import type { LogsQuery } from '../domain/logs/log-target.ts';
import { NO_TAIL, type TailStatus } from '../domain/logs/tail-status.ts';

/** One tail. */
export interface LogsState {
  /** What is to be tailed; null = nothing, and the feed rests. The screen sets it by `askForLogs`. */
  readonly query: LogsQuery | null;
  /** The same object as long as the query is; changed in place: look again when `revision` has changed. */
  readonly lines: LineBuffer;
  /** Another number after each batch. */
  readonly revision: number;
  /** The lines that came last. Whoever keeps figures of his own subscribes, and sees every batch once. */
  readonly newest: readonly LogLine[];
  /** Lines that came since the query was asked. What is new since a pause is the difference to then. */
  readonly received: number;
  /** Lines that left the buffer to make room for newer ones. */
  readonly dropped: number;
  readonly status: TailStatus;
}

/** The store behind the logs screen. */
export type LogsStore = StoreApi<LogsState>;

/** A store that tails nothing yet. */
export function createLogsStore(): LogsStore {
  return createStore<LogsState>(() => ({
    query: null,
    lines: new LineBuffer(),
    revision: 0,
    newest: [],
    received: 0,
    dropped: 0,
    status: NO_TAIL,
  }));
}

/** Begins a tail anew, or with null ends it: what the former one showed is gone. */
export function askForLogs(store: LogsStore, query: LogsQuery | null, limits?: BufferLimits): void {
  store.setState(({ revision }) => ({
    query,
    lines: new LineBuffer(limits),
    revision: revision + 1,
    newest: [],
    received: 0,
    dropped: 0,
    status: NO_TAIL,
  }));
}

/** Adds a batch, as the feed does some ten times a second: one change of state whatever its size. */
export function addLines(store: LogsStore, batch: readonly LogLine[]): void {
  if (batch.length === 0) return;
  store.setState(({ lines, revision, received }) => {
    lines.add(batch);
    return {
      revision: revision + 1,
      newest: batch,
      received: received + batch.length,
      dropped: lines.dropped,
    };
  });
}
