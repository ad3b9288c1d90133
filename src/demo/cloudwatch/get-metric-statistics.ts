import { readInteger, readText, readTexts, readTimestamp } from '../wire/input.ts';
import type { Input, Operation } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import { WireMap } from '../wire/wire-map.ts';
import { type Datapoint, type Statistic, statisticNamed } from './datapoint.ts';
import { invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { combine, RETENTION_MINUTES, seriesOf } from './series.ts';
import type { MetricSources } from './sources.ts';
import { unitOf } from './units.ts';

const MOST_DATAPOINTS = 1_440;
const MS_PER_MINUTE = 60_000;

/** Makes GetMetricStatistics, which older clients use: one metric a call, datapoints in no particular order. */
export function createGetMetricStatistics(sources: MetricSources): Operation {
  return ({ world, input }) => {
    const name = required(readText(input, 'MetricName'), 'MetricName');
    required(readText(input, 'Namespace'), 'Namespace');
    const now = world.clock.now();
    const starts = readStarts(input, now);
    const period = required(readInteger(input, 'Period'), 'Period') / 60;
    const plain = readStatistics(input, 'Statistics');
    const extended = readStatistics(input, 'ExtendedStatistics');
    if (plain.size + extended.size === 0) {
      throw missingParameter(
        'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
      );
    }
    const series = seriesOf(sources, input);
    const Datapoints = starts.flatMap((start) => {
      const point = combine(series, start, period, now);
      if (point === undefined) return [];
      return {
        Timestamp: new Timestamp(start * MS_PER_MINUTE),
        ...Object.fromEntries(valuesOf(point, plain)),
        ...(extended.size === 0 ? {} : { ExtendedStatistics: new WireMap(valuesOf(point, extended)) }),
        Unit: unitOf(name),
      };
    });
    return { Label: name, Datapoints };
  };
}

/** The starts of the periods asked for, in minutes since the epoch. */
function readStarts(input: Input, now: number): number[] {
  const from = required(readTimestamp(input, 'StartTime'), 'StartTime');
  const end = required(readTimestamp(input, 'EndTime'), 'EndTime');
  const seconds = required(readInteger(input, 'Period'), 'Period');
  if (seconds < 60 || seconds % 60 !== 0) {
    throw invalidValue('The parameter Period must be a multiple of 60.');
  }
  if (from >= end) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  }
  const count = Math.ceil((end - from) / (seconds * 1000));
  if (count > MOST_DATAPOINTS) {
    throw invalidCombination(
      `You have requested up to ${count} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const period = seconds / 60;
  const first = Math.floor(Math.max(from, now - RETENTION_MINUTES * MS_PER_MINUTE) / MS_PER_MINUTE);
  const last = Math.min(end, now + MS_PER_MINUTE);
  const starts: number[] = [];
  for (let start = first - (first % period); start * MS_PER_MINUTE < last; start += period)
    starts.push(start);
  return starts;
}

function readStatistics(input: Input, member: string): Map<string, Statistic> {
  const isPercentile = member === 'ExtendedStatistics';
  return new Map(
    readTexts(input, member).map((name) => {
      const statistic = name.startsWith('p') === isPercentile ? statisticNamed(name) : undefined;
      if (statistic === undefined) {
        throw invalidValue(`The value ${name} for parameter ${member}.member.1 is invalid.`);
      }
      return [name, statistic];
    }),
  );
}

function valuesOf(point: Datapoint, statistics: ReadonlyMap<string, Statistic>): [string, number][] {
  return [...statistics].map(([name, statistic]) => [name, statistic(point)]);
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw missingParameter(`The parameter ${name} is required.`);
  return value;
}
