/** Several searches as one, in the order of time. */
import { setImmediate as turn } from 'node:timers/promises';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { SearchResult } from '../../domain/logs/planned-search.ts';
import type { LogPage } from '../../gateways/logs.ts';

/** Events in order, and how many pages were read for them. */
export interface OrderedPage {
  readonly events: readonly LogEvent[];
  readonly pages: number;
}

interface Source {
  readonly pages: AsyncIterator<LogPage>;
  events: readonly LogEvent[];
  isOver: boolean;
}

/**
 * Reads searches side by side. Each is in the order of time itself; what comes out is so as a whole, and no
 * later than it can be known. With `newestFirst` the order is the other way round.
 */
export async function* searchInOrder(
  searches: readonly AsyncIterable<LogPage>[],
  newestFirst: boolean,
): AsyncGenerator<OrderedPage, void, undefined> {
  const sources = searches.map(
    (search): Source => ({ pages: search[Symbol.asyncIterator](), events: [], isOver: false }),
  );
  const isBefore = (one: number, other: number): boolean => (newestFirst ? one > other : one < other);
  try {
    for (;;) {
      const pages = await refill(sources);
      // What lies behind the end of any open page may still come from another source before it.
      const open = sources.filter(({ isOver }) => !isOver);
      const ends = open.map(({ events }) => events.at(-1)?.timestamp ?? 0);
      const limit = ends.reduce<number | null>(
        (nearest, end) => (nearest === null || isBefore(end, nearest) ? end : nearest),
        null,
      );
      const taken = sources.map((source) => take(source, (time) => limit === null || !isBefore(limit, time)));
      const events = taken.filter((list) => list.length > 0);
      const [only = []] = events;
      yield { events: events.length < 2 ? only : inOrder(events.flat(), newestFirst), pages };
      if (open.length === 0) return;
    }
  } finally {
    await Promise.all(sources.map(({ pages }) => pages.return?.()));
  }
}

/** Reads on wherever nothing is left; returns how many pages that took. */
async function refill(sources: readonly Source[]): Promise<number> {
  const counts = sources.map(async (source) => {
    let count = 0;
    while (source.events.length === 0 && !source.isOver) {
      const { value, done } = await source.pages.next();
      source.isOver = done === true || !value.more;
      if (done) break;
      source.events = value.events;
      count += 1;
    }
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Takes the events at the head that lie within. */
function take(source: Source, isWithin: (time: number) => boolean): readonly LogEvent[] {
  const { events } = source;
  const last = events.at(-1);
  const end =
    last && isWithin(last.timestamp) ? -1 : events.findIndex(({ timestamp }) => !isWithin(timestamp));
  source.events = end < 0 ? [] : events.slice(end);
  return end < 0 ? events : events.slice(0, end);
}

/** By time; of one instant in the order they came. */
function inOrder(events: LogEvent[], newestFirst: boolean): LogEvent[] {
  return events.sort((one, other) =>
    newestFirst ? other.timestamp - one.timestamp : one.timestamp - other.timestamp,
  );
}

/** Large pages in parts of so many events, with a turn of the event loop between them: keys are looked at there. */
export async function* inParts(
  pages: AsyncIterable<OrderedPage>,
  most: number,
): AsyncGenerator<OrderedPage, void, undefined> {
  for await (const { events, pages: count } of pages) {
    let from = 0;
    for (; from + most < events.length; from += most) {
      yield { events: events.slice(from, from + most), pages: 0 };
      await turn();
    }
    // A page counts when it is through.
    yield { events: from === 0 ? events : events.slice(from), pages: count };
  }
}

/** What a search has come to so far. */
export class SearchSum {
  readonly #from: number;
  #pages = 0;
  #events = 0;
  #bytes = 0;
  #oldest: number | null = null;
  #newest: number | null = null;

  /** Of a search from `from` on, ms since the epoch. */
  constructor(from: number) {
    this.#from = from;
  }

  get pages(): number {
    return this.#pages;
  }

  /** The latest time that was read, ms since the epoch; where the search began without a line. */
  get upTo(): number {
    return this.#newest ?? this.#from;
  }

  add(events: readonly LogEvent[], pages: number): void {
    this.#pages += pages;
    this.#events += events.length;
    for (const { timestamp, message } of events) {
      this.#bytes += message.length;
      this.#oldest = Math.min(this.#oldest ?? timestamp, timestamp);
      this.#newest = Math.max(this.#newest ?? timestamp, timestamp);
    }
  }

  /** The sum; `complete` when all pages were read. */
  result(complete: boolean): SearchResult {
    return {
      pages: this.#pages,
      events: this.#events,
      bytes: this.#bytes,
      oldest: this.#oldest,
      newest: this.#newest,
      complete,
    };
  }
}
