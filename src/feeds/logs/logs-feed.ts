/** Keeps the logs store true: tails what its query asks for, understands the lines, and rests without a query. */
import type { Clock } from '../../domain/clock.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogsQuery } from '../../domain/logs/log-target.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { addLines, type LogsStore } from '../../stores/logs-store.ts';
import { startTail, type Tail } from './tail.ts';

/** Of a longer past, and of a long gap, so many of the newest lines are read. */
const NEWEST_LINES = 20_000;

/** What the feed needs. */
export interface LogsFeedOptions {
  readonly gateway: LogsGateway;
  readonly store: LogsStore;
  readonly clock: Clock;
}

/** A feed that follows the query in its store. */
export interface LogsFeed {
  start(): void;
  stop(): void;
}

/** See the file's head. */
export function createLogsFeed({ gateway, store, clock }: LogsFeedOptions): LogsFeed {
  let tail: Tail | null = null;
  let unsubscribe = (): void => {};

  const follow = (query: LogsQuery | null): void => {
    tail?.stop();
    tail = null;
    if (!query || query.targets.length === 0) return;
    const isCurrent = (): boolean => store.getState().query === query;
    const reader = createLineReader({
      functionOf: (group) => tail?.functionOf(group) ?? null,
      interleaves: (functionName) => tail?.interleaves(functionName) === true,
    });
    tail = startTail({
      gateway,
      clock,
      query,
      newestLines: NEWEST_LINES,
      sink: {
        // What a former tail still hands over belongs to nobody.
        events: (events) => {
          if (isCurrent()) addLines(store, events.map(reader.read));
        },
        status: (status) => {
          if (isCurrent()) store.setState({ status });
        },
      },
    });
    store.setState({ status: tail.status() });
  };

  return {
    start() {
      follow(store.getState().query);
      unsubscribe = store.subscribe(({ query }, before) => {
        if (query !== before.query) follow(query);
      });
    },
    stop() {
      unsubscribe();
      tail?.stop();
      tail = null;
    },
  };
}
