/** Searches the log of a function for what became of messages, and of requests. Bounded: an account shares its quota. */
import {
  type FoundError,
  matchErrors,
  type Receiving,
  type Span,
  spansFor,
} from '../../domain/dead-letters/logged-errors.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { ERROR_PATTERN } from '../../domain/logs/error-pattern.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import { errorOf } from '../../domain/logs/log-error.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogLine } from '../../domain/logs/log-line.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { findSource, isWanted, type LogSource, searchPrefixes } from '../logs/log-source.ts';

/** What is looked for. */
export interface EvidenceQuestion {
  readonly functionName: string;
  readonly letters: readonly DeadLetter[];
  readonly receiving: Receiving;
}

/** A filter pattern may be 1,024 characters long: so many ids fit. */
const IDS_AT_ONCE = 24;
/** Ids are looked for so often in vain before the function is taken not to log them. */
const VAIN_CHUNKS = 2;
/** Of the whole search, what the errors take; the rest are ids, which most functions do not log (0–1). */
const ERRORS_SHARE = 0.8;
/** Searches on their way at once; the gateway's rate budget paces them. */
const PARALLEL = 2;
/** A long time is searched in pieces, the newest first and shortest, so that something is known soon; ms. */
const NEWEST_PIECE_MS = 5 * 60_000;
const LONGEST_PIECE_MS = 60 * 60_000;
/** An invocation says its id at its START, at most so long before its error, ms. */
const BEFORE_MS = 5 * 60_000;
/** Pages of one search, and lines kept in all. */
const MOST_PAGES = 25;
const MOST_LINES = 50_000;
/** A request that was given up ran its last time not longer ago than this before its dead letter, ms. */
const REQUEST_REACH_MS = 20 * 60_000;

/**
 * What the log says about each message, by its id: found again and again, better each time, as the search goes on.
 *
 * @param onFound hears of what is known so far, and how far the search has come (0–1)
 */
export async function searchEvidence(
  { functionName, letters, receiving }: EvidenceQuestion,
  gateway: LogsGateway,
  now: number,
  onFound: (found: ReadonlyMap<string, FoundError>, share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const source = await findSource(gateway, { functionName, qualifiers: null }, signal);
  if (!source || letters.length === 0) return;
  const spans = piecesOf(spansFor(letters, receiving), now);
  const events = new Map<string, LogEvent>();
  const match = (): Map<string, FoundError> => matchErrors(letters, linesOf(events.values()), receiving);
  let done = 0;
  const waiting = [...spans];
  const worker = async (): Promise<void> => {
    for (let span = waiting.shift(); span !== undefined; span = waiting.shift()) {
      await collect(source, gateway, { ...span, pattern: ERROR_PATTERN }, events, signal);
      done += 1;
      onFound(match(), (done / spans.length) * ERRORS_SHARE);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  // Messages that errors do not name may be named by other lines of the same invocations.
  const named = (): ReadonlyMap<string, FoundError> =>
    new Map([...match()].filter(([, { error }]) => error.namesMessage));
  let known = named();
  const unnamed = letters.filter(({ messageId }) => !known.has(messageId));
  for (let at = 0, vain = 0; at < unnamed.length && vain < VAIN_CHUNKS; at += IDS_AT_ONCE) {
    const chunk = unnamed.slice(at, at + IDS_AT_ONCE);
    const pattern = chunk.map(({ messageId }) => `?"${messageId}"`).join(' ');
    const [first] = spansFor(chunk, receiving);
    const last = spansFor(chunk, receiving).at(-1);
    if (!first || !last) break;
    await collect(source, gateway, { from: first.from, to: Math.min(last.to, now), pattern }, events, signal);
    const before = known.size;
    known = named();
    vain = known.size > before ? 0 : vain + 1;
    onFound(match(), ERRORS_SHARE + (1 - ERRORS_SHARE) * Math.min(1, (at + IDS_AT_ONCE) / unnamed.length));
  }
  onFound(match(), 1);
}

/**
 * The line that says what went wrong in a request that became a dead letter at `at` (ms since the epoch): the last
 * error that bears its id, else its last line; null when the log does not know it.
 */
export async function findRequest(
  functionName: string,
  requestId: string,
  at: number,
  gateway: LogsGateway,
  signal: AbortSignal,
): Promise<LogLine | null> {
  const source = await findSource(gateway, { functionName, qualifiers: null }, signal);
  if (!source) return null;
  const events = new Map<string, LogEvent>();
  const span = { from: at - REQUEST_REACH_MS, to: at + 60_000, pattern: `"${requestId}"` };
  await collect(source, gateway, span, events, signal);
  const lines = linesOf(events.values()).filter((line) => line.requestId === requestId);
  return lines.findLast((line) => errorOf(line) !== null) ?? lines.at(-1) ?? null;
}

/** Spans cut into pieces, the newest first; none ends after `now`. */
function piecesOf(spans: readonly Span[], now: number): Span[] {
  const pieces: Span[] = [];
  let length = NEWEST_PIECE_MS;
  for (const { from, to } of spans.toReversed()) {
    for (let end = Math.min(to, now); end > from; ) {
      const begin = Math.max(from, end - length);
      length = Math.min(length * 2, LONGEST_PIECE_MS);
      pieces.push({ from: begin, to: end });
      end = begin;
    }
  }
  return pieces;
}

/** The same line with the request it belongs to, where only its stream tells that. */
export async function withRequest(
  line: LogLine,
  gateway: LogsGateway,
  signal: AbortSignal,
): Promise<LogLine> {
  if (line.requestId !== null) return line;
  const { group, stream, timestamp, message } = line.event;
  const reader = createLineReader();
  const search = {
    group,
    streamPrefix: stream,
    pattern: null,
    from: timestamp - BEFORE_MS,
    to: timestamp + 1_000,
    urgent: true,
  };
  let found = line;
  for await (const page of gateway.search(search, signal)) {
    for (const event of page.events.filter((one) => one.stream === stream)) {
      const read = reader.read(event);
      if (event.timestamp === timestamp && event.message === message) found = read;
    }
  }
  return found;
}

async function collect(
  source: LogSource,
  gateway: LogsGateway,
  { from, to, pattern }: { readonly from: number; readonly to: number; readonly pattern: string },
  events: Map<string, LogEvent>,
  signal: AbortSignal,
): Promise<void> {
  for (const streamPrefix of searchPrefixes(source, from, to)) {
    let pages = 0;
    const search = { group: source.group.name, streamPrefix, pattern, from, to, urgent: true };
    for await (const page of gateway.search(search, signal)) {
      for (const event of page.events) {
        if (isWanted(source, event.stream)) events.set(event.eventId ?? keyOf(event), event);
      }
      pages += 1;
      if (pages >= MOST_PAGES || events.size >= MOST_LINES) break;
    }
  }
}

function linesOf(events: Iterable<LogEvent>): LogLine[] {
  const reader = createLineReader();
  return [...events]
    .sort((one, other) => one.timestamp - other.timestamp || one.ingestionTime - other.ingestionTime)
    .map((event) => reader.read(event));
}

function keyOf({ stream, timestamp, message }: LogEvent): string {
  return `${stream} ${timestamp} ${message}`;
}
