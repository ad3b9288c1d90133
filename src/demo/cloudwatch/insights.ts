import type { World } from '../world/world.ts';
import { merge, type Statistic, statisticNamed } from './datapoint.ts';
import { validationError } from './errors.ts';
import { combine, functionSeries, type Series } from './series.ts';

/** Limits of Metrics Insights (facts, section 6). */
const MOST_METRICS = 10_000;
const MOST_SERIES = 500;

const STATISTICS: Readonly<Record<string, string>> = {
  AVG: 'Average',
  COUNT: 'SampleCount',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
};
const QUERY =
  /^\s*SELECT\s+(AVG|COUNT|MAX|MIN|SUM)\s*\(\s*"?(\w+)"?\s*\)\s+FROM\s+SCHEMA\s*\(\s*"AWS\/Lambda"\s*,\s*"?FunctionName"?\s*\)(?:\s+WHERE\s+"?FunctionName"?\s*(=|!=)\s*'([^']*)')?(\s+GROUP\s+BY\s+"?FunctionName"?)?(?:\s+ORDER\s+BY\s+(AVG|COUNT|MAX|MIN|SUM)\s*\(\s*\)(?:\s+(ASC|DESC))?)?(?:\s+LIMIT\s+(\d+))?\s*$/i;

/** A Metrics Insights query, understood. */
export interface InsightsQuery {
  statistic: Statistic;
  metricName: string;
  condition: { isEqual: boolean; name: string } | undefined;
  isGrouped: boolean;
  order: { statistic: Statistic; isDescending: boolean } | undefined;
  limit: number;
}

/** Whether an expression is a Metrics Insights query rather than metric math. */
export function isInsights(expression: string): boolean {
  return /^\s*SELECT\b/i.test(expression);
}

/**
 * Reads a query over AWS/Lambda by FunctionName. Throws a ValidationError for whatever Metrics Insights
 * lacks (percentiles, for one) and for what this account does not understand.
 */
export function parseInsights(expression: string, id: string): InsightsQuery {
  const match = QUERY.exec(expression);
  if (match === null) {
    throw validationError(
      `Error in expression '${id}': Syntax Error. Supported: SELECT AVG|COUNT|MAX|MIN|SUM(Metric) FROM SCHEMA("AWS/Lambda", FunctionName) [WHERE FunctionName = '…'] [GROUP BY FunctionName] [ORDER BY SUM() ASC|DESC] [LIMIT n]`,
    );
  }
  const [, select = '', metricName = '', operator, name, grouped, orderBy, direction, limitText] = match;
  const limit = limitText === undefined ? MOST_SERIES : Number(limitText);
  if (limit < 1 || limit > MOST_SERIES) {
    throw validationError(`Error in expression '${id}': LIMIT must be between 1 and ${MOST_SERIES}`);
  }
  return {
    statistic: named(select),
    metricName,
    condition: name === undefined ? undefined : { isEqual: operator === '=', name },
    isGrouped: grouped !== undefined,
    order:
      orderBy === undefined
        ? undefined
        : { statistic: named(orderBy), isDescending: direction?.toUpperCase() === 'DESC' },
    limit,
  };
}

/** One series of a query's answer. */
export interface InsightsSeries {
  /** The function's name; for an ungrouped query the metric's. */
  label: string;
  series: Series;
}

/** The series a query returns for `minutes` minutes from `first` on, in the order asked for; `now` in ms. */
export function runInsights(
  world: World,
  query: InsightsQuery,
  first: number,
  minutes: number,
  now: number,
): InsightsSeries[] {
  const { condition } = query;
  const matching = world.functions
    .filter((target) => condition === undefined || (target.name === condition.name) === condition.isEqual)
    .slice(0, MOST_METRICS)
    .map(
      (target): InsightsSeries => ({
        label: target.name,
        series: functionSeries(query.metricName, { traffic: world.traffic.of(target) }),
      }),
    );
  if (!query.isGrouped) return [{ label: query.metricName, series: together(matching) }];
  const ranked = matching.flatMap(({ label, series }) => {
    const total = combine(series, first, minutes, now);
    return total === undefined ? [] : [{ label, series, rank: query.order?.statistic(total) ?? 0 }];
  });
  if (query.order !== undefined) {
    const sign = query.order.isDescending ? -1 : 1;
    ranked.sort((left, right) => sign * (left.rank - right.rank) || (left.label < right.label ? -1 : 1));
  }
  return ranked.slice(0, query.limit);
}

function together(all: readonly InsightsSeries[]): Series {
  return (minute, now) => merge(all.flatMap(({ series }) => series(minute, now) ?? []));
}

function named(insightsName: string): Statistic {
  const statistic = statisticNamed(STATISTICS[insightsName.toUpperCase()] ?? '');
  if (statistic === undefined) throw new RangeError(`no statistic ${insightsName}`);
  return statistic;
}
