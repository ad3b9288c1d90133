import { isRecord, readBoolean, readInteger, readRecord, readRecords, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import { type Statistic, statisticNamed } from './datapoint.ts';
import { validationError } from './errors.ts';
import { type InsightsQuery, isInsights, parseInsights } from './insights-grammar.ts';
import { isSearch, parseSearch, type SearchQuery } from './search.ts';

const MOST_QUERIES = 500;

/** One of the queries of a GetMetricData call, checked. */
export interface MetricQuery {
  id: string;
  label: string | undefined;
  isReturned: boolean;
  periodMinutes: number;
  what:
    | { kind: 'metric'; metric: Input; statistic: Statistic; stat: string }
    | { kind: 'insights'; query: InsightsQuery }
    | { kind: 'search'; query: SearchQuery };
}

/** Reads and checks `MetricDataQueries`. Throws a ValidationError as CloudWatch does. */
export function readQueries(input: Input): MetricQuery[] {
  const records = readRecords(input, 'MetricDataQueries');
  if (records.length === 0) throw validationError('The parameter MetricDataQueries is required.');
  if (records.length > MOST_QUERIES) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`,
    );
  }
  for (const [index, record] of records.entries())
    refuseBoth(record, `MetricDataQueries.member.${index + 1}`);
  const queries = records.map(readQuery);
  const ids = new Set(queries.map((query) => query.id));
  if (ids.size < queries.length)
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  if (queries.filter((query) => query.what.kind === 'insights').length > 1) {
    throw validationError('Only one Metrics Insights query is allowed in a GetMetricData request.');
  }
  if (!queries.some((query) => query.isReturned)) {
    throw validationError('At least one of the MetricDataQueries must have ReturnData set to true.');
  }
  return queries;
}

/** A metric brings its own period, and is no expression. */
function refuseBoth(record: Input, where: string): void {
  if (!isRecord(record.MetricStat)) return;
  const other = ['Expression', 'Period'].find((name) => (record[name] ?? undefined) !== undefined);
  if (other === undefined) return;
  throw validationError(
    `The parameters ${where}.${other} and ${where}.MetricStat are mutually exclusive and you have specified both.`,
  );
}

/**
 * What CloudWatch calls the results of queries for a metric that have no label: by the metric's name, and where
 * the same name is asked for more than once, by what differs, statistic or period (as recorded from AWS).
 */
export function labelsOf(queries: readonly MetricQuery[]): (query: MetricQuery) => string {
  const named = new Map<string, { stats: Set<string>; periods: Set<number> }>();
  for (const { what, periodMinutes } of queries) {
    if (what.kind !== 'metric') continue;
    const name = readText(what.metric, 'MetricName') ?? '';
    const known = named.get(name) ?? { stats: new Set(), periods: new Set() };
    known.stats.add(what.stat);
    known.periods.add(periodMinutes);
    named.set(name, known);
  }
  return ({ id, label, what, periodMinutes }) => {
    if (label !== undefined || what.kind !== 'metric') return label ?? id;
    const name = readText(what.metric, 'MetricName') ?? id;
    const { stats, periods } = named.get(name) ?? {};
    const parts = [
      name,
      (stats?.size ?? 0) > 1 ? what.stat : '',
      (periods?.size ?? 0) > 1 ? String(periodMinutes * 60) : '',
    ];
    return parts.filter((part) => part !== '').join(' ');
  };
}

function readQuery(record: Input): MetricQuery {
  const id = readText(record, 'Id') ?? '';
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) {
    throw validationError(
      `The value '${id}' for parameter MetricDataQueries.member.Id is not valid: it must start with a lowercase letter and hold only letters, digits and underscores.`,
    );
  }
  const common = {
    id,
    label: readText(record, 'Label'),
    isReturned: readBoolean(record, 'ReturnData') ?? true,
  };
  const expression = readText(record, 'Expression');
  const hasMetricStat = isRecord(record.MetricStat);
  if ((expression !== undefined) === hasMetricStat) {
    throw validationError(
      `Exactly one of MetricStat and Expression must be given in MetricDataQueries (Id: ${id}).`,
    );
  }
  if (expression !== undefined) {
    const what = readExpression(expression, id);
    const ownPeriod = what.kind === 'search' ? what.query.period : undefined;
    const period = ownPeriod ?? readInteger(record, 'Period');
    if (period === undefined) throw validationError(`Period is required for the expression '${id}'.`);
    return { ...common, periodMinutes: checkedPeriod(period), what };
  }
  return { ...common, ...readMetricStat(readRecord(record, 'MetricStat'), id) };
}

function readExpression(expression: string, id: string): Exclude<MetricQuery['what'], { kind: 'metric' }> {
  if (isInsights(expression)) return { kind: 'insights', query: parseInsights(expression, id) };
  if (isSearch(expression)) return { kind: 'search', query: parseSearch(expression, id) };
  throw validationError(`Error in expression '${id}': metric math is not supported by this account`);
}

function readMetricStat(record: Input, id: string): Pick<MetricQuery, 'periodMinutes' | 'what'> {
  const period = readInteger(record, 'Period');
  if (period === undefined) throw validationError(`The parameter MetricStat.Period is required (Id: ${id}).`);
  const name = readText(record, 'Stat') ?? '';
  const statistic = statisticNamed(name);
  if (statistic === undefined)
    throw validationError(`The value '${name}' for parameter MetricStat.Stat is not supported.`);
  const metric = readRecord(record, 'Metric');
  if (readText(metric, 'Namespace') === undefined || readText(metric, 'MetricName') === undefined) {
    throw validationError(`The parameters Metric.Namespace and Metric.MetricName are required (Id: ${id}).`);
  }
  return { periodMinutes: checkedPeriod(period), what: { kind: 'metric', metric, statistic, stat: name } };
}

/** A period in minutes from seconds. Throws a ValidationError for what CloudWatch has no data of. */
export function checkedPeriod(seconds: number): number {
  if (seconds < 60 || seconds % 60 !== 0) {
    throw validationError(`The parameter Period must be a multiple of 60. Value: ${seconds}`);
  }
  return seconds / 60;
}
