import { readRecord, readRecords, readText, readTimestamp } from '../wire/input.ts';
import type { Input, Operation } from '../wire/service.ts';
import { type Datapoint, merge } from './datapoint.ts';
import { readDimensions } from './dimensions.ts';
import { invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { readNumber, readNumbers } from './numbers.ts';
import type { MetricSources } from './sources.ts';

const MOST_METRICS = 1_000;
const MOST_DIMENSIONS = 30;
const MOST_VALUES = 150;
const MOST_EARLY_MS = 2 * 3_600_000;
const MOST_LATE_MS = 14 * 86_400_000;
/** CloudWatch takes no number beyond 2^360. */
const LARGEST = 2 ** 360;

/** Makes PutMetricData: figures of clients' own, to be read like any other. Namespaces of AWS are refused. */
export function createPutMetricData({ custom }: MetricSources): Operation {
  return ({ world, input }) => {
    const namespace = readText(input, 'Namespace') ?? '';
    if (namespace === '') throw missingParameter('The parameter Namespace is required.');
    if (namespace.startsWith('AWS/')) {
      throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
    }
    const records = readRecords(input, 'MetricData');
    if (records.length === 0) throw missingParameter('The parameter MetricData is required.');
    if (records.length > MOST_METRICS) {
      throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_METRICS}.`);
    }
    const now = world.clock.now();
    // All are checked before the first is taken: a call is refused as a whole.
    const data = records.map((record, index) => {
      const where = `MetricData.member.${index + 1}`;
      return {
        namespace,
        name: readName(record, where),
        dimensions: readFewDimensions(record, where),
        minute: Math.floor(readInstant(record, where, now) / 60_000),
        point: readPoint(record, where),
      };
    });
    for (const datum of data) custom.put(datum);
    return {};
  };
}

function readName(record: Input, where: string): string {
  const name = readText(record, 'MetricName') ?? '';
  if (name === '') throw missingParameter(`The parameter ${where}.MetricName is required.`);
  return name;
}

function readFewDimensions(record: Input, where: string) {
  const dimensions = readDimensions(record);
  if (dimensions.length > MOST_DIMENSIONS) {
    throw invalidValue(
      `The collection ${where}.Dimensions must not have a size greater than ${MOST_DIMENSIONS}.`,
    );
  }
  const empty = dimensions.find(({ Name, Value }) => Name === '' || Value === '');
  if (empty !== undefined) {
    throw invalidValue(`The parameters ${where}.Dimensions.member.Name and Value must not be empty.`);
  }
  return dimensions;
}

function readInstant(record: Input, where: string, now: number): number {
  const instant = readTimestamp(record, 'Timestamp') ?? now;
  if (instant > now + MOST_EARLY_MS || instant < now - MOST_LATE_MS) {
    throw invalidValue(
      `The parameter ${where}.Timestamp must specify a time no more than two weeks in the past and no more than two hours in the future.`,
    );
  }
  return instant;
}

/**
 * A value, several with counts, or a statistic set. A value goes with neither of the others; that AWS takes several
 * values along with a set, as recorded, is taken here as the values.
 */
function readPoint(record: Input, where: string): Datapoint {
  const value = readNumber(record, 'Value');
  const values = readNumbers(record, 'Values');
  const set = record.StatisticValues === undefined ? undefined : readRecord(record, 'StatisticValues');
  const given = [value !== undefined, values.length > 0, set !== undefined].filter(Boolean).length;
  if (given === 0) {
    throw missingParameter(
      `At least one of the parameters must be specified: ${where}.Value, Values, StatisticValues.`,
    );
  }
  if (given > 1 && value !== undefined) {
    const other = values.length > 0 ? 'Values' : 'StatisticValues';
    throw invalidCombination(
      `The parameters ${where}.Value and ${where}.${other} are mutually exclusive and you have specified both.`,
    );
  }
  if (set !== undefined && values.length === 0) return readSet(set, where);
  const all = value === undefined ? values : [value];
  const counts = readNumbers(record, 'Counts');
  if (all.length > MOST_VALUES) {
    throw invalidValue(`The collection ${where}.Values must not have a size greater than ${MOST_VALUES}.`);
  }
  if (counts.length > 0 && counts.length !== all.length) {
    throw invalidValue(`The parameters ${where}.Values and ${where}.Counts must be of the same size.`);
  }
  const points = all.map((each, index): Datapoint => {
    const weight = counts[index] ?? 1;
    return {
      count: weight,
      sum: checked(each, where) * weight,
      min: each,
      max: each,
      values: [{ value: each, weight }],
    };
  });
  const merged = merge(points);
  if (merged === undefined) throw missingParameter(`The parameter ${where}.Value is required.`);
  return merged;
}

function readSet(set: Input, where: string): Datapoint {
  const member = (name: string) => {
    const number = readNumber(set, name);
    if (number === undefined)
      throw missingParameter(`The parameter ${where}.StatisticValues.${name} is required.`);
    return checked(number, where);
  };
  const point = {
    count: member('SampleCount'),
    sum: member('Sum'),
    min: member('Minimum'),
    max: member('Maximum'),
  };
  if (point.min > point.max) {
    throw invalidCombination(`The parameter ${where}.StatisticValues.Maximum must not be less than Minimum.`);
  }
  return point;
}

function checked(value: number, where: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= LARGEST) return value;
  throw invalidValue(`The value ${value} for parameter ${where}.Value is invalid.`);
}
