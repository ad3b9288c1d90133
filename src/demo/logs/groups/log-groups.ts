import type { LambdaFunction } from '../../world/model.ts';
import { hashText, mix } from '../../world/random.ts';
import type { World } from '../../world/world.ts';
import type { EventSource } from '../events/log-event.ts';
import { merged } from '../events/merge.ts';
import { MinuteCache } from '../events/minute-cache.ts';
import { RecordedSource } from '../events/recorded-source.ts';
import { StoredSource } from '../events/stored-source.ts';
import { TrafficSource } from '../events/traffic-source.ts';
import { FloodPlan } from '../flood/flood-plan.ts';
import { FloodSource } from '../flood/flood-source.ts';
import { FunctionGroups, firstUseOf } from './function-groups.ts';
import type { LogGroup, LogGroupClass } from './log-group.ts';

const DAY_MS = 86_400_000;
/** Logs reach back this far where nothing ends them sooner: longer than any demo, shorter than metrics. */
const HISTORY_MS = 14 * DAY_MS;
/** What the lines of an invocation take, and what one of a flood does: as many as are usual. */
const BYTES_PER_INVOCATION = 500;
const BYTES_PER_EVENT = 120;
/** Events of traffic that are remembered, of all groups together. */
const REMEMBERED_EVENTS = 250_000;
/** `undefined` is "never expire", the default that people forget. */
const RETENTIONS = [undefined, undefined, 7, 14, 30, 90, 365];
/** What is only on its way elsewhere is kept so long, whatever one sets. */
const DELIVERY_DAYS = 1;
/** The group somebody made cheaper by its class: neither live tail nor FilterLogEvents there. */
const INFREQUENT = '/aws/lambda/analytics-clickstream-ingest';

/** What clients did to a group. */
interface Changes {
  /** Made by CreateLogGroup, ms since the epoch. */
  created?: number;
  groupClass?: LogGroupClass;
  deletedAt?: number;
  retention?: { days: number | undefined };
  stored: StoredSource;
}

/** The account's log groups: those of functions that were ever invoked, and those that clients made. */
export class LogGroups {
  readonly #world: World;
  readonly #functions: FunctionGroups;
  readonly #cache = new MinuteCache(REMEMBERED_EVENTS);
  readonly #changes = new Map<string, Changes>();

  constructor(world: World) {
    this.#world = world;
    this.#functions = new FunctionGroups(world);
  }

