import type { WorldClock } from '../../world/clock.ts';
import type { FunctionInvocations } from '../../world/invocations/invocations.ts';
import { voiceOf } from '../lines/voice.ts';
import { eventsOf, MOST_DELAY_MS } from './invocation-events.ts';
import { compareArrivals, compareEvents, type EventSource, type LogEvent, lowerBound } from './log-event.ts';
import { mergeLists } from './merge.ts';
import type { MinuteCache } from './minute-cache.ts';

const MINUTE_MS = 60_000;
/** An initialisation takes no longer, ms. */
const LONGEST_INIT_MS = 10_000;

/** The log of one function's invocations, worked out minute by minute as it is read. */
export class TrafficSource implements EventSource {
  readonly strideMs = MINUTE_MS;
  readonly since: number;
  readonly #invocations: FunctionInvocations;
  readonly #clock: WorldClock;
  readonly #cache: MinuteCache;

  constructor(invocations: FunctionInvocations, clock: WorldClock, cache: MinuteCache, since: number) {
    this.#invocations = invocations;
    this.#clock = clock;
    this.#cache = cache;
    this.since = since;
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
    lists.push(...this.#recordedBetween(Math.max(from, this.since), until));
    return mergeLists(lists);
  }

  arrivedIn(after: number, until: number): readonly LogEvent[] {
    return this.between(after - MOST_DELAY_MS, until + 1)
      .filter((event) => event.ingestionTime > after && event.ingestionTime <= until)
      .sort(compareArrivals);
  }

  /** What was invoked one by one: few enough to be written anew each time. */
  #recordedBetween(from: number, until: number): LogEvent[][] {
    const { recorded, target } = this.#invocations;
    if (recorded.length === 0) return [];
    const voice = voiceOf(target);
    const earliest = from - target.profile.timeoutMs - LONGEST_INIT_MS;
    const lists: LogEvent[][] = [];
    for (let index = recorded.length - 1; index >= 0; index--) {
      const invocation = recorded[index];
      if (invocation === undefined || invocation.start < earliest) break;
      if (invocation.start >= until) continue;
      const events = eventsOf(voice, invocation);
      lists.push(events.filter((event) => event.timestamp >= from && event.timestamp < until));
    }
    return lists;
  }

  /** The events of the invocations that started in a minute, some of which may be later. */
  #startedIn(minute: number): readonly LogEvent[] {
    const key = `${this.#invocations.serial} ${minute}`;
    const known = this.#cache.get(key);
    if (known !== undefined && known.basis === undefined) return known.events;
    const basis = this.#invocations.basisOf(minute);
    const isOver = (minute + 1) * MINUTE_MS <= this.#clock.now();
    const events = known?.basis === basis ? known.events : this.#generate(minute);
    this.#cache.set(key, { events, basis: isOver ? undefined : basis });
    return events;
  }

  #generate(minute: number): LogEvent[] {
    const voice = voiceOf(this.#invocations.target);
    return this.#invocations
      .startingIn(minute)
      .flatMap((invocation) => eventsOf(voice, invocation))
      .sort(compareEvents);
  }
}
