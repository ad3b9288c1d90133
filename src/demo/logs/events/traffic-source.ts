import type { WorldClock } from '../../world/clock.ts';
import type { FunctionInvocations } from '../../world/invocations/invocations.ts';
import { voiceOf } from '../lines/voice.ts';
import { eventsOf, MOST_DELAY_MS } from './invocation-events.ts';
import { compareEvents, type EventSource, type LogEvent, lowerBound } from './log-event.ts';
import { mergeLists } from './merge.ts';
import type { MinuteCache } from './minute-cache.ts';

const MINUTE_MS = 60_000;

/** The log of one function's invocations, worked out minute by minute as it is read. */
export class TrafficSource implements EventSource {
  readonly strideMs = MINUTE_MS;
  readonly mostDelayMs = MOST_DELAY_MS;
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
    return mergeLists(lists);
  }

  /** The events of the invocations that started in a minute, some of which may be later. */
  #startedIn(minute: number): readonly LogEvent[] {
    const key = `${this.#invocations.target.name} ${minute}`;
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
