/** The lines of one invocation: at once what the tail holds of it, then all that AWS has. */
import type { Invocation } from '../../src/domain/logs/invocation.ts';
import { InvocationLog } from '../../src/domain/logs/invocation-log.ts';
import { compareLines, LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { TailStatus } from '../../src/domain/logs/tail-status.ts';
import type { InvocationKey, InvocationLines } from '../../src/stores/logs-lookups-store.ts';
import type { LogsPane } from '../../src/stores/logs-view-store.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import { remember } from '../table/remember.ts';
import { LineTally } from './line-tally.ts';
import { createLinesModel, type LinesModel } from './tail-model.ts';

/** See the file's head. */
export interface OneInvocation {
  readonly model: LinesModel;
  /** What its lines tell of it; null without any. */
  readonly told: () => Invocation | null;
  /** Shows it, the cursor on a line where one is given. */
  readonly open: (key: InvocationKey, at: LogLine | null, from: LogsPane) => void;
  readonly close: () => void;
}

/** Lines of the invocation that is looked up in the stores. */
export function createOneInvocation({
  logs,
  logsLookups,
  logsView,
}: Pick<SessionStores, 'logs' | 'logsLookups' | 'logsView'>): OneInvocation {
  let buffer = new LineBuffer();
  const toldBy = remember(invocationIn);
  /** Lines that are shown and that the tail has not told, but may yet. */
  let ahead = new LineTally();
  const show = (lines: readonly LogLine[]): void => {
    buffer = new LineBuffer();
    buffer.add(lines);
    const { invocationPlace: place } = logsView.getState();
    if (!place) return;
    // AWS tells the same lines again: the cursor stays on the one that says the same.
    const cursor = alike(lines, place.cursor) ?? lines[0];
    const top = alike(lines, place.top.line) ?? cursor;
    if (!cursor || !top) return;
    logsView.setState({ invocationPlace: { ...place, cursor, top: { line: top, row: place.top.row } } });
  };
  /** What of the tail's lines is not among these; what of these is not among the tail's is ahead of it. */
  const missingFrom = (lines: readonly LogLine[], told: readonly LogLine[]): LogLine[] => {
    ahead = new LineTally(lines);
    return told.filter((line) => !ahead.take(line));
  };
  const join = (invocation: InvocationLines, more: readonly LogLine[]): void => {
    if (more.length === 0) return;
    const lines = [...invocation.lines, ...more].sort(compareLines);
    logsLookups.setState({ invocation: { ...invocation, lines } });
  };
  const unsubscribes = [
    logsLookups.subscribe(({ invocation }, { invocation: before }) => {
      if (!invocation || invocation.lines === before?.lines) return;
      show(invocation.lines);
      const isAnswer = before?.key === invocation.key && before.isReading && !invocation.isReading;
      // AWS finds lines a little later than it tells them to a tail.
      if (isAnswer)
        join(
          invocation,
          missingFrom(invocation.lines, linesOfInvocation(logs.getState().lines, invocation.key)),
        );
    }),
    // While it runs, it goes on writing.
    logs.subscribe(({ newest, revision }, before) => {
      const { invocation } = logsLookups.getState();
      if (!invocation || revision === before.revision) return;
      join(
        invocation,
        newest.filter((line) => isOf(line, invocation.key) && !ahead.take(line)),
      );
    }),
  ];

  return {
    model: createLinesModel(() => ({ all: buffer, shown: buffer, dropped: 0, received: buffer.size })),
    told: () => toldBy(logsLookups.getState().invocation?.lines ?? NO_LINES),
    open(key, at, from) {
      const { lines: tail, query, status } = logs.getState();
      const held = linesOfInvocation(tail, key);
      const lines = held.length === 0 && at ? [at] : held;
      missingFrom(lines, held);
      const isWhole = query?.pattern === null && isComplete(status) && hasBoth(lines);
      const cursor = at ?? lines[0];
      const top = lines[0];
      logsLookups.setState({ invocation: { key, lines, isReading: !isWhole, error: null } });
      logsView.setState({
        pane: 'invocation',
        paneBefore: from,
        invocationPlace: cursor && top ? { cursor, top: { line: top, row: 0 }, received: 0 } : null,
      });
    },
    close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
    },
  };
}

const NO_LINES: readonly LogLine[] = [];

/** The invocation that lines are of; of several attempts in one environment the last. */
function invocationIn(lines: readonly LogLine[]): Invocation | null {
  const log = new InvocationLog();
  for (const line of lines) log.add(line);
  return log.list().at(-1) ?? null;
}

/** The invocation a line belongs to; null when it belongs to none. */
export function keyOfLine({ requestId, event: { group, stream, timestamp } }: LogLine): InvocationKey | null {
  return requestId === null ? null : { requestId, group, stream, at: timestamp };
}

/** What a buffer holds of an invocation, in order. */
export function linesOfInvocation(tail: LineBuffer, key: InvocationKey): LogLine[] {
  return tail.slice(0).filter((line) => isOf(line, key));
}

function isOf({ requestId, event }: LogLine, key: InvocationKey): boolean {
  return requestId === key.requestId && event.stream === key.stream && event.group === key.group;
}

/** Whether the tail shows all there was. */
function isComplete({ sampledUpdates, completedUpdates, unreadCount }: TailStatus): boolean {
  return sampledUpdates === completedUpdates && unreadCount === 0;
}

/** It began and it ended. */
function hasBoth(lines: readonly LogLine[]): boolean {
  return lines.some(({ kind }) => kind === 'start') && lines.some(({ kind }) => kind === 'report');
}

function alike(lines: readonly LogLine[], wanted: LogLine): LogLine | undefined {
  const { timestamp, message } = wanted.event;
  return lines.find(({ event }) => event.timestamp === timestamp && event.message === message);
}
