import type { FaultRule } from '../../faults.ts';
import type { EventChannel } from '../../wire/event-stream.ts';
import type { WorldClock } from '../../world/clock.ts';
import { compareArrivals, type LogEvent } from '../events/log-event.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import { EVERYTHING, type Matcher } from '../patterns/pattern.ts';
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

/** An event that matched, with the identifier by which its group was asked for. */
interface Tailed {
  event: LogEvent;
  identifier: string;
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
    const { groups, wanted, isWantedStream, matches } = this.#tailing;
    const matched: Tailed[] = [];
    for (const { name, identifier } of wanted) {
      for (const event of groups.named(name)?.source.arrivedIn(this.#seen, now) ?? []) {
        if (!isWantedStream(event.stream)) continue;
        if (matches === EVERYTHING || matches(event.message)) matched.push({ event, identifier });
      }
    }
    this.#seen = now;
    if (wanted.length > 1) matched.sort((left, right) => compareArrivals(left.event, right.event));
    const sampled = matched.length > MOST_EVENTS;
    const chosen = sampled ? spread(matched, MOST_EVENTS) : matched;
    return { sessionMetadata: { sampled }, sessionResults: chosen.map(resultOf) };
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

function resultOf({ event, identifier: logGroupIdentifier }: Tailed): unknown {
  const { stream: logStreamName, message, timestamp, ingestionTime } = event;
  return { logStreamName, logGroupIdentifier, message, timestamp, ingestionTime };
}

/** So many of a longer list, evenly from all of it. */
function spread<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)] as T);
}
