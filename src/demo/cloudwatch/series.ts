import { readRecord, readRecords, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { type Datapoint, merge } from './datapoint.ts';
import { functionMetrics } from './function-metrics.ts';
import { isRegionMetric, type RegionMetrics } from './region-metrics.ts';
import { type Scope, viewOf } from './view.ts';

/** One metric with its dimensions: a datapoint per minute (minutes since the epoch), where there is one. */
export type Series = (minute: number) => Datapoint | undefined;

/** CloudWatch keeps one-minute data for 15 days. */
const RETENTION_MINUTES = 15 * 1440;

/** The series a `Metric` structure names; one without data when there is no such metric. */
export function seriesOf(world: World, region: RegionMetrics, metric: Input): Series {
  const name = readText(metric, 'MetricName') ?? '';
  const isLambda = readText(metric, 'Namespace') === 'AWS/Lambda';
  const dimensions = readRecords(metric, 'Dimensions');
  if (!isLambda) return () => undefined;
  if (dimensions.length === 0) {
    return isRegionMetric(name) ? (minute) => region.datapoint(name, minute) : () => undefined;
  }
  const scope = scopeOf(world, dimensions);
  return scope === undefined ? () => undefined : functionSeries(world, name, scope);
}

/** The series of a metric for a scope of one function. */
export function functionSeries(world: World, name: string, scope: Scope): Series {
  const metric = Object.hasOwn(functionMetrics, name) ? functionMetrics[name] : undefined;
  const isPublished =
    metric?.exists(scope.target) === true && (metric.hasResources || scope.qualifier === undefined);
  if (metric === undefined || !isPublished || scope.target.profile.shape === 'idle') return () => undefined;
  return (minute) => metric.datapoint(viewOf(world, scope, minute), world.traffic.birthMinute);
}

/** One datapoint of a series for `minutes` minutes from `first` on; nothing lies in the future. */
export function combine(world: World, series: Series, first: number, minutes: number): Datapoint | undefined {
  const now = Math.floor(world.clock.now() / 60_000);
  const points: Datapoint[] = [];
  const end = Math.min(first + minutes, now + 1);
  for (let minute = Math.max(first, now - RETENTION_MINUTES); minute < end; minute++) {
    const point = series(minute);
    if (point !== undefined) points.push(point);
  }
  return merge(points);
}

/**
 * The scope that exactly these dimensions mean: {FunctionName}, {FunctionName, Resource} or
 * {FunctionName, Resource, ExecutedVersion} (facts, section 2); undefined for any other set.
 */
function scopeOf(world: World, dimensions: readonly Input[]): Scope | undefined {
  const values = new Map(dimensions.map((each) => [readText(each, 'Name'), readText(each, 'Value') ?? '']));
  const name = values.get('FunctionName');
  const resource = values.get('Resource');
  const executedVersion = values.get('ExecutedVersion');
  const known = [name, resource, executedVersion].filter((value) => value !== undefined).length;
  const target = name === undefined ? undefined : world.functionNamed(name);
  if (target === undefined || known !== dimensions.length) return undefined;
  if (resource === undefined) return executedVersion === undefined ? { target } : undefined;
  if (!resource.startsWith(`${name}:`)) return undefined;
  const qualifier = resource.slice(target.name.length + 1);
  if (executedVersion === undefined) return { target, qualifier };
  return target.aliases.has(qualifier) ? { target, qualifier, executedVersion } : undefined;
}

/** The `Metric` of a `MetricStat`. */
export function metricOf(metricStat: Input): Input {
  return readRecord(metricStat, 'Metric');
}
