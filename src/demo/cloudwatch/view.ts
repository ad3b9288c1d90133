import type { DirectMinute } from '../world/traffic/direct.ts';
import type { Durations } from '../world/traffic/durations.ts';
import type { FunctionTraffic } from '../world/traffic/function-traffic.ts';
import { durationsOf, type Minute } from '../world/traffic/minute.ts';
import type { Path } from '../world/traffic/paths.ts';
import { arrivedLate, arrivedShare } from './arrival.ts';

/** Which of a function's invocations a series is about. */
export interface Scope {
  traffic: FunctionTraffic;
  /** Only those that called this alias or version. */
  qualifier?: string;
  /** Only those that ran this version (with `qualifier`). */
  executedVersion?: string;
}

interface PathCounts {
  path: Path;
  invocations: number;
  errors: number;
}

/** What CloudWatch has by now of one minute of a scope: all its metrics are made of it. */
export interface View {
  scope: Scope;
  /** Minutes since the epoch. */
  minute: number;
  /** The drawn traffic of the whole function and minute, whatever of it has arrived. */
  whole: Minute;
  /** What is known per path in the scope. */
  parts: readonly PathCounts[];
  invocations: number;
  errors: number;
  throttles: number;
  /** The most executions at once. */
  concurrency: number;
  /** The most at once of those that came one by one. */
  directConcurrency: number;
}

/** What has arrived of a minute of the drawn traffic: it, and the shares (0–1) of its invocations and throttles. */
interface Arrived {
  drawn: Minute;
  share: number;
  throttleShare: number;
}

/** The view of a scope's minute at `now` (ms since the epoch); undefined while nothing has arrived. */
export function viewOf(scope: Scope, minute: number, now: number): View | undefined {
  const soonest = arrivedShare(minute, now);
  if (soonest === 0) return undefined;
  const { traffic } = scope;
  const whole = traffic.minuteOf(minute);
  const arrived = arrivedOf(traffic, minute, whole, soonest, now);
  const direct = directIn(scope, traffic.direct.minuteOf(minute, now));
  const drawn = drawnIn(scope, arrived);
  const isWhole = scope.qualifier === undefined;
  const still = whole.invocations === 0 ? traffic.stillRunningIn(minute) : 0;
  return {
    scope,
    minute,
    whole,
    parts: [...drawn.parts, ...direct.parts],
    invocations: drawn.invocations + sum(direct.parts, 'invocations'),
    errors: drawn.errors + sum(direct.parts, 'errors'),
    throttles: drawn.throttles + direct.throttles,
    concurrency: Math.max(together(traffic, drawn.concurrency, direct.concurrency), isWhole ? still : 0),
    directConcurrency: direct.concurrency,
  };
}

/** Messages of a queue are either drawn or come one by one, never both at once. */
function together({ target }: FunctionTraffic, drawn: number, direct: number): number {
  return target.profile.source === 'queue' ? Math.max(drawn, direct) : drawn + direct;
}

/** The durations in a view: one entry per path that was taken. */
export function durationsIn({ scope, minute, whole, parts }: View): Durations[] {
  const { target } = scope.traffic;
  return parts.flatMap(({ path, invocations }) =>
    invocations === 0 ? [] : [durationsOf(target, path, minute, whole.slowdown, invocations)],
  );
}

/**
 * A minute is known by shares of its numbers, as its invocations are spread over it; of one in whose course
 * settings changed those are counted that began early enough.
 */
function arrivedOf(
  traffic: FunctionTraffic,
  minute: number,
  whole: Minute,
  soonest: number,
  now: number,
): Arrived {
  const share = arrivedLate(minute, now, traffic.target.profile, whole.slowdown);
  if (share === 1 || !traffic.isSplit(minute)) return { drawn: whole, share, throttleShare: soonest };
  return { drawn: traffic.partOf(minute, share), share: 1, throttleShare: 1 };
}

/** Throttled calls never ran, so no executed version has any, and nobody has to wait for their end. */
function drawnIn(scope: Scope, { drawn, share, throttleShare }: Arrived) {
  const taken = drawn.paths.filter(({ path }) => isIn(scope, path));
  const parts = taken.map((each) => ({ ...each, invocations: scaled(each.invocations, share) }));
  const isWhole = scope.qualifier === undefined;
  const ofPaths = taken.reduce((total, { path }) => total + path.share, 0);
  const begun = isWhole ? drawn.invocations : sum(taken, 'invocations');
  const throttles = isWhole ? drawn.throttles : Math.round(drawn.throttles * ofPaths);
  return {
    parts,
    invocations: scaled(begun, share),
    errors: scaled(isWhole ? drawn.errors : sum(taken, 'errors'), share),
    throttles: scope.executedVersion === undefined ? scaled(throttles, throttleShare) : 0,
    concurrency: isWhole ? drawn.concurrency : Math.min(begun, Math.ceil(drawn.concurrency * ofPaths)),
  };
}

/** Of what came one by one it is known when each is known. */
function directIn(scope: Scope, direct: DirectMinute | undefined) {
  const parts = (direct?.paths ?? []).filter(({ path }) => isIn(scope, path));
  const throttles = [...(direct?.throttles ?? [])]
    .filter(([called]) => scope.qualifier === undefined || called === scope.qualifier)
    .reduce((total, [, count]) => total + count, 0);
  return {
    parts,
    throttles: scope.executedVersion === undefined ? throttles : 0,
    concurrency: scope.qualifier === undefined || parts.length > 0 ? (direct?.concurrency ?? 0) : 0,
  };
}

function isIn(scope: Scope, path: Path): boolean {
  return (
    (scope.qualifier === undefined || path.qualifier === scope.qualifier) &&
    (scope.executedVersion === undefined || path.version === scope.executedVersion)
  );
}

function sum(parts: readonly PathCounts[], count: 'invocations' | 'errors'): number {
  return parts.reduce((total, each) => total + each[count], 0);
}

function scaled(count: number, share: number): number {
  return share === 1 ? count : Math.floor(count * share);
}
