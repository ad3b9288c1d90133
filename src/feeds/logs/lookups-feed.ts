/** Answers what the logs screen asks once: all lines of an invocation, whether a pattern is one, a longer past. */
import { toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogLine } from '../../domain/logs/log-line.ts';
import type { LogSearch, LogsGateway } from '../../gateways/logs.ts';
import type { InvocationKey, LogsLookupsStore } from '../../stores/logs-lookups-store.ts';
import { HistoryLookup } from './history-lookup.ts';
import { findSource } from './log-source.ts';

/** What the feed needs. */
export interface LookupsFeedOptions {
  readonly gateway: LogsGateway;
  readonly store: LogsLookupsStore;
  readonly clock: Clock;
}

/** A feed that waits to be asked. */
export interface LookupsFeed {
  start(): void;
  stop(): void;
}

/** An invocation's lines are no further from any one of them, ms: the longest timeout, and a margin. */
const REACH_MS = 16 * 60_000;
/** Lines of one invocation that are shown. */
const MOST_LINES = 20_000;
/** A pattern is tried on so little, ms: it is AWS's word about it that counts. */
const TRIAL_MS = 1_000;

/** See the file's head. */
export function createLookupsFeed({ gateway, store, clock }: LookupsFeedOptions): LookupsFeed {
  /** One question of a kind at a time: the newest. */
  let invocation = new AbortController();
  let trial = new AbortController();
  const history = new HistoryLookup(gateway, store);

  const readInvocation = async (): Promise<void> => {
    invocation.abort();
    const mine = new AbortController();
    invocation = mine;
    const asked = store.getState().invocation;
    if (!asked?.isReading) return;
    const { key } = asked;
    /** The answer counts as long as the same is still asked. */
    const answer = (change: { readonly lines?: readonly LogLine[]; readonly error?: unknown }): void => {
      const now = store.getState().invocation;
      if (mine.signal.aborted || now?.key !== key) return;
      const error = change.error === undefined ? null : toAppError(change.error);
      // Nothing found says nothing: what the tail holds is still there.
      const lines = change.lines && change.lines.length > 0 ? change.lines : now.lines;
      store.setState({ invocation: { ...now, lines, isReading: false, error } });
    };
    await linesOf(gateway, key, mine.signal).then(
      (lines) => answer({ lines }),
      (error) => answer({ error }),
    );
  };

  const tryPattern = async (): Promise<void> => {
    trial.abort();
    const mine = new AbortController();
    trial = mine;
    const asked = store.getState().trial;
    if (asked?.phase !== 'asking') return;
    const answer = (phase: 'accepted' | 'refused', thrown?: unknown): void => {
      if (mine.signal.aborted || store.getState().trial !== asked) return;
      store.setState({ trial: { ...asked, phase, error: thrown === undefined ? null : toAppError(thrown) } });
    };
    await tryOnGroup(gateway, asked, clock.now(), mine.signal).then(
      () => answer('accepted'),
      (thrown) => answer('refused', thrown),
    );
  };

  let unsubscribe = (): void => {};
  return {
    start() {
      unsubscribe = store.subscribe((state, before) => {
        if (state.invocation?.key !== before.invocation?.key) void readInvocation();
        if (state.trial !== before.trial) void tryPattern();
        if (state.history !== before.history) history.follow();
      });
      // What was asked before there was anybody to answer.
      void readInvocation();
      void tryPattern();
      history.follow();
    },
    stop() {
      unsubscribe();
      invocation.abort();
      trial.abort();
      history.stop();
    },
  };
}

/**
 * The lines of an invocation. Those that bear its id tell from when to when it ran; within that time everything
 * its environment wrote is its own (facts/aws.md section 3), also what bears no id.
 */
async function linesOf(gateway: LogsGateway, key: InvocationKey, signal: AbortSignal): Promise<LogLine[]> {
  const { group, stream, requestId, at } = key;
  const search: LogSearch = {
    group,
    streamPrefix: stream,
    pattern: `"${requestId}"`,
    from: at - REACH_MS,
    to: at + REACH_MS,
    urgent: true,
  };
  const named = await eventsOf(gateway, search, stream, signal);
  const [first] = named;
  const last = named.at(-1);
  if (!first || !last) return [];
  const all = await eventsOf(
    gateway,
    { ...search, pattern: null, from: first.timestamp, to: last.timestamp },
    stream,
    signal,
  );
  const reader = createLineReader();
  return all.map((event) => reader.read(event)).filter((line) => line.requestId === requestId);
}

async function eventsOf(
  gateway: LogsGateway,
  search: LogSearch,
  stream: string,
  signal: AbortSignal,
): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const page of gateway.search(search, signal)) {
    // A prefix may be that of longer names too.
    for (const event of page.events) if (event.stream === stream) events.push(event);
    if (events.length >= MOST_LINES) break;
  }
  return events;
}

/** Asks AWS for a moment of the log by the pattern; rejects with what AWS says against it. */
async function tryOnGroup(
  gateway: LogsGateway,
  { pattern, target }: { readonly pattern: string; readonly target: { readonly functionName: string } },
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const source = await findSource(gateway, { functionName: target.functionName, qualifiers: null }, signal);
  // Without a group there is nobody to refuse it; the tail itself says so when one comes.
  if (!source) return;
  const search = {
    group: source.group.name,
    streamPrefix: null,
    pattern,
    from: now - TRIAL_MS,
    to: now,
    urgent: true,
  };
  for await (const _page of gateway.search(search, signal)) break;
}
