import { type DimensionedSeries, seriesOfMetric } from './catalogue.ts';
import { type Statistic, statisticNamed } from './datapoint.ts';
import { validationError } from './errors.ts';
import type { MetricSources } from './sources.ts';

/** Most series that a search returns. */
const MOST_SERIES = 500;
const SEARCH =
  /^\s*SEARCH\s*\(\s*'\{\s*(?<schema>[^}']+)\}\s*(?<terms>[^']*)'\s*,\s*'(?<statistic>[^']+)'(?:\s*,\s*(?<period>\d+))?\s*\)\s*$/;
const TERM = /(?<name>\w+)\s*=\s*(?:"(?<quoted>[^"]*)"|(?<word>[\w./$:-]+))/g;

/** A SEARCH expression, understood. */
export interface SearchQuery {
  namespace: string;
  schema: readonly string[];
  metricName: string;
  /** Exact values that dimensions must have. */
  values: Readonly<Record<string, string>>;
  statistic: Statistic;
  /** Seconds, where the expression itself says so. */
  period: number | undefined;
}

/** Whether an expression is a search. */
export function isSearch(expression: string): boolean {
  return /^\s*SEARCH\s*\(/.test(expression);
}

/**
 * Reads `SEARCH('{Namespace,Dimension} MetricName="Errors"', 'Sum', 60)`. Throws a ValidationError for
 * partial matches, OR and NOT, which this account does not have.
 */
export function parseSearch(expression: string, id: string): SearchQuery {
  const parts = SEARCH.exec(expression)?.groups;
  const terms = [...(parts?.terms ?? '').matchAll(TERM)].map(({ groups = {} }) => groups);
  const rest = (parts?.terms ?? '')
    .replace(TERM, '')
    .replace(/\bAND\b/g, '')
    .trim();
  const values = Object.fromEntries(terms.map((each) => [each.name ?? '', each.quoted ?? each.word ?? '']));
  const { MetricName: metricName, ...dimensions } = values;
  const statistic = statisticNamed(parts?.statistic ?? '');
  if (parts === undefined || rest !== '' || metricName === undefined || statistic === undefined) {
    throw validationError(
      `Error in expression '${id}': Syntax Error. Supported: SEARCH('{Namespace,Dimension,…} MetricName="…" Dimension="…"', 'Statistic', Period)`,
    );
  }
  const [namespace = '', ...schema] = (parts.schema ?? '')
    .split(',')
    .map((each) => each.trim().replaceAll('"', ''));
  const period = parts.period === undefined ? undefined : Number(parts.period);
  return { namespace, schema, metricName, values: dimensions, statistic, period };
}

/** The series found, labelled with the values of their dimensions. */
export function runSearch(
  sources: MetricSources,
  { namespace, schema, metricName, values }: SearchQuery,
): { label: string; series: DimensionedSeries['series'] }[] {
  return seriesOfMetric(sources, namespace, metricName, schema)
    .filter(({ dimensions }) =>
      Object.entries(values).every(([name, value]) =>
        dimensions.some((each) => each.Name === name && each.Value === value),
      ),
    )
    .slice(0, MOST_SERIES)
    .map(({ dimensions, series }) => ({
      label: dimensions.map((each) => each.Value).join(' ') || metricName,
      series,
    }));
}
