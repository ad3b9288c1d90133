import type { WorldClock } from '../../world/clock.ts';
import type { Environment } from '../../world/invocations/environment.ts';
import { endOf } from '../../world/invocations/invocation.ts';
import type { FunctionInvocations } from '../../world/invocations/invocations.ts';
import { Voices } from '../lines/voice.ts';
import { environmentIdIn, eventsOf, logsTo, MOST_DELAY_MS, streamNameOf } from './invocation-events.ts';
import { arrivedAmong, type EventSource, type LogEvent } from './log-event.ts';
import { type LogStream, type StreamRange, toldStream } from './log-stream.ts';
import { mergeLists } from './merge.ts';

/** No invocation takes longer with its initialisation, ms. */
const LONGEST_MS = 910_000;

/** The log of what was invoked one by one: few enough to be written anew each time. */
export class RecordedSource implements EventSource {
  readonly strideMs = 60_000;
  readonly since: number;
  readonly #invocations: FunctionInvocations;
  readonly #group: string;
  readonly #clock: WorldClock;

  /** `group`: what was logged there, ms since the epoch of `since` on. */
  constructor(invocations: FunctionInvocations, group: string, clock: WorldClock, since: number) {
    this.#invocations = invocations;
    this.#group = group;
    this.#clock = clock;
    this.since = since;
  }

  get until(): number {
    return this.#clock.now() + 1;
  }

  between(from: number, until: number): readonly LogEvent[] {
    const { recorded, target } = this.#invocations;
    const first = Math.max(from, this.since);
    const voices = new Voices(target);
    const earliest = first - LONGEST_MS;
    const lists: LogEvent[][] = [];
    for (let index = recorded.length - 1; index >= 0; index--) {
      const invocation = recorded[index];
      if (invocation === undefined || invocation.start < earliest) break;
      if (invocation.start >= until || !logsTo(this.#group, invocation)) continue;
      const events = eventsOf(voices.on(invocation.path), invocation);
      lists.push(events.filter((event) => event.timestamp >= first && event.timestamp < until));
    }
    return mergeLists(lists);
  }

  arrivedIn(after: number, until: number): readonly LogEvent[] {
    return arrivedAmong(this.between(after - MOST_DELAY_MS, until + 1), after, until);
  }

  findStream(name: string): StreamRange | undefined {
    const { recorded, target } = this.#invocations;
    const id = environmentIdIn(name, this.#group, target);
    const own = id === undefined ? [] : recorded.filter(({ environment }) => environment.id === id);
    const [first] = own;
    const last = own.at(-1);
    return first === undefined || last === undefined
      ? undefined
      : { from: first.start, until: endOf(last) + 1 };
  }

  streamsBetween(from: number, until: number): LogStream[] {
    const { recorded, target } = this.#invocations;
    const uses = new Map<string, { environment: Environment; first: number; last: number }>();
    for (const each of recorded) {
      const { environment, start } = each;
      if (!logsTo(this.#group, each) || start < Math.max(from, this.since) || start >= until) continue;
      const use = uses.get(environment.id);
      if (use === undefined) uses.set(environment.id, { environment, first: start, last: start });
      else use.last = start;
    }
    const now = this.#clock.now();
    return [...uses.values()].map(({ environment, first, last }) =>
      toldStream(streamNameOf(target, this.#group, environment), first, last, now),
    );
  }
}
