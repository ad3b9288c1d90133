import type { WorldClock } from '../../world/clock.ts';
import { readEnvironmentId } from '../../world/invocations/environment.ts';
import { settingChanges } from '../../world/traffic/setting-changes.ts';
import { environmentIdIn } from '../events/invocation-events.ts';
import { compareArrivals, compareEvents, type EventSource, type LogEvent } from '../events/log-event.ts';
import { type LogStream, type StreamRange, toldStream } from '../events/log-stream.ts';
import type { FloodEvent } from './flood-event.ts';
import type { FloodPlan } from './flood-plan.ts';
import { arrivalOf, BATCH_MS, FloodWriter, LONGEST_INIT_MS, MOST_DELAY_MS } from './flood-writer.ts';

/** The log of a function that floods it: worked out line by line as it is read, and never kept. */
export class FloodSource implements EventSource {
  readonly strideMs = 250;
  readonly since: number;
  readonly #plan: FloodPlan;
  readonly #group: string;
  readonly #clock: WorldClock;

  /** What of a flood was logged to `group` since an instant, ms since the epoch. */
  constructor(plan: FloodPlan, group: string, clock: WorldClock, since: number) {
    this.#plan = plan;
    this.#group = group;
    this.#clock = clock;
    this.since = since;
  }

  get until(): number {
    return this.#clock.now() + 1;
  }

  between(from: number, until: number): readonly LogEvent[] {
    const first = Math.max(from, this.since);
    const { environments } = this.#plan;
    const writers = Array.from({ length: environments }, (_, place) => this.#writer(place));
    const events: FloodEvent[] = [];
    const end = this.#plan.firstAt(until);
    for (let number = this.#plan.firstAt(first); number < end; number++) {
      writers[number % environments]?.write(number, events);
    }
    const initialisations = writers.flatMap((writer) => writer.initialisationsBetween(first, until));
    return initialisations.length === 0 ? events : [...events, ...initialisations].sort(compareEvents);
  }

  arrivedIn(after: number, until: number): readonly LogEvent[] {
    const earliest = Math.max(after - MOST_DELAY_MS, this.since);
    const events: FloodEvent[] = [];
    for (let place = 0; place < this.#plan.environments; place++) {
      const writer = this.#writer(place);
      for (let from = Math.floor(earliest / BATCH_MS) * BATCH_MS; from < until; from += BATCH_MS) {
        const sentAt = arrivalOf(place, from);
        if (sentAt > after && sentAt <= until)
          writer.writeBetween(Math.max(from, this.since), from + BATCH_MS, events);
      }
    }
    return events.sort(compareArrivals);
  }

  findStream(name: string): StreamRange | undefined {
    const { target } = this.#plan;
    const id = environmentIdIn(name, this.#group, target);
    const origin = id === undefined ? undefined : readEnvironmentId(id, target.key);
    if (origin === undefined || origin.slot >= this.#plan.environments) return undefined;
    const [from, until] = [origin.minute * 60_000, (origin.minute + 1) * 60_000];
    const latest = this.#plan.runNumberOf(this.#plan.firstOfAt(origin.slot, until));
    const { birth, next } = this.#plan.lifeOf(origin.slot, latest - 1);
    const began = this.#plan.startOf(origin.slot, birth);
    if (began < from || began >= until || began > this.#clock.now()) return undefined;
    return { from: began - LONGEST_INIT_MS, until: this.#plan.startOf(origin.slot, next) };
  }

  streamsBetween(from: number, until: number): LogStream[] {
    const { target, environments } = this.#plan;
    const first = Math.max(from, this.since);
    const borders = [first, ...settingChanges(target, first, until), until];
    const uses = new Map<string, { first: number; last: number }>();
    for (let place = 0; place < environments; place++) {
      for (const [index, start] of borders.slice(0, -1).entries()) {
        this.#noteUses(place, start, borders[index + 1] ?? until, uses);
      }
    }
    const now = this.#clock.now();
    return [...uses].map(([name, use]) => toldStream(name, use.first, use.last, now));
  }

  /** Notes which streams a place in the flood has in [from, until), in which nothing changes. */
  #noteUses(
    place: number,
    from: number,
    until: number,
    uses: Map<string, { first: number; last: number }>,
  ): void {
    const plan = this.#plan;
    const writer = this.#writer(place);
    let runNumber = plan.runNumberOf(plan.firstOfAt(place, from)) + (from > this.since ? 1 : 0);
    while (plan.startOf(place, runNumber) < until) {
      const { next } = plan.lifeOf(place, runNumber);
      const stream = writer.streamOf(runNumber);
      if (stream !== undefined) {
        const start = plan.startOf(place, runNumber);
        const last = Math.min(until, plan.startOf(place, next));
        const known = uses.get(stream);
        if (known === undefined) uses.set(stream, { first: start, last });
        else known.last = last;
      }
      runNumber = next;
    }
  }

  #writer(place: number): FloodWriter {
    return new FloodWriter(this.#plan, place, this.#group);
  }
}
