import { type Origin, readEnvironmentId } from '../../world/invocations/environment.ts';
import { endOf } from '../../world/invocations/invocation.ts';
import type { FunctionInvocations } from '../../world/invocations/invocations.ts';
import type { LambdaFunction } from '../../world/model.ts';
import { hashText, mix } from '../../world/random.ts';
import type { World } from '../../world/world.ts';
import { streamNameOf } from '../events/invocation-events.ts';
import type { LogGroup } from './log-group.ts';

/** Where the events of a log stream may lie: timestamps in [from, until), ms since the epoch. */
export interface StreamRange {
  from: number;
  until: number;
}

/** The range of a stream of this group; undefined when there is no such stream (yet). */
export function findStream(world: World, group: LogGroup, name: string): StreamRange | undefined {
  const stored = group.stored?.streams.get(name);
  if (stored !== undefined) {
    return { from: stored.first ?? stored.created, until: (stored.last ?? stored.created) + 1 };
  }
  for (const target of group.functions) {
    const id = environmentIdIn(name, target);
    const origin = id === undefined ? undefined : readEnvironmentId(id, target.key);
    if (id === undefined || origin === undefined) continue;
    const invocations = world.invocations.of(target);
    return recordedRange(invocations, id) ?? rangeOf(invocations, origin, world.clock.now());
  }
  return undefined;
}

/** `2026/11/20/[3]ID` or `2026/11/20/FUNCTION[3]ID`. */
function environmentIdIn(stream: string, target: LambdaFunction): string | undefined {
  const found = /^\d{4}\/\d\d\/\d\d\/([^[]*)\[[^\]]+\]([0-9a-f]{32})$/.exec(stream);
  return found !== null && (found[1] === '' || found[1] === target.name) ? found[2] : undefined;
}

function rangeOf(invocations: FunctionInvocations, origin: Origin, now: number): StreamRange | undefined {
  const from = origin.minute * 60_000;
  if (from > now || !invocations.births.has(origin)) return undefined;
  const last = invocations.births.lastMinuteOf(origin, Math.floor(now / 60_000));
  return { from, until: Math.min(now + 1, (last + 1 + invocations.reach) * 60_000) };
}

/** The range of an environment that only ran what was invoked one by one. */
function recordedRange({ recorded }: FunctionInvocations, id: string): StreamRange | undefined {
  const own = recorded.filter((each) => each.environment.id === id);
  const [first] = own;
  const last = own.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { from: first.start, until: endOf(last) + 1 };
}

/** A stream as DescribeLogStreams tells of it; ms since the epoch. */
export interface LogStream {
  name: string;
  created: number;
  first: number | undefined;
  last: number | undefined;
  lastIngestion: number | undefined;
}

/** Streams of traffic are listed from so far back, unless a prefix names a day. */
const LISTED_MS = 2 * 86_400_000;
const DAY_MS = 86_400_000;
/** What is told of a stream's last event is older than the truth by up to so much (facts, section 3). */
const MOST_LAG_MS = 40 * 60_000;

/** The streams of a group whose names begin with the prefix, in no order. */
export function listStreams(world: World, group: LogGroup, prefix: string): LogStream[] {
  const now = world.clock.now();
  const day = /^(\d{4})\/(\d\d)\/(\d\d)/.exec(prefix);
  const dayStart = day === null ? undefined : Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  const from = Math.max(group.since, dayStart ?? now - LISTED_MS);
  // An environment born on a day may still run in the next day's first hours.
  const until = Math.min(now, dayStart === undefined ? now : dayStart + DAY_MS + DAY_MS / 4);
  const streams: LogStream[] = [...(group.stored?.streams.values() ?? [])].map((stream) => ({
    name: stream.name,
    created: stream.created,
    first: stream.first,
    last: stream.last,
    lastIngestion: stream.lastIngestion,
  }));
  for (const target of until < from ? [] : group.functions) {
    const uses = world.invocations
      .of(target)
      .environmentsBetween(Math.floor(from / 60_000), Math.floor(until / 60_000) + 1);
    for (const use of uses) {
      const name = streamNameOf(target, use.environment);
      const first = Math.max(use.first * 60_000, group.since);
      if (first > now || use.last * 60_000 < group.since) continue;
      const known = now - (mix(hashText(0, use.environment.id), 73) % MOST_LAG_MS);
      const last = Math.max(first, Math.min(use.last * 60_000, known));
      streams.push({ name, created: first, first, last, lastIngestion: last + 700 });
    }
  }
  return streams.filter((stream) => stream.name.startsWith(prefix));
}
