import type { FaultRule } from '../../faults.ts';
import type { EventChannel } from '../../wire/event-stream.ts';
import type { WorldClock } from '../../world/clock.ts';
import { compareArrivals, type LogEvent } from '../events/log-event.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import type { Matcher } from '../patterns/pattern.ts';
import { type LiveTailUpdate, UpdateQueue } from './update-queue.ts';

/** Events an update carries at most; when more matched it is a sample (facts, section 3). */
const MOST_EVENTS = 500;
/** How long a session lives, ms of the account's time. */
const LIFETIME_MS = 3 * 3_600_000;
/** Updates come once a second of the account's time, but no more often than this in real ms. */
const SHORTEST_TICK_MS = 20;

/** What a session is to tail. */
export interface Tailing {
  groups: LogGroups;
  /** Names of the groups, with the identifiers they were asked by. */
  wanted: readonly { name: string; identifier: string }[];
  isWantedStream: (stream: string) => boolean;
  matches: Matcher;
  clock: WorldClock;
  /** Ends the session badly: `truncate`. */
  fault: FaultRule | undefined;
}

/** A live tail session: every second what arrived since the last, until the client goes or three hours are over. */
export class LiveTailSession {
  readonly #tailing: Tailing;
  readonly #channel: EventChannel;
  readonly #queue = new UpdateQueue();
  readonly #started: number;
  readonly #timer: NodeJS.Timeout;
  #seen: number;
  #isBlocked = false;
  #sent = 0;

  constructor(tailing: Tailing, channel: EventChannel) {
    this.#tailing = tailing;
    this.#channel = channel;
    const { clock } = tailing;
    this.#started = clock.now();
    this.#seen = this.#started;
    const tickMs = clock.speed < 1 ? 1000 : Math.max(SHORTEST_TICK_MS, 1000 / clock.speed);
    this.#timer = setInterval(() => this.#tick(), tickMs);
    channel.onClose(() => clearInterval(this.#timer));
  }

  #tick(): void {
    const now = this.#tailing.clock.now();
    this.#queue.push(this.#updateUntil(now));
    this.#flush();
    if (now - this.#started < LIFETIME_MS) return;
    clearInterval(this.#timer);
    this.#channel.fail('SessionTimeoutException', 'Your live tail session timed out after 3 hours.');
  }

  /** Everything that matched of what arrived since the last update, or 500 of it spread evenly. */
  #updateUntil(now: number): LiveTailUpdate {
    const { groups, wanted } = this.#tailing;
    const matched: { event: LogEvent; result: unknown }[] = [];
    for (const { name, identifier } of wanted) {
      for (const event of groups.named(name)?.source.arrivedIn(this.#seen, now) ?? []) {
        const result = this.#resultOf(event, identifier);
        if (result !== undefined) matched.push({ event, result });
      }
    }
    this.#seen = now;
    if (wanted.length > 1) matched.sort((left, right) => compareArrivals(left.event, right.event));
    const sampled = matched.length > MOST_EVENTS;
    const step = sampled ? matched.length / MOST_EVENTS : 1;
    const chosen = Array.from(
      { length: Math.min(matched.length, MOST_EVENTS) },
      (_, index) => matched[Math.floor(index * step)]?.result,
    );
    return { sessionMetadata: { sampled }, sessionResults: chosen };
  }

  #resultOf(event: LogEvent, logGroupIdentifier: string): unknown {
    if (!this.#tailing.isWantedStream(event.stream)) return undefined;
    const { message } = event;
    if (!this.#tailing.matches(message)) return undefined;
    const { stream: logStreamName, timestamp, ingestionTime } = event;
    return { logStreamName, logGroupIdentifier, message, timestamp, ingestionTime };
  }

  #flush(): void {
    while (!this.#isBlocked) {
      const update = this.#queue.shift();
      if (update === undefined) return;
      const { fault } = this.#tailing;
      if (fault?.kind === 'truncate' && this.#sent >= (fault.updates ?? 0)) {
        clearInterval(this.#timer);
        this.#channel.breakOffIn('sessionUpdate', update);
        return;
      }
      this.#sent += 1;
      if (this.#channel.send('sessionUpdate', update)) continue;
      this.#isBlocked = true;
      this.#channel.onDrain(() => {
        this.#isBlocked = false;
        this.#flush();
      });
    }
  }
}
