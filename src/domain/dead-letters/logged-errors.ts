/**
 * Which logged error a dead letter of a queue is about. It carries neither error nor request id, so its function's
 * log is asked: for its MessageId first, then for errors at the times at which it was received. Pure; the searching
 * is done by feeds/dead-letters/evidence-search.ts.
 */
import { errorOf } from '../logs/log-error.ts';
import type { LogLine } from '../logs/log-line.ts';
import { signatureOf } from '../logs/signature.ts';
import type { LoggedError } from './evidence.ts';
import type { DeadLetter } from './message.ts';

/** How its queue hands a message out. */
export interface Receiving {
  /** How long a failed message stays hidden, seconds. */
  readonly visibilityS: number;
  /** How often it is received before SQS moves it. */
  readonly maxReceiveCount: number;
  /** How long the function may take with it, seconds. */
  readonly timeoutS: number;
}

/** An error for a message, and the line that tells it. */
export interface FoundError {
  readonly error: LoggedError;
  readonly line: LogLine;
}

/** A span of time in which an error about some message may stand, ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A log is written this much sooner (clocks) or later (polling, a cold start) than SQS says, ms. */
const EARLY_MS = 2_000;
const LATE_MS = 15_000;
/** An invocation ends at the latest after this, ms. */
const LONGEST_MS = 15 * 60_000;
/** Searching so many separate spans costs more than reading what lies between. */
const MOST_SPANS = 60;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** When each receive of a message began, as far as can be told, ms since the epoch; empty when nothing says. */
export function receiptsOf(
  { firstReceivedAt, sentAt }: Pick<DeadLetter, 'firstReceivedAt' | 'sentAt'>,
  { visibilityS, maxReceiveCount }: Receiving,
): number[] {
  const first = firstReceivedAt ?? sentAt;
  if (first === null) return [];
  return Array.from({ length: Math.min(10, maxReceiveCount) }, (_, nth) => first + nth * visibilityS * 1_000);
}

/** The times to be searched for these messages, in order and apart, at most sixty. */
export function spansFor(letters: readonly DeadLetter[], receiving: Receiving): Span[] {
  const spans = letters
    .flatMap((letter) => receiptsOf(letter, receiving))
    .map((at) => ({ from: at - EARLY_MS, to: at + receiving.timeoutS * 1_000 + LATE_MS }))
    .sort((one, other) => one.from - other.from);
  for (let gap = 60_000; ; gap *= 2) {
    const joined: Span[] = [];
    for (const span of spans) {
      const last = joined.at(-1);
      if (last && span.from - last.to <= gap) {
        joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
      } else {
        joined.push(span);
      }
    }
    if (joined.length <= MOST_SPANS) return joined;
  }
}

/** Message ids that stand in a text, of those that are looked for. */
export function idsIn(text: string, wanted: ReadonlySet<string>): string[] {
  return [...new Set(text.match(UUID) ?? [])].filter((id) => wanted.has(id));
}

/** What the lines of one function's log say about each message, by its id. Messages nothing is found for are missing. */
export function matchErrors(
  letters: readonly DeadLetter[],
  lines: readonly LogLine[],
  receiving: Receiving,
): Map<string, FoundError> {
  const typed = lines.flatMap((line): LoggedLine[] => {
    const error = errorOf(line);
    if (!error || error.type === null) return [];
    return [{ line, signature: signatureOf(error), error: { ...error, namesMessage: false } }];
  });
  typed.sort((one, other) => one.line.event.timestamp - other.line.event.timestamp);
  const bySignature = [...Map.groupBy(typed, ({ signature }) => signature).values()];
  const found = namedErrors(letters, lines, typed);
  for (const letter of letters) {
    if (found.has(letter.messageId)) continue;
    const probable = nearestInTime(receiptsOf(letter, receiving), bySignature, receiving);
    if (probable) found.set(letter.messageId, { error: probable.error, line: probable.line });
  }
  return found;
}

interface LoggedLine {
  readonly line: LogLine;
  readonly signature: string;
  readonly error: LoggedError;
}

