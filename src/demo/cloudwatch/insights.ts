import { type DimensionedSeries, seriesOfMetric } from './catalogue.ts';
import { merge } from './datapoint.ts';
import { dimensionValue } from './dimensions.ts';
import type { InsightsQuery } from './insights-grammar.ts';
import { combine, type Series } from './series.ts';
import type { MetricSources } from './sources.ts';

/** Metrics that a query processes at most (facts, section 6). */
const MOST_METRICS = 10_000;

/** One series of a query's answer. */
export interface InsightsSeries {
  /** The values of the dimensions grouped by; for an ungrouped query the metric's name. */
  label: string;
  series: Series;
}

/** The series a query returns for `minutes` minutes from `first` on, in the order asked for; `now` in ms. */
export function runInsights(
  sources: MetricSources,
  query: InsightsQuery,
  first: number,
  minutes: number,
  now: number,
): InsightsSeries[] {
  const matching = seriesOfMetric(sources, query.namespace, query.metricName, query.schema)
    .filter((each) => isMeant(each, query))
    .slice(0, MOST_METRICS);
  if (query.groupBy.length === 0) {
    return [{ label: query.metricName, series: together(matching.map((each) => each.series)) }];
  }
  const ranked = grouped(matching, query.groupBy).flatMap(({ label, series }) => {
    const total = combine(series, first, minutes, now);
    return total === undefined ? [] : [{ label, series, rank: query.order?.statistic(total) ?? 0 }];
  });
  if (query.order !== undefined) {
    const sign = query.order.isDescending ? -1 : 1;
    ranked.sort((left, right) => sign * (left.rank - right.rank) || (left.label < right.label ? -1 : 1));
  }
  return ranked.slice(0, query.limit);
}

/** Series without one of the dimensions grouped by belong to no group. */
function isMeant({ dimensions }: DimensionedSeries, { conditions, groupBy }: InsightsQuery): boolean {
  return (
    conditions.every(
      ({ dimension, isEqual, value }) => (dimensionValue(dimensions, dimension) === value) === isEqual,
    ) && groupBy.every((name) => dimensionValue(dimensions, name) !== undefined)
  );
}

function grouped(all: readonly DimensionedSeries[], groupBy: readonly string[]): InsightsSeries[] {
  const groups = new Map<string, Series[]>();
  for (const { dimensions, series } of all) {
    const label = groupBy.map((name) => dimensionValue(dimensions, name)).join(' ');
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [series]);
    else group.push(series);
  }
  return [...groups].map(([label, members]) => ({ label, series: together(members) }));
}

function together(all: readonly Series[]): Series {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return (minute, now) => merge(all.flatMap((series) => series(minute, now) ?? []));
}
