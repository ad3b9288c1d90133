import { readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { type Datapoint, merge } from './datapoint.ts';
import { type Dimension, dimensionValue, readDimensions } from './dimensions.ts';
import { functionMetrics } from './function-metrics.ts';
import { mappingSeries } from './mapping-metrics.ts';
import { REGION_METRICS } from './region-metrics.ts';
import type { MetricSources } from './sources.ts';
import { type Scope, viewOf } from './view.ts';

/** One metric with its dimensions: the datapoint of a minute (since the epoch) as of `now` (ms), if any. */
export type Series = (minute: number, now: number) => Datapoint | undefined;

/** CloudWatch keeps one-minute data for 15 days. */
export const RETENTION_MINUTES = 15 * 1440;

/** The series a `Metric` structure names; one without data when there is no such metric. */
export function seriesOf(sources: MetricSources, metric: Input): Series {
  const name = readText(metric, 'MetricName') ?? '';
  const namespace = readText(metric, 'Namespace') ?? '';
  const dimensions = readDimensions(metric);
  if (namespace === 'AWS/SQS') {
    const queue = dimensions.length === 1 ? dimensionValue(dimensions, 'QueueName') : undefined;
    return queue === undefined ? NOTHING : queueSeries(sources, name, queue);
  }
  if (namespace !== 'AWS/Lambda') return customSeries(sources, namespace, name, dimensions);
  if (dimensions.length === 0) return REGION_METRICS.includes(name) ? regionSeries(sources, name) : NOTHING;
  const uuid = dimensions.length === 1 ? dimensionValue(dimensions, 'EventSourceMappingUUID') : undefined;
  if (uuid !== undefined) return mappingSeries(sources.world, name, uuid) ?? NOTHING;
  const scope = scopeOf(sources.world, dimensions);
  return scope === undefined ? NOTHING : functionSeries(name, scope);
}

const NOTHING: Series = () => undefined;

/** A metric of the Region as a whole, without dimensions. */
export function regionSeries({ region }: MetricSources, name: string): Series {
  return (minute, now) => region.datapoint(name, minute, now);
}

/** A metric of a queue. */
export function queueSeries({ queues }: MetricSources, name: string, queue: string): Series {
  return (minute, now) => queues.datapoint(name, queue, minute, now);
}

/** A metric that clients have put in, with exactly these dimensions. */
export function customSeries(
  { custom }: MetricSources,
  namespace: string,
  name: string,
  dimensions: readonly Dimension[],
): Series {
  return (minute) => merge(custom.points(namespace, name, dimensions, minute));
}

/** The series of a metric for a scope of one function. */
export function functionSeries(name: string, scope: Scope): Series {
  const { target } = scope.traffic;
  const metric = Object.hasOwn(functionMetrics, name) ? functionMetrics[name] : undefined;
  const isPublished =
    metric?.exists(target, scope.traffic.direct) === true &&
    (metric.hasResources || scope.qualifier === undefined);
  if (metric === undefined || !isPublished || scope.traffic.isSilent) return NOTHING;
  return (minute, now) => {
    const view = viewOf(scope, minute, now);
    return view === undefined ? undefined : metric.datapoint(view);
  };
}

/** One datapoint of a series for `minutes` minutes from `first` on, as of `now` (ms since the epoch). */
export function combine(series: Series, first: number, minutes: number, now: number): Datapoint | undefined {
  if (minutes === 1) return series(first, now);
  const points: Datapoint[] = [];
  const end = Math.min(first + minutes, Math.floor(now / 60_000) + 1);
  for (let minute = first; minute < end; minute++) {
    const point = series(minute, now);
    if (point !== undefined) points.push(point);
  }
  return merge(points);
}

/**
 * The scope that exactly these dimensions mean: {FunctionName}, {FunctionName, Resource} or
 * {FunctionName, Resource, ExecutedVersion} (facts, section 2); undefined for any other set.
 */
function scopeOf(world: World, dimensions: readonly Dimension[]): Scope | undefined {
  const name = dimensionValue(dimensions, 'FunctionName');
  const resource = dimensionValue(dimensions, 'Resource');
  const executedVersion = dimensionValue(dimensions, 'ExecutedVersion');
  const known = [name, resource, executedVersion].filter((value) => value !== undefined).length;
  const target = name === undefined ? undefined : world.functionNamed(name);
  if (target === undefined || known !== dimensions.length) return undefined;
  const traffic = world.traffic.of(target);
  if (resource === undefined) return executedVersion === undefined ? { traffic } : undefined;
  if (!resource.startsWith(`${name}:`)) return undefined;
  const qualifier = resource.slice(target.name.length + 1);
  if (executedVersion === undefined) return { traffic, qualifier };
  return target.aliases.has(qualifier) ? { traffic, qualifier, executedVersion } : undefined;
}
