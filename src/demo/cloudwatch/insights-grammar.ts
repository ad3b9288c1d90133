import { type Statistic, statisticNamed } from './datapoint.ts';
import { validationError } from './errors.ts';

/** Most series that Metrics Insights returns (facts, section 6). */
const MOST_SERIES = 500;

const STATISTICS: Readonly<Record<string, string>> = {
  AVG: 'Average',
  COUNT: 'SampleCount',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
};
const NAME = String.raw`(?:"[^"]+"|[\w.-]+)`;
const LIST = String.raw`${NAME}(?:\s*,\s*${NAME})*`;
const CONDITION = String.raw`${NAME}\s*!?=\s*'[^']*'`;
const QUERY = new RegExp(
  String.raw`^\s*SELECT\s+(?<select>AVG|COUNT|MAX|MIN|SUM)\s*\(\s*(?<metric>${NAME})\s*\)` +
    String.raw`\s+FROM\s+(?:SCHEMA\s*\(\s*(?<schemaOf>${NAME}|"[^"]+")\s*,\s*(?<schema>${LIST})\s*\)|(?<namespace>"[^"]+"))` +
    String.raw`(?:\s+WHERE\s+(?<where>${CONDITION}(?:\s+AND\s+${CONDITION})*))?` +
    String.raw`(?:\s+GROUP\s+BY\s+(?<group>${LIST}))?` +
    String.raw`(?:\s+ORDER\s+BY\s+(?<order>AVG|COUNT|MAX|MIN|SUM)\s*\(\s*\)(?:\s+(?<direction>ASC|DESC))?)?` +
    String.raw`(?:\s+LIMIT\s+(?<limit>\d+))?\s*$`,
  'i',
);

/** What a series must or must not have. */
interface Condition {
  dimension: string;
  isEqual: boolean;
  value: string;
}

/** A Metrics Insights query, understood. */
export interface InsightsQuery {
  statistic: Statistic;
  metricName: string;
  namespace: string;
  /** The exact set of dimensions of the series wanted; absent: all series of the namespace. */
  schema: readonly string[] | undefined;
  conditions: readonly Condition[];
  /** Dimensions to group by; empty: one series of all. */
  groupBy: readonly string[];
  order: { statistic: Statistic; isDescending: boolean } | undefined;
  limit: number;
}

/** Whether an expression is a Metrics Insights query rather than metric math. */
export function isInsights(expression: string): boolean {
  return /^\s*SELECT\b/i.test(expression);
}

/**
 * Reads a query. Throws a ValidationError for whatever Metrics Insights lacks (percentiles, for one) and for
 * what this account does not understand (OR, parentheses, tags).
 */
export function parseInsights(expression: string, id: string): InsightsQuery {
  const parts = QUERY.exec(expression)?.groups;
  if (parts === undefined) {
    throw validationError(
      `Error in expression '${id}': Syntax Error. Supported: SELECT AVG|COUNT|MAX|MIN|SUM(Metric) FROM SCHEMA("Namespace", Dimension, …) or "Namespace" [WHERE Dimension = '…' AND …] [GROUP BY Dimension, …] [ORDER BY SUM() ASC|DESC] [LIMIT n]`,
    );
  }
  const limit = parts.limit === undefined ? MOST_SERIES : Number(parts.limit);
  if (limit < 1 || limit > MOST_SERIES) {
    throw validationError(`Error in expression '${id}': LIMIT must be between 1 and ${MOST_SERIES}`);
  }
  const schema = parts.schema === undefined ? undefined : namesIn(parts.schema);
  const groupBy = namesIn(parts.group ?? '');
  const unknown = groupBy.find((name) => schema !== undefined && !schema.includes(name));
  if (unknown !== undefined) {
    throw validationError(
      `Error in expression '${id}': GROUP BY ${unknown} is not a dimension of the SCHEMA`,
    );
  }
  return {
    statistic: named(parts.select ?? ''),
    metricName: unquoted(parts.metric ?? ''),
    namespace: unquoted(parts.schemaOf ?? parts.namespace ?? ''),
    schema,
    conditions: conditionsIn(parts.where ?? ''),
    groupBy,
    order:
      parts.order === undefined
        ? undefined
        : { statistic: named(parts.order), isDescending: parts.direction?.toUpperCase() === 'DESC' },
    limit,
  };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(new RegExp(NAME, 'g'))].map(([name]) => unquoted(name));
}

function conditionsIn(text: string): Condition[] {
  const each = new RegExp(String.raw`(${NAME})\s*(!?=)\s*'([^']*)'`, 'g');
  return [...text.matchAll(each)].map(([, name = '', operator, value = '']) => ({
    dimension: unquoted(name),
    isEqual: operator === '=',
    value,
  }));
}

function unquoted(name: string): string {
  return name.replaceAll('"', '');
}

function named(insightsName: string): Statistic {
  const statistic = statisticNamed(STATISTICS[insightsName.toUpperCase()] ?? '');
  if (statistic === undefined) throw new RangeError(`no statistic ${insightsName}`);
  return statistic;
}
