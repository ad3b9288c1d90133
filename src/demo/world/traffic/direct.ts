import type { Minute } from './minute.ts';
import type { Path } from './paths.ts';

/** What Lambda counts about asynchronous events, by the names of the metrics. */
export type EventCount =
  | 'AsyncEventsReceived'
  | 'AsyncEventsDropped'
  | 'DeadLetterErrors'
  | 'DestinationDeliveryFailures';

interface DirectMinute {
  events: Partial<Record<EventCount, number>>;
  runs: { path: Path; failed: boolean; cold: boolean }[];
  throttles: number;
}

/** Invocations of a function that clients asked for one by one, counted beside the traffic that is drawn. */
export class DirectInvocations {
  readonly #everCounted = new Set<EventCount>();
  readonly #minutes = new Map<number, DirectMinute>();

  /** Whether there has been none ever. */
  get isEmpty(): boolean {
    return this.#minutes.size === 0;
  }

  /** Counts one that ran; `at` in ms since the epoch. */
  ran(at: number, path: Path, failed: boolean, cold: boolean): void {
    this.#minuteAt(at).runs.push({ path, failed, cold });
  }

  /** Counts one that was throttled; `at` in ms since the epoch. */
  throttled(at: number): void {
    this.#minuteAt(at).throttles += 1;
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

  /** A minute (since the epoch) of drawn traffic, with those that came beside it. */
  addedTo(minute: number, drawn: Minute): Minute {
    const own = this.#minutes.get(minute);
    if (own === undefined) return drawn;
    const paths = drawn.paths.map((each) => ({ ...each }));
    for (const { path, failed } of own.runs) {
      let part = paths.find(
        (each) => each.path.qualifier === path.qualifier && each.path.version === path.version,
      );
      if (part === undefined) {
        part = { path, invocations: 0, errors: 0 };
        paths.push(part);
      }
      part.invocations += 1;
      part.errors += failed ? 1 : 0;
    }
    return {
      ...drawn,
      invocations: drawn.invocations + own.runs.length,
      errors: drawn.errors + own.runs.filter((run) => run.failed).length,
      throttles: drawn.throttles + own.throttles,
      concurrency: Math.max(drawn.concurrency, own.runs.length > 0 ? 1 : 0),
      coldStarts: drawn.coldStarts + own.runs.filter((run) => run.cold).length,
      paths,
    };
  }

  #minuteAt(at: number): DirectMinute {
    const minute = Math.floor(at / 60_000);
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const fresh: DirectMinute = { runs: [], throttles: 0, events: {} };
    this.#minutes.set(minute, fresh);
    return fresh;
  }
}
