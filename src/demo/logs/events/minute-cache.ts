import type { LogEvent } from './log-event.ts';

/** The events of the invocations that start in one minute of one function. */
export interface MinuteEvents {
  /** By timestamp and order. */
  events: readonly LogEvent[];
  /** What they were made of, while that may still change; undefined once the minute is over. */
  basis: string | undefined;
}

/** Remembers the minutes read last, of all functions together, up to a number of events. */
export class MinuteCache {
  readonly #most: number;
  readonly #entries = new Map<string, MinuteEvents>();
  #size = 0;

  constructor(mostEvents: number) {
    this.#most = mostEvents;
  }

  get(key: string): MinuteEvents | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, entry: MinuteEvents): void {
    this.#size += weightOf(entry) - weightOf(this.#entries.get(key));
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const [oldest, dropped] of this.#entries) {
      if (this.#size <= this.#most || oldest === key) return;
      this.#entries.delete(oldest);
      this.#size -= weightOf(dropped);
    }
  }
}

/** A minute without events takes room too. */
function weightOf(entry: MinuteEvents | undefined): number {
  return entry === undefined ? 0 : entry.events.length + 10;
}
