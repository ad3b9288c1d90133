import type { LambdaFunction } from '../world/model.ts';
import type { Durations } from '../world/traffic/durations.ts';
import type { Minute } from '../world/traffic/minute.ts';
import type { Path } from '../world/traffic/paths.ts';
import type { World } from '../world/world.ts';
import { arrivedShare } from './arrival.ts';

/** Which of a function's invocations a series is about. */
export interface Scope {
  target: LambdaFunction;
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
  invocations: number;
  errors: number;
  throttles: number;
  concurrency: number;
  durations: readonly Durations[];
}

/** The view of a scope's minute. Throttled calls never ran, so no executed version has any. */
export function viewOf(world: World, scope: Scope, minute: number): View {
  const share = arrivedShare(minute, world.clock.now());
  if (share === 0)
    return { scope, minute, invocations: 0, errors: 0, throttles: 0, concurrency: 0, durations: [] };
  const whole = world.traffic.minuteOf(scope.target, minute);
  const arrived = (count: number) => (share === 1 ? count : Math.floor(count * share));
  if (scope.qualifier === undefined) {
    return {
      scope,
      minute,
      invocations: arrived(whole.invocations),
      errors: arrived(whole.errors),
      throttles: arrived(whole.throttles),
      concurrency: whole.concurrency,
      durations: durationsOf(whole, arrived, () => true),
    };
  }
  return partialView(scope, minute, whole, arrived);
}

function partialView(scope: Scope, minute: number, whole: Minute, arrived: (count: number) => number): View {
  const isOurs = (path: Path) =>
    path.qualifier === scope.qualifier &&
    (scope.executedVersion === undefined || path.version === scope.executedVersion);
  let invocations = 0;
  let errors = 0;
  let share = 0;
  for (const part of whole.paths) {
    if (!isOurs(part.path)) continue;
    invocations += part.invocations;
    errors += part.errors;
    share += part.path.share;
  }
  const throttles = scope.executedVersion === undefined ? Math.round(whole.throttles * share) : 0;
  return {
    scope,
    minute,
    invocations: arrived(invocations),
    errors: arrived(errors),
    throttles: arrived(throttles),
    concurrency: Math.min(invocations, Math.ceil(whole.concurrency * share)),
    durations: durationsOf(whole, arrived, isOurs),
  };
}

function durationsOf(
  whole: Minute,
  arrived: (count: number) => number,
  isOurs: (path: Path) => boolean,
): Durations[] {
  const durations: Durations[] = [];
  for (const part of whole.paths) {
    if (!isOurs(part.path)) continue;
    const count = arrived(part.invocations);
    durations.push(count === part.invocations ? part.durations : { ...part.durations, count });
  }
  return durations;
}
