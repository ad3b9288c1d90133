import type { Dimension } from './dimensions.ts';
import { schemaOf } from './dimensions.ts';
import { functionScope, resourceScopes } from './lambda-scopes.ts';
import { QUEUE_METRICS } from './queue-metrics.ts';
import { REGION_METRICS } from './region-metrics.ts';
import { customSeries, functionSeries, queueSeries, regionSeries, type Series } from './series.ts';
import type { MetricSources } from './sources.ts';

/** A series with the dimensions it stands under. */
export interface DimensionedSeries {
  dimensions: readonly Dimension[];
  series: Series;
}

const BY_FUNCTION = schemaOf(['FunctionName']);

/**
 * The series of a metric: of one exact set of dimensions, or all of them when `schema` is absent. In
 * AWS/Lambda the latter counts every invocation several times, by function, by alias and for the Region.
 */
export function seriesOfMetric(
  sources: MetricSources,
  namespace: string,
  name: string,
  schema?: readonly string[],
): DimensionedSeries[] {
  const wanted = schema === undefined ? undefined : schemaOf(schema);
  const all =
    namespace === 'AWS/Lambda' ? ofLambda(sources, name, wanted) : ofOthers(sources, namespace, name);
  if (wanted === undefined) return all;
  return all.filter(({ dimensions }) => schemaOf(dimensions.map((each) => each.Name)) === wanted);
}

/** Ten thousand functions are asked for by name again and again: their aliases are gathered only if wanted. */
function ofLambda(sources: MetricSources, name: string, wanted: string | undefined): DimensionedSeries[] {
  const { world } = sources;
  const ofFunctions = world.functions.flatMap((target) => {
    const whole = functionScope(world, target);
    const scopes = wanted === BY_FUNCTION ? [whole] : [whole, ...resourceScopes(world, target)];
    return scopes.map(({ dimensions, scope }) => ({ dimensions, series: functionSeries(name, scope) }));
  });
  const hasRegion = wanted === undefined && REGION_METRICS.includes(name) && world.functions.length > 0;
  return hasRegion ? [{ dimensions: [], series: regionSeries(sources, name) }, ...ofFunctions] : ofFunctions;
}

function ofOthers(sources: MetricSources, namespace: string, name: string): DimensionedSeries[] {
  if (namespace === 'AWS/SQS') {
    if (!QUEUE_METRICS.includes(name)) return [];
    return sources.queues.names().map((queue) => ({
      dimensions: [{ Name: 'QueueName', Value: queue }],
      series: queueSeries(sources, name, queue),
    }));
  }
  return sources.custom
    .list()
    .filter((metric) => metric.namespace === namespace && metric.name === name)
    .map(({ dimensions }) => ({ dimensions, series: customSeries(sources, namespace, name, dimensions) }));
}
