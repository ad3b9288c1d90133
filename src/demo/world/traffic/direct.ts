import { mix } from '../random.ts';
import type { Path } from './paths.ts';

/** What Lambda counts about asynchronous events, by the names of the metrics. */
export type EventCount =
  | 'AsyncEventsReceived'
  | 'AsyncEventsDropped'
  | 'DeadLetterErrors'
  | 'DestinationDeliveryFailures';

/** What came one by one in a minute, as far as CloudWatch knows of it. */
export interface DirectMinute {
  paths: readonly { path: Path; invocations: number; errors: number }[];
  /** By the alias or version that was called. */
  throttles: ReadonlyMap<string, number>;
  /** The most of them at once, those from before among them. */
  concurrency: number;
}

/** One that ran: its path, how it went, and how many ran at once when it began, itself among them. */
export interface DirectRun {
  path: Path;
  failed: boolean;
  /** ms since the epoch. */
  at: number;
  end: number;
  running: number;
}

interface Part {
  path: Path;
  invocations: number;
  errors: number;
  /** Those whose data may still be on its way: when it is there, ms since the epoch. */
  late: { seenAt: number; failed: boolean }[];
}

interface Counted {
  events: Partial<Record<EventCount, number>>;
  parts: Part[];
  /** By the alias or version that was called. */
  throttles: Map<string, { count: number; late: number[] }>;
  concurrency: number;
}

const MINUTE_MS = 60_000;
/** Data comes to CloudWatch so long after the end of what it is about, ms: at least, and up to so much more. */
const LEAST_DELAY_MS = 10_000;
const DELAY_SPREAD_MS = 50_000;

/** Invocations of a function that came one by one, counted beside the traffic that is drawn. */
export class DirectInvocations {
  readonly #everCounted = new Set<EventCount>();
  readonly #minutes = new Map<number, Counted>();
  #count = 0;

  /** Whether there has been none ever. */
  get isEmpty(): boolean {
    return this.#minutes.size === 0;
  }

  /** Counts one that ran. */
  ran({ path, failed, at, end, running }: DirectRun): void {
    const minute = this.#minuteAt(at);
    const part = partOf(minute, path);
    part.invocations += 1;
    part.errors += failed ? 1 : 0;
    part.late.push({ seenAt: this.#seenAfter(end), failed });
    minute.concurrency = Math.max(minute.concurrency, running);
    for (let later = Math.floor(at / MINUTE_MS) + 1; later * MINUTE_MS < end; later++) {
      const carried = this.#minuteAt(later * MINUTE_MS);
      carried.concurrency = Math.max(carried.concurrency, running);
    }
  }

  /** Counts one of an alias or version that was throttled; `at` in ms since the epoch. */
  throttled(at: number, qualifier: string): void {
    const { throttles } = this.#minuteAt(at);
    const known = throttles.get(qualifier) ?? { count: 0, late: [] };
    throttles.set(qualifier, known);
    known.count += 1;
    known.late.push(this.#seenAfter(at));
  }

  /** Counts what became of an asynchronous event; `at` in ms since the epoch. */
  happened(at: number, what: EventCount): void {
    const { events } = this.#minuteAt(at);
    events[what] = (events[what] ?? 0) + 1;
    this.#everCounted.add(what);
  }

  /** How often something became of asynchronous events in a minute (since the epoch). */
  countOf(what: EventCount, minute: number): number {
    return this.#minutes.get(minute)?.events[what] ?? 0;
  }

  /** Whether it ever happened: CloudWatch knows no metric before that. */
  hasCounted(what: EventCount): boolean {
    return this.#everCounted.has(what);
  }

  /** Whether anything came in a minute (since the epoch), whether its data is there or not. */
  hasAny(minute: number): boolean {
    return this.#minutes.has(minute);
  }

  /** A minute (since the epoch) as far as its data is there at `now`, ms since the epoch; undefined: nothing came. */
  minuteOf(minute: number, now: number): DirectMinute | undefined {
    const known = this.#minutes.get(minute);
    if (known === undefined) return undefined;
    const throttles = new Map<string, number>();
    for (const [qualifier, each] of known.throttles) {
      each.late = each.late.filter((seenAt) => seenAt > now);
      throttles.set(qualifier, each.count - each.late.length);
    }
    return {
      paths: known.parts.map((part) => {
        part.late = part.late.filter(({ seenAt }) => seenAt > now);
        return {
          path: part.path,
          invocations: part.invocations - part.late.length,
          errors: part.errors - part.late.filter(({ failed }) => failed).length,
        };
      }),
      throttles,
      concurrency: known.concurrency,
    };
  }

  #seenAfter(end: number): number {
    this.#count += 1;
    return end + LEAST_DELAY_MS + (mix(7, this.#count) % DELAY_SPREAD_MS);
  }

  #minuteAt(at: number): Counted {
    const minute = Math.floor(at / MINUTE_MS);
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const fresh: Counted = { parts: [], throttles: new Map(), events: {}, concurrency: 0 };
    this.#minutes.set(minute, fresh);
    return fresh;
  }
}

function partOf({ parts }: Counted, path: Path): Part {
  const known = parts.find(
    (each) => each.path.qualifier === path.qualifier && each.path.version === path.version,
  );
  if (known !== undefined) return known;
  const fresh: Part = { path, invocations: 0, errors: 0, late: [] };
  parts.push(fresh);
  return fresh;
}