/** Messages whose ids stand in lines: the error of that invocation or, where several are named, the line itself. */
function namedErrors(
  letters: readonly DeadLetter[],
  lines: readonly LogLine[],
  typed: readonly LoggedLine[],
): Map<string, FoundError> {
  const wanted = new Set(letters.map(({ messageId }) => messageId));
  const byStream = Map.groupBy(typed, ({ line }) => streamOf(line));
  const candidates = new Map<string, LoggedLine[]>();
  for (const line of lines) {
    const ids = idsIn(line.event.message, wanted);
    for (const id of ids) {
      const told = toldAt(line, byStream.get(streamOf(line)) ?? [], ids.length);
      if (told) candidates.set(id, [...(candidates.get(id) ?? []), told]);
    }
  }
  return new Map(
    [...candidates].flatMap(([id, told]) => {
      const most = mostFrequent(told);
      return most ? [[id, { error: { ...most.error, namesMessage: true }, line: most.line }] as const] : [];
    }),
  );
}

/** What went wrong in the invocation that wrote this line: the next error of its environment. */
function toldAt(line: LogLine, inStream: readonly LoggedLine[], named: number): LoggedLine | null {
  const { timestamp, message } = line.event;
  let next: LoggedLine | undefined;
  for (let index = firstFrom(inStream, timestamp); index < inStream.length && !next; index += 1) {
    const one = inStream[index];
    if (!one || one.line.event.timestamp - timestamp > LONGEST_MS) break;
    const isOther =
      one.line.requestId !== null && line.requestId !== null && one.line.requestId !== line.requestId;
    if (!isOther) next = one;
  }
  const own = errorOf(line);
  // A line that tells of a failure itself, and of one message only, is the better witness of it, unless the error
  // that follows is what it speaks of.
  const repeats = next !== undefined && (message.includes(next.error.message) || own === null);
  if (next && (repeats || named > 1)) {
    // A trace of Python bears no request id; the line before it does.
    const { requestId } = next.line.requestId === null ? line : next.line;
    return { ...next, line: { ...next.line, requestId } };
  }
  if (own === null) return next ?? null;
  const error = { ...own, namesMessage: true };
  return { line, signature: signatureOf(own), error };
}

/** The signature that stands beside all of its receives is the message's own; of equals the nearest in time. */
function nearestInTime(
  receipts: readonly number[],
  bySignature: readonly (readonly LoggedLine[])[],
  { timeoutS }: Receiving,
): LoggedLine | null {
  const reach = timeoutS * 1_000 + LATE_MS;
  let best: { away: number; line: LoggedLine } | null = null;
  for (const same of bySignature) {
    let away = 0;
    let last: LoggedLine | null = null;
    for (const at of receipts) {
      const nearest = nearestTo(at, same, reach);
      // Where none stands, it is as if one stood far off.
      away += nearest ? Math.abs(nearest.line.event.timestamp - at) : reach * 2;
      last = nearest ?? last;
    }
    if (last && (best === null || away < best.away)) best = { away, line: last };
  }
  return best?.line ?? null;
}

/** `lines` in the order of time. */
function nearestTo(at: number, lines: readonly LoggedLine[], reach: number): LoggedLine | null {
  const after = firstFrom(lines, at);
  const candidates = [lines[after - 1], lines[after]].filter((one) => one !== undefined);
  const away = ({ line }: LoggedLine): number => line.event.timestamp - at;
  const near = candidates.filter((one) => away(one) >= -EARLY_MS && away(one) <= reach);
  return near.sort((one, other) => Math.abs(away(one)) - Math.abs(away(other)))[0] ?? null;
}

/** Index of the first line from `at` on. */
function firstFrom(lines: readonly LoggedLine[], at: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.line.event.timestamp ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mostFrequent(told: readonly LoggedLine[]): LoggedLine | null {
  const groups = [...Map.groupBy(told, ({ signature }) => signature).values()];
  return groups.sort((one, other) => other.length - one.length)[0]?.at(-1) ?? null;
}

function streamOf({ event }: LogLine): string {
  return `${event.group} ${event.stream}`;
}
