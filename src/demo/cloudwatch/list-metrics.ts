import { readRecords, readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Input, Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { pathsAt } from '../world/traffic/paths.ts';
import type { World } from '../world/world.ts';
import { invalidNextToken, validationError } from './errors.ts';
import { functionMetrics } from './function-metrics.ts';
import { REGION_METRICS } from './region-metrics.ts';

const PAGE = 500;
const NAMESPACE = 'AWS/Lambda';
/** What `RecentlyActive` means by recent. */
const RECENT_MINUTES = 180;

interface Dimension {
  Name: string;
  Value: string;
}

/**
 * The metrics that have data, 500 a page. A dimension filter keeps every metric that has that dimension
 * among others, so a filter on FunctionName also yields the series of aliases and versions.
 */
export const listMetrics: Operation = ({ world, input }) => {
  const namespace = readText(input, 'Namespace');
  const name = readText(input, 'MetricName');
  const active = readText(input, 'RecentlyActive');
  if (active !== undefined && active !== 'PT3H') {
    throw validationError(
      `The value '${active}' for parameter RecentlyActive is not valid; it must be PT3H.`,
    );
  }
  const isOurs = namespace === undefined || namespace === NAMESPACE;
  const metrics = isOurs ? metricsOf(world, name, readFilters(input), active !== undefined) : [];
  const scope = `ListMetrics ${JSON.stringify([name, input.Dimensions, active])}`;
  const page = pageOf(metrics, readText(input, 'NextToken'), PAGE, scope);
  if (page === undefined) throw invalidNextToken();
  return {
    Metrics: page.items.map(([MetricName, Dimensions]) => ({ Namespace: NAMESPACE, MetricName, Dimensions })),
    NextToken: page.next,
  };
};

type Listed = readonly [name: string, dimensions: readonly Dimension[]];
type Filter = (dimensions: readonly Dimension[]) => boolean;

function metricsOf(world: World, name: string | undefined, filter: Filter, isRecent: boolean): Listed[] {
  const isWanted = ([metric, dimensions]: Listed) =>
    (name === undefined || metric === name) && filter(dimensions);
  const ofRegion = world.functions.length === 0 ? [] : REGION_METRICS.map((metric): Listed => [metric, []]);
  const ofFunctions = world.functions.flatMap((target) => {
    if (world.traffic.of(target).isSilent) return [];
    const listed = metricsOfFunction(world, target).filter(isWanted);
    return listed.length > 0 && (!isRecent || wasInvokedRecently(world, target)) ? listed : [];
  });
  return [...ofRegion.filter(isWanted), ...ofFunctions];
}

function metricsOfFunction(world: World, target: LambdaFunction): Listed[] {
  const byFunction: Dimension[] = [{ Name: 'FunctionName', Value: target.name }];
  const byResource = new Map<string, Dimension[]>();
  for (const path of pathsAt(target, world.clock.now())) {
    if (path.qualifier === '$LATEST') continue;
    const resource = [...byFunction, { Name: 'Resource', Value: `${target.name}:${path.qualifier}` }];
    byResource.set(path.qualifier, resource);
    if (!path.isAlias) continue;
    const executed = [...resource, { Name: 'ExecutedVersion', Value: path.version }];
    byResource.set(`${path.qualifier} ${path.version}`, executed);
  }
  return Object.entries(functionMetrics)
    .filter(([, metric]) => metric.exists(target))
    .flatMap(([name, metric]): Listed[] => [
      [name, byFunction],
      ...(metric.hasResources
        ? [...byResource.values()].map((dimensions): Listed => [name, dimensions])
        : []),
    ]);
}

function wasInvokedRecently(world: World, target: LambdaFunction): boolean {
  const traffic = world.traffic.of(target);
  const running = Math.floor(world.clock.now() / 60_000);
  for (let minute = running - 1; minute >= running - RECENT_MINUTES; minute--) {
    const { invocations, throttles } = traffic.minuteOf(minute);
    if (invocations + throttles > 0) return true;
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
