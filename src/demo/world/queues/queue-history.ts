/** What CloudWatch can see of a queue at one moment. */
export interface QueueReading {
  visible: number;
  inFlight: number;
  delayed: number;
  /** Age of the oldest message, s; 0 when there is none. */
  oldestAgeS: number;
}

/** What was done to a queue's messages. */
export type QueueAction = 'sent' | 'received' | 'deleted';

const MINUTE_MS = 60_000;
/** CloudWatch keeps one-minute data for 15 days. */
const REMEMBERED = 15 * 1440;
/** Of a queue that nobody looked at for longer only so many minutes are read. */
const MOST_AT_ONCE = 600;

/** What happened to a queue by the minute, and how full it was at the end of each. */
export class QueueHistory {
  readonly #readings = new Map<number, QueueReading>();
  readonly #counts = new Map<number, Record<QueueAction, number>>();
  /** The end of the last minute that was read, ms since the epoch. */
  #readUntil: number;

  /** From an instant on, ms since the epoch. */
  constructor(since: number) {
    this.#readUntil = Math.floor(since / MINUTE_MS) * MINUTE_MS;
  }

  /** The ends of the minutes (ms since the epoch) that are over by `now` and not yet read. */
  *dueBy(now: number): Generator<number> {
    this.#readUntil = Math.max(this.#readUntil, Math.floor(now / MINUTE_MS - MOST_AT_ONCE) * MINUTE_MS);
    while (this.#readUntil + MINUTE_MS <= now) {
      this.#readUntil += MINUTE_MS;
      yield this.#readUntil;
    }
  }

  /** Remembers how full the queue was at the end of a minute, ms since the epoch. */
  read(end: number, reading: QueueReading): void {
    this.#readings.set(end / MINUTE_MS - 1, reading);
    forgetBeyond(this.#readings);
  }

  /** Counts messages; `at` in ms since the epoch. */
  count(action: QueueAction, messages: number, at: number): void {
    const minute = Math.floor(at / MINUTE_MS);
    const counts = this.#counts.get(minute) ?? { sent: 0, received: 0, deleted: 0 };
    counts[action] += messages;
    this.#counts.set(minute, counts);
    forgetBeyond(this.#counts);
  }

  /** How full it was at the end of a minute (since the epoch), undefined when that was not read. */
  readingOf(minute: number): QueueReading | undefined {
    return this.#readings.get(minute);
  }

  /** The first minute (since the epoch) that was read. */
  get firstRead(): number | undefined {
    return this.#readings.keys().next().value;
  }

  /** How many messages were treated so in a minute, since the epoch. */
  countOf(action: QueueAction, minute: number): number {
    return this.#counts.get(minute)?.[action] ?? 0;
  }
}

function forgetBeyond(memory: Map<number, unknown>): void {
  for (const oldest of memory.keys()) {
    if (memory.size <= REMEMBERED) return;
    memory.delete(oldest);
  }
}
