import { readInteger, readText, readTimestamp } from '../wire/input.ts';
import type { Input, Operation } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import type { Statistic } from './datapoint.ts';
import { invalidNextToken, validationError } from './errors.ts';
import { runInsights } from './insights.ts';
import { labelsOf, type MetricQuery, readQueries } from './metric-queries.ts';
import { runSearch } from './search.ts';
import { combine, RETENTION_MINUTES, type Series, seriesOf } from './series.ts';
import type { MetricSources } from './sources.ts';

/** Most datapoints a page holds. */
const MOST_DATAPOINTS = 100_800;
const MS_PER_MINUTE = 60_000;

/** One result before its datapoints are worked out. */
interface Line {
  id: string;
  label: string;
  series: Series;
  statistic: Statistic;
  /** Starts of its periods, in minutes since the epoch, in the order to be scanned. */
  starts: number[];
  periodMinutes: number;
}

/** Where a page left off: which line, and how many of its periods were scanned. */
interface Place {
  line: number;
  period: number;
}

/** The stretch of time a call asks about. */
interface Range {
  /** Minutes since the epoch, inclusive. */
  first: number;
  /** ms since the epoch, exclusive. */
  end: number;
  isAscending: boolean;
  /** The account's time of the call, ms since the epoch. */
  now: number;
}

/** Makes GetMetricData. Start is inclusive, End exclusive, the newest datapoint first unless asked. */
export function createGetMetricData(sources: MetricSources): Operation {
  return ({ world, input }) => {
    const queries = readQueries(input);
    const labelOf = labelsOf(queries);
    const range = readRange(input, world.clock.now());
    const most = readInteger(input, 'MaxDatapoints') ?? MOST_DATAPOINTS;
    if (most < 1 || most > MOST_DATAPOINTS) {
      throw validationError(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`);
    }
    const lines = queries
      .filter((query) => query.isReturned)
      .flatMap((query) => linesOf(sources, query, range, labelOf(query)));
    return page(range.now, lines, readPlace(readText(input, 'NextToken')), most);
  };
}

/** The range, its start rounded down to the minute as CloudWatch does, without what cannot have data. */
function readRange(input: Input, now: number): Range {
  const start = readTimestamp(input, 'StartTime');
  const end = readTimestamp(input, 'EndTime');
  if (start === undefined) throw validationError('The parameter StartTime is required.');
  if (end === undefined) throw validationError('The parameter EndTime is required.');
  if (start === end) throw validationError('The parameter StartTime must not equal parameter EndTime.');
  if (start > end) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  const scanBy = readText(input, 'ScanBy') ?? 'TimestampDescending';
  if (scanBy !== 'TimestampDescending' && scanBy !== 'TimestampAscending') {
    throw validationError(`The value '${scanBy}' for parameter ScanBy is not valid.`);
  }
  const first = Math.floor(Math.max(start, now - RETENTION_MINUTES * MS_PER_MINUTE) / MS_PER_MINUTE);
  return {
    first,
    end: Math.min(end, now + MS_PER_MINUTE),
    isAscending: scanBy === 'TimestampAscending',
    now,
  };
}

function linesOf(sources: MetricSources, query: MetricQuery, range: Range, label: string): Line[] {
  const { id, periodMinutes } = query;
  const starts: number[] = [];
  const aligned = range.first - (range.first % periodMinutes);
  for (let start = aligned; start * MS_PER_MINUTE < range.end; start += periodMinutes) starts.push(start);
  if (!range.isAscending) starts.reverse();
  if (query.what.kind === 'metric') {
    const { metric, statistic } = query.what;
    return [{ id, label, series: seriesOf(sources, metric), statistic, starts, periodMinutes }];
  }
  const { statistic } = query.what.query;
  const answer =
    query.what.kind === 'search'
      ? runSearch(sources, query.what.query)
      : runInsights(sources, query.what.query, aligned, starts.length * periodMinutes, range.now);
  return answer.map((each) => ({ ...each, id, statistic, starts, periodMinutes }));
}

function page(now: number, lines: readonly Line[], from: Place, most: number) {
  const instants = new Map<number, Timestamp>();
  const results: unknown[] = [];
  let left = most;
  for (let index = from.line; index < lines.length; index++) {
    const line = lines[index] as Line;
    const begin = index === from.line ? from.period : 0;
    if (left === 0) return finish(results, { line: index, period: begin });
    const scanned = scan(now, line, begin, left, instants);
    left -= scanned.values.length;
    const isWhole = scanned.next >= line.starts.length;
    results.push({
      Id: line.id,
      Label: line.label,
      Timestamps: scanned.timestamps,
      Values: scanned.values,
      StatusCode: isWhole ? 'Complete' : 'PartialData',
    });
    if (!isWhole) return finish(results, { line: index, period: scanned.next });
  }
  return finish(results, undefined);
}

function finish(results: readonly unknown[], next: Place | undefined) {
  const token = next === undefined ? undefined : Buffer.from(JSON.stringify(next)).toString('base64');
  return { MetricDataResults: results, ...(token === undefined ? {} : { NextToken: token }), Messages: [] };
}

function scan(now: number, line: Line, begin: number, most: number, instants: Map<number, Timestamp>) {
  const timestamps: Timestamp[] = [];
  const values: number[] = [];
  let next = begin;
  for (; next < line.starts.length && values.length < most; next++) {
    const start = line.starts[next] ?? 0;
    const point = combine(line.series, start, line.periodMinutes, now);
    if (point === undefined) continue;
    timestamps.push(instantOf(start, instants));
    values.push(line.statistic(point));
  }
  return { timestamps, values, next };
}

/** The same instants recur in every result of a call. */
function instantOf(minute: number, instants: Map<number, Timestamp>): Timestamp {
  const known = instants.get(minute) ?? new Timestamp(minute * MS_PER_MINUTE);
  instants.set(minute, known);
  return known;
}

function readPlace(token: string | undefined): Place {
  if (token === undefined) return { line: 0, period: 0 };
  try {
    const value = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as Partial<Place>;
    if (Number.isInteger(value.line) && Number.isInteger(value.period)) return value as Place;
  } catch {
    // Not one of ours: refused below, like any other foreign token.
  }
  throw invalidNextToken();
}
