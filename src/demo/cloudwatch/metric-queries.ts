import { isRecord, readBoolean, readInteger, readRecord, readRecords, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import { type Statistic, statisticNamed } from './datapoint.ts';
import { validationError } from './errors.ts';
import { type InsightsQuery, isInsights, parseInsights } from './insights-grammar.ts';
import { isSearch, parseSearch, type SearchQuery } from './search.ts';

const MOST_QUERIES = 500;
const ID = /^[a-z][a-zA-Z0-9_]*$/;
/** Seconds of periods below a minute, for metrics that have such data. */
const SHORT_PERIODS = [1, 5, 10, 20, 30];

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
  const named = records.map((record, index) => ({ record, where: `MetricDataQueries.member.${index + 1}` }));
  for (const { record, where } of named) refuseBoth(record, where);
  const complaints = named.flatMap(({ record, where }) => complaintsOf(record, where));
  if (complaints.length > 0) throw validationError(complaints.join('\n'));
  const queries = named.map(({ record, where }) => readQuery(record, where));
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

/** What CloudWatch finds wrong with names and values: all of it at once, a line each (as recorded). */
function complaintsOf(record: Input, where: string): string[] {
  const id = readText(record, 'Id') ?? '';
  const complaints: string[] = [];
  if (!ID.test(id)) {
    complaints.push(
      `The value ${id} for parameter ${where}.Id is not matching the expected pattern ${ID.source}.`,
    );
  }
  if (!isRecord(record.MetricStat)) return complaints;
  const stat = readRecord(record, 'MetricStat');
  const metric = readRecord(stat, 'Metric');
  for (const [name, value] of [
    ['Metric.Namespace', readText(metric, 'Namespace')],
    ['Metric.MetricName', readText(metric, 'MetricName')],
    ['Period', readInteger(stat, 'Period')],
    ['Stat', readText(stat, 'Stat')],
  ] as const) {
    if (value === undefined) complaints.push(`The parameter ${where}.MetricStat.${name} is required.`);
  }
  const name = readText(stat, 'Stat');
  if (name !== undefined && statisticNamed(name) === undefined) {
    complaints.push(`The value ${name} for parameter ${where}.MetricStat.Stat is not a valid statistic.`);
  }
  return complaints;
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

function readQuery(record: Input, where: string): MetricQuery {
  const id = readText(record, 'Id') ?? '';
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
    return { ...common, periodMinutes: checkedPeriod(period, `${where}.Period`), what };
  }
  return { ...common, ...readMetricStat(readRecord(record, 'MetricStat'), where) };
}

function readExpression(expression: string, id: string): Exclude<MetricQuery['what'], { kind: 'metric' }> {
  if (isInsights(expression)) return { kind: 'insights', query: parseInsights(expression, id) };
  if (isSearch(expression)) return { kind: 'search', query: parseSearch(expression, id) };
  throw validationError(`Error in expression '${id}': metric math is not supported by this account`);
}

function readMetricStat(record: Input, where: string): Pick<MetricQuery, 'periodMinutes' | 'what'> {
  const stat = readText(record, 'Stat') ?? '';
  const statistic = statisticNamed(stat);
  if (statistic === undefined) throw new RangeError(`${stat} was not refused`);
  const periodMinutes = checkedPeriod(readInteger(record, 'Period') ?? 0, `${where}.MetricStat.Period`);
  return { periodMinutes, what: { kind: 'metric', metric: readRecord(record, 'Metric'), statistic, stat } };
}

/** A period in minutes from seconds; what is shorter than a minute has the data of the minute here. */
function checkedPeriod(seconds: number, where: string): number {
  if (SHORT_PERIODS.includes(seconds)) return 1;
  if (seconds < 60) {
    throw validationError(
      `The parameter ${where} must be a value in the set [ ${SHORT_PERIODS.join(', ')} ].`,
    );
  }
  if (seconds % 60 !== 0) throw validationError(`The parameter ${where} must be a multiple of 60.`);
  return seconds / 60;
}
