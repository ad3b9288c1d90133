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

/** What CloudWatch has by now of one minute of a scope: all its metrics are made of it. */
export interface View {
  scope: Scope;
  /** Minutes since the epoch. */
  minute: number;
  whole: Minute;
  /** The share (0–1) of the minute's data that has arrived. */
  share: number;
  invocations: number;
  errors: number;
  throttles: number;
  concurrency: number;
}

/** The view of a scope's minute at `now` (ms since the epoch); undefined while nothing has arrived. */
export function viewOf(scope: Scope, minute: number, now: number): View | undefined {
  const soonest = arrivedShare(minute, now);
  if (soonest === 0) return undefined;
  const whole = scope.traffic.countedMinuteOf(minute);
  const share = arrivedLate(minute, now, scope.traffic.target.profile, whole.slowdown);
  if (scope.qualifier !== undefined) return partialView(scope, minute, whole, share, soonest);
  return {
    scope,
    minute,
    whole,
    share,
    invocations: arrived(whole.invocations, share),
    errors: arrived(whole.errors, share),
    throttles: arrived(whole.throttles, soonest),
    concurrency: whole.concurrency,
  };
}

/** The durations in a view: one entry per path that was taken. */
export function durationsIn({ scope, minute, whole, share }: View): Durations[] {
  const { target } = scope.traffic;
  const durations: Durations[] = [];
  for (const { path, invocations } of whole.paths) {
    const count = isIn(scope, path) ? arrived(invocations, share) : 0;
    if (count > 0) durations.push(durationsOf(target, path, minute, whole.slowdown, count));
  }
  return durations;
}

/** Throttled calls never ran, so no executed version has any, and nobody has to wait for their end. */
function partialView(scope: Scope, minute: number, whole: Minute, share: number, soonest: number): View {
  let invocations = 0;
  let errors = 0;
  let part = 0;
  for (const each of whole.paths) {
    if (!isIn(scope, each.path)) continue;
    invocations += each.invocations;
    errors += each.errors;
    part += each.path.share;
  }
  const throttles = scope.executedVersion === undefined ? Math.round(whole.throttles * part) : 0;
  return {
    scope,
    minute,
    whole,
    share,
    invocations: arrived(invocations, share),
    errors: arrived(errors, share),
    throttles: arrived(throttles, soonest),
    concurrency: Math.min(invocations, Math.ceil(whole.concurrency * part)),
  };
}

function isIn(scope: Scope, path: Path): boolean {
  return (
    (scope.qualifier === undefined || path.qualifier === scope.qualifier) &&
    (scope.executedVersion === undefined || path.version === scope.executedVersion)
  );
}

function arrived(count: number, share: number): number {
  return share === 1 ? count : Math.floor(count * share);
}
