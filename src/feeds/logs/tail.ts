/** Tails the logs of some functions: their lines in batches, and how it is doing, until stopped. */
import type { Clock } from '../../domain/clock.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogsQuery } from '../../domain/logs/log-target.ts';
import type { TailStatus, UnreadSpan } from '../../domain/logs/tail-status.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { FunctionTail } from './function-tail.ts';
import { LiveSessions } from './live-sessions.ts';
import { type LogSource, targetsByFunction } from './log-source.ts';

/** Lines are handed over together, this long after the first of them, ms: a reader has work for each batch. */
const BATCH_MS = 50;
/** A larger batch is handed over in parts: keys are looked at in between. */
const MOST_AT_ONCE = 500;
/** How often the status is told while it changes, ms. */
const STATUS_MS = 250;
/** Events that are remembered so as to know them again, for all functions together; some 20 MB. */
const MOST_REMEMBERED = 100_000;
/** Unread spans that are kept. */
const MOST_UNREAD = 100;
/** Unread spans of one cause that are no further apart, ms, are one. */
const ADJACENT_MS = 5_000;

/** Where lines go. */
export interface LogSink {
  /** New events; of one stream in order, late ones as they come. */
  readonly events: (events: readonly LogEvent[]) => void;
  readonly status: (status: TailStatus) => void;
  /** Resolves when it can take more; searches wait for it, live tail cannot. */
  readonly room?: () => Promise<void>;
}

/** What a tail needs. */
export interface TailOptions {
  readonly gateway: LogsGateway;
  readonly clock: Clock;
  readonly query: LogsQuery;
  /** Of a long past only so many of the newest lines are read, for a screen; null = all. */
  readonly newestLines: number | null;
  readonly sink: LogSink;
}

/** A tail that runs. */
export interface Tail {
  status(): TailStatus;
  /** Whose lines a group holds that is read for one function; null for another's, and before it is known. */
  functionOf(group: string): string | null;
  /** Whether invocations of a function interleave in one stream. */
  interleaves(functionName: string): boolean;
  /** Ends all reading; what has come by then is handed over. */
  stop(): void;
}

/** Begins to tail. */
export function startTail({ gateway, clock, query, newestLines, sink }: TailOptions): Tail {
  let batch: LogEvent[] = [];
  let batchTimer: NodeJS.Timeout | undefined;
  /** Searches that wait until the batch has been taken: what is read must not pile up here. */
  let waiting: (() => void)[] = [];
  let statusTimer: NodeJS.Timeout | undefined;
  let reconnects = 0;
  let unread: readonly UnreadSpan[] = [];
  let unreadCount = 0;

  const status = (): TailStatus => {
    const samples = tails.map((tail) => tail.samples);
    return {
      targets: tails.map((tail) => tail.status),
      sampledUpdates: samples.reduce((sum, { sampled }) => sum + sampled, 0),
      completedUpdates: samples.reduce((sum, { completed }) => sum + completed, 0),
      reconnects,
      unread,
      unreadCount,
    };
  };
  const handOver = (): void => {
    clearTimeout(batchTimer);
    batchTimer = undefined;
    if (batch.length === 0) return;
    const events = batch.length > MOST_AT_ONCE ? batch.slice(0, MOST_AT_ONCE) : batch;
    batch = batch.length > MOST_AT_ONCE ? batch.slice(MOST_AT_ONCE) : [];
    sink.events(events);
    makeRoom();
    if (batch.length > 0) {
      batchTimer = setTimeout(handOver);
      return;
    }
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const take = (events: readonly LogEvent[]): void => {
    for (const event of events) batch.push(event);
    if (batch.length >= MOST_AT_ONCE) clearTimeout(batchTimer);
    else if (batchTimer) return;
    batchTimer = setTimeout(handOver, batch.length >= MOST_AT_ONCE ? 0 : BATCH_MS);
  };
  const room = async (): Promise<void> => {
    await sink.room?.();
    if (batch.length >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const makeRoom = (): void => {
    const sizes = tails.map((tail) => tail.memory);
    const sum = sizes.reduce((total, size) => total + size, 0);
    if (sum > MOST_REMEMBERED) tails[sizes.indexOf(Math.max(...sizes))]?.forget();
  };
  const onChange = (): void => {
    statusTimer ??= setTimeout(() => {
      statusTimer = undefined;
      sink.status(status());
    }, STATUS_MS);
  };
  const onUnread = (span: UnreadSpan): void => {
    const index = unread.findLastIndex(
      ({ target, reason, to }) =>
        target === span.target && reason === span.reason && span.from <= to + ADJACENT_MS,
    );
    const before = unread[index];
    if (before) unread = unread.with(index, { ...before, to: Math.max(before.to, span.to) });
    else {
      unread = [...unread, span].slice(-MOST_UNREAD);
      unreadCount += 1;
    }
    onChange();
  };
  const live = new LiveSessions({
    gateway,
    clock,
    pattern: query.pattern,
    onReconnect: () => {
      reconnects += 1;
      onChange();
    },
  });
  const tails = targetsByFunction(query.targets).map(
    (target) =>
      new FunctionTail({
        target,
        gateway,
        clock,
        query,
        newestLines,
        live,
        onUnread,
        onChange,
        onEvents: take,
        room,
      }),
  );
  for (const tail of tails) tail.start();
  const sources = (): LogSource[] => tails.flatMap(({ source }) => source ?? []);
  return {
    status,
    functionOf: (name) => sources().find(({ group }) => group.name === name)?.functionName ?? null,
    interleaves: (name) =>
      sources().some(({ functionName, interleaves }) => functionName === name && interleaves),
    stop() {
      live.stop();
      for (const tail of tails) tail.stop();
      clearTimeout(statusTimer);
      while (batch.length > 0) handOver();
      clearTimeout(batchTimer);
    },
  };
}
