import { mix } from '../random.ts';
import { arrivalsBefore, arrivalTime } from '../traffic/arrival-times.ts';
import type { Calls } from '../traffic/calls.ts';
import { uniqueId } from './identifiers.ts';
import type { MessageAttribute } from './message.ts';

const MINUTE_MS = 60_000;
/** When nothing comes for so many minutes, the next arrival is looked for no further at once. */
const LOOK_AHEAD = 120;

/** What a sender that is not simulated puts into a message. */
export interface Written {
  body: string;
  attributes?: Readonly<Record<string, MessageAttribute>>;
  traceHeader?: string;
  senderId: string;
}

/**
 * Messages that keep coming into a queue although nobody sends them one by one: how many in which minute, and
 * what is in them, are pure functions. They cost nothing until somebody looks.
 */
export interface Inflow {
  /** Root of their ids. */
  readonly key: number;
  /** How many come in a minute (since the epoch), and when. */
  callsIn: (minute: number) => Calls;
  /** One of them; `hash` differs each time, `at` in ms since the epoch. */
  write: (hash: number, at: number) => Written;
}

/** Which message of an inflow: the `index`-th of a minute (since the epoch). */
export interface Origin {
  inflow: Inflow;
  minute: number;
  index: number;
}

/** The id of a message of an inflow. */
export function idOf({ inflow, minute, index }: Origin): string {
  return uniqueId(mix(inflow.key, minute), index);
}

/** What is in a message of an inflow that came at an instant, ms since the epoch. */
export function writtenBy({ inflow, minute, index }: Origin, at: number): Written {
  return inflow.write(mix(mix(inflow.key, minute + 1), index), at);
}

/** How far an inflow has come into a queue. */
export class InflowCursor {
  readonly inflow: Inflow;
  /** All that came until then is in, ms since the epoch. */
  #at: number;

  /** Counts what comes from an instant on, ms since the epoch. */
  constructor(inflow: Inflow, since: number) {
    this.inflow = inflow;
    this.#at = since;
  }

  /** Tells of everything that comes before `until` (ms since the epoch) and was not told yet, in order of time. */
  advance(until: number, came: (origin: Origin, at: number) => void): void {
    while (this.#at < until) {
      const minute = Math.floor(this.#at / MINUTE_MS);
      const start = minute * MINUTE_MS;
      const end = Math.min(until, start + MINUTE_MS);
      const { count, hash } = this.inflow.callsIn(minute);
      const last = arrivalsBefore(end - start, count, hash);
      for (let index = arrivalsBefore(this.#at - start, count, hash); index < last; index++) {
        came({ inflow: this.inflow, minute, index }, start + arrivalTime(index, count, hash));
      }
      this.#at = end;
    }
  }

  /** By when the next one has come, ms since the epoch, or an instant at which to ask again. */
  nextAt(): number {
    const first = Math.floor(this.#at / MINUTE_MS);
    for (let minute = first; minute < first + LOOK_AHEAD; minute++) {
      const start = minute * MINUTE_MS;
      const { count, hash } = this.inflow.callsIn(minute);
      const index = arrivalsBefore(this.#at - start, count, hash);
      if (index < count) return start + arrivalTime(index, count, hash) + 1;
    }
    return (first + LOOK_AHEAD) * MINUTE_MS;
  }
}
