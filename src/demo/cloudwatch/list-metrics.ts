import { readRecords, readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Input, Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { Dimension } from './dimensions.ts';
import { invalidNextToken, validationError } from './errors.ts';
import { functionMetrics } from './function-metrics.ts';
import { functionScope, resourceScopes } from './lambda-scopes.ts';
import { mappingMetrics } from './mapping-metrics.ts';
import { QUEUE_METRICS } from './queue-metrics.ts';
import { REGION_METRICS } from './region-metrics.ts';
import type { MetricSources } from './sources.ts';

const PAGE = 500;
/** What `RecentlyActive` means by recent. */
const RECENT_MINUTES = 180;

/** What is listed: a metric with one set of dimensions. */
interface Listed {
  Namespace: string;
  MetricName: string;
  Dimensions: readonly Dimension[];
}

type Filter = (dimensions: readonly Dimension[]) => boolean;

/** What a caller wants to see. */
interface Wanted {
  name: string | undefined;
  filter: Filter;
  isRecent: boolean;
}

/**
 * Makes ListMetrics: the metrics that have data, 500 a page. A dimension filter keeps every metric that has
 * that dimension among others, so a filter on FunctionName also yields the series of aliases and versions.
 */
export function createListMetrics(sources: MetricSources): Operation {
  return ({ input }) => {
    const namespace = readText(input, 'Namespace');
    const name = readText(input, 'MetricName');
    const active = readText(input, 'RecentlyActive');
    if (active !== undefined && active !== 'PT3H') {
      throw validationError(
        `The value '${active}' for parameter RecentlyActive is not valid; it must be PT3H.`,
      );
    }
    const wanted = { name, filter: readFilters(input), isRecent: active !== undefined };
    const metrics = [
      ...(namespace === undefined || namespace === 'AWS/Lambda' ? lambdaMetrics(sources, wanted) : []),
      ...(namespace === undefined || namespace === 'AWS/SQS' ? queueMetrics(sources, wanted) : []),
      ...customMetrics(sources, namespace, wanted),
    ];
    const scope = `ListMetrics ${JSON.stringify([namespace, name, input.Dimensions, active])}`;
    const page = pageOf(metrics, readText(input, 'NextToken'), PAGE, scope);
    if (page === undefined) throw invalidNextToken();
    return { Metrics: page.items, NextToken: page.next };
  };
}

function isWanted({ MetricName, Dimensions }: Listed, { name, filter }: Wanted): boolean {
  return (name === undefined || MetricName === name) && filter(Dimensions);
}

function lambdaMetrics({ world }: MetricSources, wanted: Wanted): Listed[] {
  const Namespace = 'AWS/Lambda';
  const ofRegion = world.functions.length === 0 ? [] : REGION_METRICS;
  const region = ofRegion.map((MetricName): Listed => ({ Namespace, MetricName, Dimensions: [] }));
  const ofFunctions = world.functions.flatMap((target) => {
    if (world.traffic.of(target).isSilent) return [];
    const listed = metricsOfFunction(world, target).filter((each) => isWanted(each, wanted));
    return listed.length > 0 && (!wanted.isRecent || wasInvokedRecently(world, target)) ? listed : [];
  });
  const ofMappings = mappingMetrics(world).map(
    ({ name, dimensions }): Listed => ({ Namespace, MetricName: name, Dimensions: dimensions }),
  );
  return [...[...region, ...ofMappings].filter((each) => isWanted(each, wanted)), ...ofFunctions];
}

function metricsOfFunction(world: World, target: LambdaFunction): Listed[] {
  const Namespace = 'AWS/Lambda';
  const whole = functionScope(world, target).dimensions;
  const resources = resourceScopes(world, target).map((each) => each.dimensions);
  return Object.entries(functionMetrics)
    .filter(([, metric]) => metric.exists(target, world.traffic.of(target).direct))
    .flatMap(([MetricName, { hasResources }]) =>
      [whole, ...(hasResources ? resources : [])].map((Dimensions) => ({
        Namespace,
        MetricName,
        Dimensions,
      })),
    );
}

function queueMetrics({ queues }: MetricSources, wanted: Wanted): Listed[] {
  return queues
    .names()
    .flatMap((queue) =>
      QUEUE_METRICS.map((MetricName): Listed => {
        const Dimensions = [{ Name: 'QueueName', Value: queue }];
        return { Namespace: 'AWS/SQS', MetricName, Dimensions };
      }),
    )
    .filter((each) => isWanted(each, wanted));
}

function customMetrics(
  { custom, world }: MetricSources,
  namespace: string | undefined,
  wanted: Wanted,
): Listed[] {
  const running = Math.floor(world.clock.now() / 60_000);
  return custom
    .list()
    .filter((metric) => namespace === undefined || metric.namespace === namespace)
    .filter((metric) => !wanted.isRecent || metric.newest >= running - RECENT_MINUTES)
    .map(
      (metric): Listed => ({
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: metric.dimensions,
      }),
    )
    .filter((each) => isWanted(each, wanted));
}

function wasInvokedRecently(world: World, target: LambdaFunction): boolean {
  const traffic = world.traffic.of(target);
  const running = Math.floor(world.clock.now() / 60_000);
  for (let minute = running - 1; minute >= running - RECENT_MINUTES; minute--) {
    const { invocations, throttles } = traffic.minuteOf(minute);
    if (invocations + throttles > 0 || traffic.direct.hasAny(minute)) return true;
  }
  return false;
}

function readFilters(input: Input): Filter {
  const filters = readRecords(input, 'Dimensions').map((each) => ({
    name: readText(each, 'Name'),
    value: readText(each, 'Value'),
  }));
  return (dimensions) =>
    filters.every(({ name, value }) =>
      dimensions.some((each) => each.Name === name && (value === undefined || each.Value === value)),
    );
}
