/**
 * Events to lines, as they arrive: what each line says itself, and what only its stream tells (whose it is,
 * what it continues). One reader per tail: it counts the lines. Fast enough for a flood: some 2 µs a line.
 */
import { type BlockState, continueBlock, stateAfterHead } from './continuation.ts';
import type { LogEvent } from './log-event.ts';
import { readStreamName, type StreamWriter } from './log-groups.ts';
import type { LogLine } from './log-line.ts';
import { type MessageHead, readHead } from './message-head.ts';
import { RequestTracker } from './request-tracker.ts';

/** What is known beforehand about those who write. */
export interface ReaderOptions {
  /** The function that writes to a group, asked only where neither stream nor group names one. */
  readonly functionOf?: (group: string) => string | null;
  /** Whether invocations of a function interleave in one stream: it runs on Lambda Managed Instances. */
  readonly interleaves?: (functionName: string) => boolean;
}

/** Makes lines of events. */
export interface LineReader {
  /** The line of an event. Events of one stream are given in their order, as far as it is known. */
  read(event: LogEvent): LogLine;
}

/** A stream's memory. */
interface StreamState {
  readonly writer: StreamWriter;
  readonly requests: RequestTracker;
  /** The newest line; null before the first. */
  last: LogLine | null;
  block: BlockState;
  /** Lines of the block so far. */
  blockLines: number;
}

/** So many streams are remembered; of those longest known, a line without a request id then stays without. */
const MOST_STREAMS = 20_000;

/** A block that grows beyond is no stack trace. */
const MOST_BLOCK_LINES = 500;
/** Lines of one trace are written in one go: what comes later than this after the line before is another's, ms. */
const BLOCK_GAP_MS = 1_000;

/** A reader with nothing read. */
export function createLineReader({ functionOf, interleaves }: ReaderOptions = {}): LineReader {
  const groups = new Map<string, Map<string, StreamState>>();
  let known = 0;
  let seq = 0;

  function stateOf({ group, stream }: LogEvent): StreamState {
    let streams = groups.get(group);
    if (streams === undefined) {
      streams = new Map();
      groups.set(group, streams);
    }
    const state = streams.get(stream);
    if (state !== undefined) return state;
    if (known >= MOST_STREAMS) forgetOldest();
    known += 1;
    const named = readStreamName(group, stream);
    const functionName = named.functionName ?? functionOf?.(group) ?? null;
    const made: StreamState = {
      writer: { functionName, version: named.version },
      requests: new RequestTracker(functionName !== null && interleaves?.(functionName) === true),
      last: null,
      block: 'closed',
      blockLines: 0,
    };
    streams.set(stream, made);
    return made;
  }

  function forgetOldest(): void {
    for (const [group, streams] of groups) {
      const [oldest] = streams.keys();
      if (oldest === undefined || streams.size === 1) groups.delete(group);
      else streams.delete(oldest);
      if (oldest === undefined) continue;
      known -= 1;
      return;
    }
  }

  return {
    read(event) {
      const state = stateOf(event);
      const head = readHead(event.message);
      const previous = state.last;
      const block = previous === null ? null : continuation(state, previous, head, event);
      const line =
        previous !== null && block !== null
          ? continuing(event, seq, previous)
          : beginning(event, seq, head, state);
      seq += 1;
      state.block =
        block ?? (head.kind === 'application' ? stateAfterHead(event.message, head.isProblem) : 'closed');
      state.blockLines = block === null ? 1 : state.blockLines + 1;
      state.last = line;
      return line;
    },
  };
}

/** What the stream's block becomes by this event; null when the event begins another. */
function continuation(
  { block, blockLines }: StreamState,
  previous: LogLine,
  head: MessageHead,
  { message, timestamp }: LogEvent,
): BlockState | null {
  if (block === 'closed' || head.kind !== 'application' || head.level !== null || head.bodyAt > 0)
    return null;
  if (blockLines >= MOST_BLOCK_LINES) return null;
  const gap = timestamp - previous.event.timestamp;
  return gap < 0 || gap > BLOCK_GAP_MS ? null : continueBlock(block, message);
}

/** It is its head's in everything, so that no filter takes a trace apart. */
function continuing(event: LogEvent, seq: number, previous: LogLine): LogLine {
  const { head, placeAt, functionName, version, requestId, level, isProblem } = previous;
  return {
    event,
    seq,
    head,
    placeAt,
    functionName,
    version,
    requestId,
    level,
    kind: 'application',
    isProblem,
    bodyAt: 0,
  };
}

function beginning(event: LogEvent, seq: number, head: MessageHead, state: StreamState): LogLine {
  const { timestamp } = event;
  const { kind, level, isProblem, bodyAt } = head;
  if (kind === 'start' && head.requestId !== null) state.requests.start(head.requestId, timestamp);
  const requestId = state.requests.requestOf(head.requestId, head.isSure, timestamp);
  if (kind === 'report' && requestId !== null) state.requests.finish(requestId, timestamp);
  return {
    event,
    seq,
    head: seq,
    placeAt: timestamp,
    functionName: state.writer.functionName,
    version: state.writer.version,
    requestId,
    level,
    kind,
    isProblem,
    bodyAt,
  };
}
