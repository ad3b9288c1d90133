import { readRecords, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { type Datapoint, merge } from './datapoint.ts';
import { functionMetrics } from './function-metrics.ts';
import { REGION_METRICS, type RegionMetrics } from './region-metrics.ts';
import { type Scope, viewOf } from './view.ts';

/** One metric with its dimensions: the datapoint of a minute (since the epoch) as of `now` (ms), if any. */
export type Series = (minute: number, now: number) => Datapoint | undefined;

/** CloudWatch keeps one-minute data for 15 days. */
export const RETENTION_MINUTES = 15 * 1440;

/** The series a `Metric` structure names; one without data when there is no such metric. */
export function seriesOf(world: World, region: RegionMetrics, metric: Input): Series {
  const name = readText(metric, 'MetricName') ?? '';
  const isLambda = readText(metric, 'Namespace') === 'AWS/Lambda';
  const dimensions = readRecords(metric, 'Dimensions');
  if (!isLambda) return () => undefined;
  if (dimensions.length === 0) {
    return REGION_METRICS.includes(name)
      ? (minute, now) => region.datapoint(name, minute, now)
      : () => undefined;
  }
  const scope = scopeOf(world, dimensions);
  return scope === undefined ? () => undefined : functionSeries(name, scope);
}

/** The series of a metric for a scope of one function. */
export function functionSeries(name: string, scope: Scope): Series {
  const { target } = scope.traffic;
  const metric = Object.hasOwn(functionMetrics, name) ? functionMetrics[name] : undefined;
  const isPublished =
    metric?.exists(target) === true && (metric.hasResources || scope.qualifier === undefined);
  if (metric === undefined || !isPublished || scope.traffic.isSilent) return () => undefined;
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
function scopeOf(world: World, dimensions: readonly Input[]): Scope | undefined {
  const values = new Map(dimensions.map((each) => [readText(each, 'Name'), readText(each, 'Value') ?? '']));
  const name = values.get('FunctionName');
  const resource = values.get('Resource');
  const executedVersion = values.get('ExecutedVersion');
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