  /** The names of all groups, in order, each with the functions that log there. */
  entries(): [name: string, functions: readonly LambdaFunction[]][] {
    const groups = this.#functions.all();
    const added = [...this.#changes.keys()].filter((name) => !groups.has(name));
    const entries: [string, readonly LambdaFunction[]][] = [...groups];
    if (added.length > 0) {
      entries.push(...added.map((name): [string, readonly LambdaFunction[]] => [name, []]));
      entries.sort(([left], [right]) => (left < right ? -1 : 1));
    }
    return this.#changes.size === 0
      ? entries
      : entries.filter(([name, functions]) => this.#exists(name, functions));
  }

  /** The group of that name, or undefined. */
  named(name: string): LogGroup | undefined {
    const functions = this.#functions.of(name);
    return this.#exists(name, functions) ? this.open([name, functions]) : undefined;
  }

  /** A group that exists, by its entry. */
  open([name, functions]: readonly [string, readonly LambdaFunction[]]): LogGroup {
    const changes = this.#changes.get(name);
    const { clock, seed } = this.#world;
    const hash = hashText(seed, name);
    const made = changes?.created ?? changes?.deletedAt ?? firstUseOf(name, functions);
    const isNew = made !== undefined;
    const groupClass = changes?.groupClass ?? (name === INFREQUENT ? 'INFREQUENT_ACCESS' : 'STANDARD');
    const drawn = isNew ? undefined : RETENTIONS[mix(hash, 70) % RETENTIONS.length];
    const retentionDays =
      groupClass === 'DELIVERY' ? DELIVERY_DAYS : (changes?.retention ?? { days: drawn }).days;
    const since = this.#since(name, retentionDays);
    const stored = changes?.stored;
    const written = functions.flatMap((target) => this.#sourcesOf(target, name, since));
    return {
      name,
      created: made ?? clock.start - (100 + (mix(hash, 71) % 900)) * DAY_MS,
      groupClass,
      retentionDays,
      storedBytes: isNew ? 0 : bytesOf(functions, clock.start - since),
      source: merged(stored === undefined ? written : [...written, stored]),
      since,
      functions,
      stored,
    };
  }

  /** Makes a group; the caller has seen that there is none. */
  create(name: string, groupClass: LogGroupClass): void {
    const { stored: _, ...former } = this.#changes.get(name) ?? {};
    this.#changes.set(name, {
      ...former,
      created: this.#world.clock.now(),
      groupClass,
      stored: new StoredSource(),
    });
  }

  /** Deletes a group with all its events; the next invocation makes it anew. */
  delete(name: string): void {
    this.#changes.set(name, { deletedAt: this.#world.clock.now(), stored: new StoredSource() });
  }

  /** Where what clients put into a group is kept. */
  storedIn(name: string): StoredSource {
    return this.#changesOf(name).stored;
  }

  /** Sets the retention in days; undefined = never expire. */
  retain(name: string, days: number | undefined): void {
    this.#changesOf(name).retention = { days };
  }

  #exists(name: string, functions: readonly LambdaFunction[]): boolean {
    const changes = this.#changes.get(name);
    if (changes?.created !== undefined) return true;
    if (changes?.deletedAt === undefined) return functions.length > 0;
    const since = this.#since(name, undefined);
    const sources = functions.flatMap((target) => this.#sourcesOf(target, name, since));
    return hasArrived(sources, changes.deletedAt, this.#world.clock.now());
  }

  #since(name: string, retentionDays: number | undefined): number {
    const { clock } = this.#world;
    const kept = retentionDays === undefined ? 0 : clock.now() - retentionDays * DAY_MS;
    return Math.max(clock.start - HISTORY_MS, kept, this.#changes.get(name)?.deletedAt ?? 0);
  }

  /** What a function writes to a group: the lines of its traffic, or a flood of them, and of what was invoked one by one. */
  #sourcesOf(target: LambdaFunction, group: string, since: number): EventSource[] {
    const { clock } = this.#world;
    const invocations = this.#world.invocations.of(target);
    const { logEventsPerSecond: perSecond } = target.spec;
    const lines =
      perSecond === undefined
        ? new TrafficSource(invocations, group, clock, this.#cache, since)
        : new FloodSource(new FloodPlan(target, perSecond, clock.start - HISTORY_MS), group, clock, since);
    return invocations.recorded.length === 0
      ? [lines]
      : [lines, new RecordedSource(invocations, group, clock, since)];
  }

  #changesOf(name: string): Changes {
    const known = this.#changes.get(name);
    if (known !== undefined) return known;
    const changes = { stored: new StoredSource() };
    this.#changes.set(name, changes);
    return changes;
  }
}

/** About what functions have logged within a time, ms: nobody counts it, but queries of it are priced by it. */
function bytesOf(functions: readonly LambdaFunction[], spanMs: number): number {
  const perMs = functions.map(({ spec, profile }) =>
    spec.logEventsPerSecond === undefined
      ? (profile.ratePerMinute / 60_000) * BYTES_PER_INVOCATION
      : (spec.logEventsPerSecond / 1_000) * BYTES_PER_EVENT,
  );
  return Math.round(perMs.reduce((sum, one) => sum + one, 0) * Math.max(0, spanMs));
}

/** Whether a deleted group is there again: something was logged since, and has arrived. */
function hasArrived(sources: readonly EventSource[], since: number, now: number): boolean {
  const source = merged(sources);
  for (let from = since; from <= now; from += source.strideMs) {
    const events = source.between(from, Math.min(from + source.strideMs, now + 1));
    if (events.some((event) => event.ingestionTime <= now)) return true;
  }
  return false;
}
