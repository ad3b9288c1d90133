import type { WorldClock } from '../../world/clock.ts';
import { type Origin, readEnvironmentId } from '../../world/invocations/environment.ts';
import type { FunctionInvocations } from '../../world/invocations/invocations.ts';
import { configurationAt } from '../../world/version-configuration.ts';
import { Voices } from '../lines/voice.ts';
import { environmentIdIn, eventsOf, logsTo, MOST_DELAY_MS, streamNameOf } from './invocation-events.ts';
import { arrivedAmong, compareEvents, type EventSource, type LogEvent, lowerBound } from './log-event.ts';
import { type LogStream, type StreamRange, toldStream } from './log-stream.ts';
import { mergeLists } from './merge.ts';
import type { MinuteCache } from './minute-cache.ts';

const MINUTE_MS = 60_000;

/** The log of one function's traffic, worked out minute by minute as it is read. */
export class TrafficSource implements EventSource {
  readonly strideMs = MINUTE_MS;
  readonly since: number;
  readonly #invocations: FunctionInvocations;
  readonly #group: string;
  readonly #clock: WorldClock;
  readonly #cache: MinuteCache;

  /** What was logged to `group` since an instant, ms since the epoch. */
  constructor(
    invocations: FunctionInvocations,
    group: string,
    clock: WorldClock,
    cache: MinuteCache,
    since: number,
  ) {
    this.#invocations = invocations;
    this.#group = group;
    this.#clock = clock;
    this.#cache = cache;
    this.since = since;
  }

  get until(): number {
    return this.#clock.now() + 1;
  }

  between(from: number, until: number): readonly LogEvent[] {
    const first = Math.floor(Math.max(from, this.since) / MINUTE_MS) - this.#invocations.reach;
    const lists: (readonly LogEvent[])[] = [];
    for (let minute = first; minute * MINUTE_MS < until; minute++) {
      const events = this.#startedIn(minute);
      const start = lowerBound(events, Math.max(from, this.since));
      const end = lowerBound(events, until);
      if (end > start) lists.push(start === 0 && end === events.length ? events : events.slice(start, end));
    }
    return mergeLists(lists);
  }

  arrivedIn(after: number, until: number): readonly LogEvent[] {
    return arrivedAmong(this.between(after - MOST_DELAY_MS, until + 1), after, until);
  }

  findStream(name: string): StreamRange | undefined {
    const { target } = this.#invocations;
    const id = environmentIdIn(name, this.#group, target);
    const origin = id === undefined ? undefined : readEnvironmentId(id, target.key);
    return origin === undefined ? undefined : this.#rangeOf(origin);
  }

  streamsBetween(from: number, until: number): LogStream[] {
    const { target } = this.#invocations;
    const now = this.#clock.now();
    const [start, end] = [Math.floor(from / MINUTE_MS), Math.floor(until / MINUTE_MS) + 1];
    const streams: LogStream[] = [];
    for (const { environment, first, last } of this.#invocations.environmentsBetween(start, end)) {
      const began = Math.max(first * MINUTE_MS, this.since);
      const ended = last * MINUTE_MS;
      if (began > now || ended < this.since || !this.#loggedHere(environment.version, began, ended)) continue;
      streams.push(toldStream(streamNameOf(target, this.#group, environment), began, ended, now));
    }
    return streams;
  }

  /** Whether a version logged to the group at one end of an interval or the other, ms since the epoch. */
  #loggedHere(version: string, from: number, until: number): boolean {
    const { target } = this.#invocations;
    return [from, until].some(
      (instant) => configurationAt(target, version, instant).LoggingConfig.LogGroup === this.#group,
    );
  }

  #rangeOf(origin: Origin): StreamRange | undefined {
    const { births, reach } = this.#invocations;
    const now = this.#clock.now();
    const from = origin.minute * MINUTE_MS;
    if (from > now || !births.has(origin)) return undefined;
    const last = births.lastMinuteOf(origin, Math.floor(now / MINUTE_MS));
    return { from, until: Math.min(now + 1, (last + 1 + reach) * MINUTE_MS) };
  }

  /** The events of the invocations that started in a minute, some of which may be later. */
  #startedIn(minute: number): readonly LogEvent[] {
    const key = `${this.#invocations.serial} ${minute} ${this.#group}`;
    const known = this.#cache.get(key);
    if (known !== undefined && known.basis === undefined) return known.events;
    const basis = this.#invocations.basisOf(minute);
    const isOver = (minute + 1) * MINUTE_MS <= this.#clock.now();
    const events = known?.basis === basis ? known.events : this.#generate(minute);
    this.#cache.set(key, { events, basis: isOver ? undefined : basis });
    return events;
  }

  #generate(minute: number): LogEvent[] {
    const voices = new Voices(this.#invocations.target);
    return this.#invocations
      .startingIn(minute)
      .filter((invocation) => logsTo(this.#group, invocation))
      .flatMap((invocation) => eventsOf(voices.on(invocation.path), invocation))
      .sort(compareEvents);
  }
}
