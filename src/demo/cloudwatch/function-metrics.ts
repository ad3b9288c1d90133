import type { LambdaFunction } from '../world/model.ts';
import { provisionedAt } from '../world/provisioned.ts';
import { mix } from '../world/random.ts';
import { backlogAgeAt } from '../world/traffic/backlog.ts';
import { troubleAt } from '../world/traffic/demand.ts';
import type { DirectInvocations, EventCount } from '../world/traffic/direct.ts';
import { durationAtRank, totalDuration } from '../world/traffic/durations.ts';
import { iteratorAgeOf } from '../world/traffic/minute.ts';
import type { Datapoint } from './datapoint.ts';
import { durationsIn, type View } from './view.ts';

/** A metric that Lambda publishes per function. */
export interface FunctionMetric {
  /** Whether a function that is invoked at all has this metric. */
  exists: (target: LambdaFunction, direct: DirectInvocations) => boolean;
  /** Also published per alias, version and executed version, not only per function. */
  hasResources: boolean;
  /** The datapoint of a minute, or undefined when nothing was published: absent is not zero. */
  datapoint: (view: View) => Datapoint | undefined;
}

/** The metrics of namespace AWS/Lambda with dimension FunctionName, by name. */
export const functionMetrics: Readonly<Record<string, FunctionMetric>> = {
  Invocations: {
    exists: () => true,
    hasResources: true,
    datapoint: ({ invocations }) => flags(invocations, invocations),
  },
  // Published with every invocation, so an active function without errors has Sum 0, an idle one nothing.
  Errors: {
    exists: () => true,
    hasResources: true,
    datapoint: ({ invocations, errors }) => flags(errors, invocations),
  },
  Throttles: {
    exists: () => true,
    hasResources: true,
    datapoint: ({ invocations, throttles }) => flags(throttles, invocations + throttles),
  },
  Duration: { exists: () => true, hasResources: true, datapoint: durationPoint },
  ConcurrentExecutions: {
    exists: () => true,
    hasResources: true,
    datapoint: ({ invocations, concurrency }) =>
      spread(Math.max(invocations, Math.min(1, concurrency)), 1, Math.max(1, concurrency)),
  },
  IteratorAge: {
    exists: (target) => target.profile.source === 'stream',
    hasResources: true,
    datapoint: (view) => {
      const { target, birthMinute } = view.scope.traffic;
      const usual = iteratorAgeOf(target.profile, target.key, view.minute, birthMinute);
      const age = usual + backlogAgeAt(target, view.minute * 60_000);
      return spread(view.invocations, age * 0.6, age);
    },
  },
  AsyncEventsReceived: {
    exists: (target, direct) => isAsync(target) || direct.hasCounted('AsyncEventsReceived'),
    hasResources: true,
    datapoint: (view) => {
      const isDrawn = isAsync(view.scope.traffic.target);
      return ones(isDrawn ? view.invocations + view.throttles : counted(view, 'AsyncEventsReceived'));
    },
  },
  AsyncEventAge: {
    exists: isAsync,
    hasResources: true,
    datapoint: ({ scope, minute, invocations }) =>
      spread(invocations, 20, 60 + (mix(scope.traffic.target.key, minute) % 200)),
  },
  // With reserved concurrency 0 events are given up at once (facts, section 0), whether they go elsewhere or not.
  AsyncEventsDropped: {
    exists: (target, direct) =>
      (isAsync(target) && target.reservedConcurrency.hasChanged) || direct.hasCounted('AsyncEventsDropped'),
    hasResources: false,
    datapoint: (view) => ones(droppedIn(view) + counted(view, 'AsyncEventsDropped')),
  },
  DeadLetterErrors: {
    exists: (target, direct) =>
      target.profile.troubles.some((trouble) => trouble.kind === 'dead-letter-errors') ||
      direct.hasCounted('DeadLetterErrors'),
    hasResources: false,
    datapoint: (view) => {
      const { target, birthMinute } = view.scope.traffic;
      const { troubles } = target.profile;
      const drawn = troubleAt(troubles, 'dead-letter-errors', view.minute - birthMinute, 0);
      return ones(drawn + counted(view, 'DeadLetterErrors'));
    },
  },
  DestinationDeliveryFailures: {
    exists: (_, direct) => direct.hasCounted('DestinationDeliveryFailures'),
    hasResources: false,
    datapoint: (view) => ones(counted(view, 'DestinationDeliveryFailures')),
  },
  ProvisionedConcurrencyInvocations: {
    exists: hasProvisioned,
    hasResources: true,
    datapoint: (view) => (provisionedIn(view) === 0 ? undefined : flags(view.invocations, view.invocations)),
  },
  ProvisionedConcurrentExecutions: {
    exists: hasProvisioned,
    hasResources: true,
    datapoint: (view) => {
      const provisioned = provisionedIn(view);
      return provisioned === 0
        ? undefined
        : spread(view.invocations, 1, Math.min(view.concurrency, provisioned));
    },
  },
  ProvisionedConcurrencyUtilization: {
    exists: hasProvisioned,
    hasResources: true,
    datapoint: (view) => {
      const provisioned = provisionedIn(view);
      return provisioned === 0
        ? undefined
        : spread(view.invocations, 0, Math.min(1, view.concurrency / provisioned));
    },
  },
};

/** `hits` ones and zeros for the rest of `count` samples; nothing for none. */
export function flags(hits: number, count: number): Datapoint | undefined {
  return count === 0 ? undefined : { count, sum: hits, min: hits < count ? 0 : 1, max: hits > 0 ? 1 : 0 };
}

function ones(count: number): Datapoint | undefined {
  return flags(count, count);
}

function spread(count: number, min: number, max: number): Datapoint | undefined {
  return count === 0
    ? undefined
    : { count, sum: (count * (min + max)) / 2, min: count === 1 ? max : min, max };
}

/** The durations of a view; undefined when nothing ran. */
export function durationPoint(view: View): Datapoint | undefined {
  const parts = durationsIn(view);
  if (parts.length === 0) return undefined;
  const point = { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: 0, durations: () => parts };
  for (const part of parts) {
    point.count += part.count;
    point.sum += totalDuration(part);
    point.min = Math.min(point.min, durationAtRank(part, 0));
    point.max = Math.max(point.max, durationAtRank(part, part.count - 1));
  }
  return point;
}

/** What became of events that were accepted one by one. */
function counted({ scope, minute }: View, what: EventCount): number {
  return scope.traffic.direct.countOf(what, minute);
}

/** The drawn traffic's events that came while the function might not run at all. */
function droppedIn({ scope, minute, throttles, whole }: View): number {
  const { target } = scope.traffic;
  const { reservedConcurrency } = target;
  const from = minute * 60_000;
  const settings = [from, ...reservedConcurrency.changesBetween(from, from + 60_000)];
  const wasStopped = settings.some((instant) => reservedConcurrency.at(instant) === 0);
  return isAsync(target) && wasStopped ? Math.min(throttles, whole.throttles) : 0;
}

function isAsync(target: LambdaFunction): boolean {
  return target.profile.source === 'async' || target.profile.source === 'schedule';
}

/** Now or once: what was published stays. */
function hasProvisioned({ provisioned }: LambdaFunction): boolean {
  const changes = provisioned.changesBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  return provisioned.current.length > 0 || changes.length > 0;
}

function provisionedIn({ scope, minute }: View): number {
  return provisionedAt(scope.traffic.target, minute * 60_000);
}
