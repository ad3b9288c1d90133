import { type EventSource, type LogEvent, lowerBound } from './log-event.ts';
import type { LogStream, StreamRange } from './log-stream.ts';

/** A stream that a client made, with what it put there. */
export interface StoredStream {
  name: string;
  /** ms since the epoch. */
  created: number;
  first?: number;
  last?: number;
  lastIngestion?: number;
}

/** Events that clients put into a group, and the streams they made. */
export class StoredSource implements EventSource {
  readonly strideMs = 60_000;
  readonly streams = new Map<string, StoredStream>();
  #events: LogEvent[] = [];
  #arrivals: LogEvent[] = [];
  #order = 0;

  /** The earliest event's time; none yet: never. */
  get since(): number {
    return this.#events[0]?.timestamp ?? Number.POSITIVE_INFINITY;
  }

  get until(): number {
    return (this.#events.at(-1)?.timestamp ?? Number.NEGATIVE_INFINITY) + 1;
  }

  between(from: number, until: number): readonly LogEvent[] {
    const start = lowerBound(this.#events, from);
    return this.#events.slice(start, lowerBound(this.#events, until));
  }

  arrivedIn(after: number, until: number): readonly LogEvent[] {
    const first = this.#arrivals.findLastIndex((event) => event.ingestionTime <= after) + 1;
    return this.#arrivals.slice(first).filter((event) => event.ingestionTime <= until);
  }

  findStream(name: string): StreamRange | undefined {
    const stream = this.streams.get(name);
    if (stream === undefined) return undefined;
    return { from: stream.first ?? stream.created, until: (stream.last ?? stream.created) + 1 };
  }

  /** All of them, as nobody made many. */
  streamsBetween(): LogStream[] {
    return [...this.streams.values()].map(({ name, created, first, last, lastIngestion }) => ({
      name,
      created,
      first,
      last,
      lastIngestion,
    }));
  }

  /** Removes a stream with its events. */
  remove(name: string): void {
    this.streams.delete(name);
    this.#events = this.#events.filter((event) => event.stream !== name);
    this.#arrivals = this.#arrivals.filter((event) => event.stream !== name);
  }

  /** Adds an event to a stream that is there, wherever its time puts it. */
  add(stream: StoredStream, timestamp: number, message: string, ingestionTime: number): void {
    const event = { timestamp, ingestionTime, order: this.#order++, stream: stream.name, message };
    this.#arrivals.push(event);
    this.#events.splice(lowerBound(this.#events, timestamp, event.order), 0, event);
    stream.first = Math.min(stream.first ?? timestamp, timestamp);
    stream.last = Math.max(stream.last ?? timestamp, timestamp);
    stream.lastIngestion = ingestionTime;
  }
}
