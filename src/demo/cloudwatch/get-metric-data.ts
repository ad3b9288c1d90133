import { readInteger, readText, readTimestamp } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import type { World } from '../world/world.ts';
import type { Statistic } from './datapoint.ts';
import { invalidNextToken, validationError } from './errors.ts';
import { runInsights } from './insights.ts';
import { type MetricQuery, readQueries } from './metric-queries.ts';
import type { RegionMetrics } from './region-metrics.ts';
import { combine, type Series, seriesOf } from './series.ts';

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

/** Makes GetMetricData. Start is inclusive, End exclusive, the newest datapoint first unless asked. */
export function createGetMetricData(region: RegionMetrics): Operation {
  return (call) => {
    const queries = readQueries(call.input);
    const { first, end } = readRange(call.input);
    const isAscending = readText(call.input, 'ScanBy') === 'TimestampAscending';
    const most = readInteger(call.input, 'MaxDatapoints') ?? MOST_DATAPOINTS;
    if (most < 1 || most > MOST_DATAPOINTS) {
      throw validationError(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`);
    }
    const lines = queries
      .filter((query) => query.isReturned)
      .flatMap((query) => linesOf(call, region, query, first, end, isAscending));
    return page(call.world, lines, readPlace(readText(call.input, 'NextToken')), most);
  };
}

/** The range in ms, the start rounded down to its minute as CloudWatch does. */
function readRange(input: Input): { first: number; end: number } {
  const start = readTimestamp(input, 'StartTime');
  const end = readTimestamp(input, 'EndTime');
  if (start === undefined) throw validationError('The parameter StartTime is required.');
  if (end === undefined) throw validationError('The parameter EndTime is required.');
  if (start >= end) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  return { first: Math.floor(start / MS_PER_MINUTE), end };
}

function linesOf(
  { world }: Call,
  region: RegionMetrics,
  query: MetricQuery,
  first: number,
  end: number,
  isAscending: boolean,
): Line[] {
  const { id, periodMinutes } = query;
  const starts: number[] = [];
  const aligned = first - (first % periodMinutes);
  for (let start = aligned; start * MS_PER_MINUTE < end; start += periodMinutes) starts.push(start);
  if (!isAscending) starts.reverse();
  if (query.what.kind === 'metric') {
    const { metric, statistic } = query.what;
    const series = seriesOf(world, region, metric);
    return [
      {
        id,
        label: query.label ?? readText(metric, 'MetricName') ?? id,
        series,
        statistic,
        starts,
        periodMinutes,
      },
    ];
  }
  const { statistic } = query.what.query;
  const answer = runInsights(world, query.what.query, aligned, starts.length * periodMinutes);
  return answer.map(({ label, series }) => ({ id, label, series, statistic, starts, periodMinutes }));
}

function page(world: World, lines: readonly Line[], from: Place, most: number) {
  const instants = new Map<number, Timestamp>();
  const results: unknown[] = [];
  let left = most;
  for (let index = from.line; index < lines.length; index++) {
    const line = lines[index] as Line;
    const begin = index === from.line ? from.period : 0;
    if (left === 0) return finish(results, { line: index, period: begin });
    const scanned = scan(world, line, begin, left, instants);
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

function scan(world: World, line: Line, begin: number, most: number, instants: Map<number, Timestamp>) {
  const timestamps: Timestamp[] = [];
  const values: number[] = [];
  let next = begin;
  for (; next < line.starts.length && values.length < most; next++) {
    const start = line.starts[next] ?? 0;
    const point = combine(world, line.series, start, line.periodMinutes);
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
