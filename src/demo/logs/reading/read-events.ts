import type { EventSource, LogEvent } from '../events/log-event.ts';

/** A page ends with this many bytes of messages, or with `limit` events. */
const MOST_BYTES = 1_048_576;
/** What CloudWatch counts for each event beside its message. */
const EVENT_BYTES = 26;
/** A page ends after so much was looked at, found or not: AWS too gives partial and empty pages then. */
const MOST_LOOKED_AT = 15_000;
const MOST_STRIDES = 1_440;

/** The event that a reader has seen last; with `order` -1 none of that instant. */
export interface Position {
  timestamp: number;
  order: number;
}

/** What is to be read. */
export interface Reading {
  source: EventSource;
  /** Timestamps in [from, until), ms since the epoch. */
  from: number;
  until: number;
  /** What has not arrived by then is not there, ms since the epoch. */
  now: number;
  newestFirst: boolean;
  /** Goes on behind it. */
  position: Position | undefined;
  limit: number;
  /** The streams to look at; undefined = all. */
  isWanted: ((stream: string) => boolean) | undefined;
  matches: (message: string) => boolean;
}

/** An event with its message, which is made only once. */
export interface ReadEvent {
  event: LogEvent;
  message: string;
}

/** A page in the order of reading. */
export interface EventPage {
  events: ReadEvent[];
  /** Where the next page goes on; undefined when everything was read. */
  next: Position | undefined;
}

/** Reads a page of events. */
export function readEvents(reading: Reading): EventPage {
  const { source, from, until, now, newestFirst, limit, isWanted, matches } = reading;
  const events: ReadEvent[] = [];
  let bytes = 0;
  let lookedAt = 0;
  let position = reading.position ?? start(reading);
  for (let strides = 0; strides < MOST_STRIDES; strides++) {
    const [low, high] = strideAt(reading, position);
    if (high <= low) return { events, next: undefined };
    for (const event of ordered(source.between(low, high), newestFirst)) {
      if (!isBehind(event, position, newestFirst) || event.ingestionTime > now) continue;
      lookedAt += 1;
      if (isWanted === undefined || isWanted(event.stream)) {
        const { message } = event;
        if (matches(message)) {
          bytes += Buffer.byteLength(message) + EVENT_BYTES;
          if (bytes > MOST_BYTES && events.length > 0) return { events, next: position };
          events.push({ event, message });
        }
      }
      position = { timestamp: event.timestamp, order: event.order };
      if (events.length >= limit || lookedAt >= MOST_LOOKED_AT) return { events, next: position };
    }
    position = newestFirst ? { timestamp: low, order: -1 } : { timestamp: high, order: -1 };
    if (newestFirst ? low <= from : high >= until) return { events, next: undefined };
  }
  return { events, next: position };
}

function start({ from, until, newestFirst }: Reading): Position {
  return newestFirst ? { timestamp: until, order: -1 } : { timestamp: from, order: -1 };
}

/** The next interval [low, high): up to the next (or down to the previous) multiple of the source's stride. */
function strideAt(
  { source, from, until, newestFirst }: Reading,
  { timestamp, order }: Position,
): [number, number] {
  const { strideMs } = source;
  if (!newestFirst) return [timestamp, Math.min(until, (Math.floor(timestamp / strideMs) + 1) * strideMs)];
  const high = order < 0 ? timestamp : timestamp + 1;
  return [Math.max(from, (Math.ceil(high / strideMs) - 1) * strideMs), Math.min(until, high)];
}

function ordered(events: readonly LogEvent[], newestFirst: boolean): readonly LogEvent[] {
  return newestFirst ? events.toReversed() : events;
}

function isBehind(event: LogEvent, { timestamp, order }: Position, newestFirst: boolean): boolean {
  if (event.timestamp !== timestamp)
    return newestFirst ? event.timestamp < timestamp : event.timestamp > timestamp;
  return newestFirst ? event.order < order : event.order > order;
}
