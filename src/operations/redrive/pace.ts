/** A steady rate of messages, and how long the rest will take. */
import type { Clock } from '../../domain/clock.ts';
import type { Sleep } from '../runner/patience.ts';

/** See the file's head. */
export class Pace {
  readonly #msPerMessage: number;
  readonly #clock: Clock;
  readonly #sleep: Sleep;
  /** When the next message may go, ms since the epoch. */
  #next: number;

  constructor(ratePerS: number, clock: Clock, sleep: Sleep) {
    this.#msPerMessage = 1_000 / ratePerS;
    this.#clock = clock;
    this.#sleep = sleep;
    this.#next = clock.now();
  }

  /** Resolves when so many more messages may go, or when the signal aborts. */
  async take(count: number, signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    // What a pause saved up is not made good by a burst.
    const at = Math.max(this.#next, now);
    this.#next = at + count * this.#msPerMessage;
    if (at > now) await this.#sleep(at - now, signal);
  }
}

/** Counts so far over a span of the last seconds, for a rate and an estimate of the rest. */
export class Speedometer {
  readonly #clock: Clock;
  #looks: { readonly at: number; readonly done: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes how many are done; both figures are null while nothing can be said. */
  read(done: number, total: number | null): { ratePerS: number | null; etaMs: number | null } {
    const now = this.#clock.now();
    this.#looks = [...this.#looks.filter(({ at }) => now - at < SPAN_MS), { at: now, done }];
    const [first] = this.#looks;
    if (!first || now - first.at < SHORTEST_SPAN_MS) return { ratePerS: null, etaMs: null };
    const ratePerS = ((done - first.done) / (now - first.at)) * 1_000;
    const etaMs = total === null || ratePerS <= 0 ? null : (Math.max(0, total - done) / ratePerS) * 1_000;
    return { ratePerS, etaMs };
  }
}

const SPAN_MS = 20_000;
const SHORTEST_SPAN_MS = 1_000;
