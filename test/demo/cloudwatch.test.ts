import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { type Connected, connect, MINUTE, post, START } from './connect.ts';
import { ask, dimensions, query, total } from './metrics.ts';

const AT = new Date(START - 5 * MINUTE);
const SHOP = { Shop: 'paris' };

function put({ cloudwatch }: Connected, MetricData: MetricDatum[], Namespace = 'Company/Orders') {
  return cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
}

function datum(more: Partial<MetricDatum>): MetricDatum {
  return { MetricName: 'Basket', Dimensions: dimensions(SHOP), Timestamp: AT, ...more };
}

async function read({ cloudwatch }: Connected, ...stats: string[]) {
  const Metric = { Namespace: 'Company/Orders', MetricName: 'Basket', Dimensions: dimensions(SHOP) };
  const MetricDataQueries = stats.map((Stat, index) => ({
    Id: `q${index}`,
    MetricStat: { Metric, Period: 60, Stat },
  }));
  const range = { StartTime: AT, EndTime: new Date(START) };
  const reply = await cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, ...range }));
  return (reply.MetricDataResults ?? []).map((each) => each.Values?.[0]);
}

describe('PutMetricData', () => {
  it('takes values, values with counts and statistic sets, and gives them back', async () => {
    const account = await connect({ scenario: 'empty' });
    await put(account, [datum({ Value: 10 }), datum({ Values: [20, 30], Counts: [2, 1] })]);
    expect(await read(account, 'SampleCount', 'Sum', 'Minimum', 'Maximum', 'Average', 'p50')).toEqual([
      4, 80, 10, 30, 20, 20,
    ]);
    const StatisticValues = { SampleCount: 6, Sum: 20, Minimum: 1, Maximum: 90 };
    await put(account, [datum({ StatisticValues })]);
    expect(await read(account, 'SampleCount', 'Sum', 'Minimum', 'Maximum')).toEqual([10, 100, 1, 90]);
  });

  it('makes metrics that ListMetrics shows, and that exact dimensions alone reach', async () => {
    const account = await connect({ scenario: 'empty' });
    await put(account, [datum({ Value: 1 })]);
    const { Metrics } = await account.cloudwatch.send(new ListMetricsCommand({ RecentlyActive: 'PT3H' }));
    expect(Metrics).toEqual([
      { Namespace: 'Company/Orders', MetricName: 'Basket', Dimensions: dimensions(SHOP) },
    ]);
    const Metric = { Namespace: 'Company/Orders', MetricName: 'Basket' };
    const [none] = await ask(account, [{ Id: 'n', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }], {
      ago: 0,
    });
    expect(none?.Values).toEqual([]);
  });

  it('takes a large body that the SDK has compressed', async () => {
    const account = await connect({ scenario: 'empty' });
    await put(
      account,
      Array.from({ length: 400 }, () => datum({ Value: 2 })),
    );
    expect(await read(account, 'Sum')).toEqual([800]);
  });

  it('is spoken in the query protocol by older clients', async () => {
    const account = await connect({ scenario: 'empty' });
    const form = new URLSearchParams({
      Action: 'PutMetricData',
      Version: '2010-08-01',
      Namespace: 'Company/Orders',
      'MetricData.member.1.MetricName': 'Basket',
      'MetricData.member.1.Dimensions.member.1.Name': 'Shop',
      'MetricData.member.1.Dimensions.member.1.Value': 'paris',
      'MetricData.member.1.Timestamp': AT.toISOString(),
      'MetricData.member.1.Value': '12.5',
    });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(account.endpoint, '/', type, form.toString())).status).toBe(200);
    expect(await read(account, 'Sum')).toEqual([12.5]);
    const ask = new URLSearchParams({
      Action: 'GetMetricStatistics',
      Version: '2010-08-01',
      Namespace: 'Company/Orders',
      MetricName: 'Basket',
      'Dimensions.member.1.Name': 'Shop',
      'Dimensions.member.1.Value': 'paris',
      StartTime: AT.toISOString(),
      EndTime: new Date(START).toISOString(),
      Period: '60',
      'ExtendedStatistics.member.1': 'p90',
    });
    const { text } = await post(account.endpoint, '/', type, ask.toString());
    expect(text).toContain(
      '<ExtendedStatistics><entry><key>p90</key><value>12.5</value></entry></ExtendedStatistics>',
    );
  });

  const both = (other: string) =>
    `The parameters MetricData.member.2.Value and MetricData.member.2.${other} are mutually exclusive and you have specified both.`;
  const set = { SampleCount: 10, Sum: 55, Minimum: 1, Maximum: 10 };

  it.each<[what: string, datum: MetricDatum, name: string, message: string]>([
    ['no value', datum({}), 'MissingRequiredParameterException', 'At least one of the parameters'],
    ['not a number', datum({ Value: Number.NaN }), 'InvalidParameterValueException', 'invalid'],
    [
      'two kinds of value',
      datum({ Value: 1, Values: [1] }),
      'InvalidParameterCombinationException',
      both('Values'),
    ],
    [
      'a value and a set',
      datum({ Value: 1, StatisticValues: set }),
      'InvalidParameterCombinationException',
      both('StatisticValues'),
    ],
    [
      'three weeks ago',
      datum({ Value: 1, Timestamp: new Date(START - 21 * 86_400_000) }),
      'InvalidParameterValueException',
      'two weeks in the past',
    ],
    [
      'values without their counts',
      datum({ Values: [1, 2], Counts: [1] }),
      'InvalidParameterValueException',
      'The parameters MetricData.member.2.Values and MetricData.member.2.Counts must be of the same size.',
    ],
  ])('refuses %s, and takes nothing of the call', async (_what, wrong, name, message) => {
    const account = await connect({ scenario: 'empty' });
    await expect(put(account, [datum({ Value: 1 }), wrong])).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(await read(account, 'Sum')).toEqual([undefined]);
  });

  it('refuses a namespace of AWS', async () => {
    const account = await connect({ scenario: 'empty' });
    await expect(put(account, [datum({ Value: 1 })], 'AWS/Lambda')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('takes values along with a set, as AWS does', async () => {
    const account = await connect({ scenario: 'empty' });
    await put(account, [datum({ Values: [1, 2], StatisticValues: set })]);
    expect(await read(account, 'Sum')).toEqual([3]);
  });
});

describe('GetMetricStatistics', () => {
  const range = { StartTime: new Date(START - 33 * MINUTE), EndTime: new Date(START - 3 * MINUTE) };
  const base = {
    Namespace: 'AWS/Lambda',
    MetricName: 'Duration',
    Dimensions: dimensions({ FunctionName: 'orders-api-prod' }),
    Period: 300,
    ...range,
  };

  it('agrees with GetMetricData, in plain and in extended statistics', async () => {
    const account = await connect();
    const command = new GetMetricStatisticsCommand({
      ...base,
      Statistics: ['Average', 'SampleCount'],
      ExtendedStatistics: ['p99'],
    });
    const { Label, Datapoints = [] } = await account.cloudwatch.send(command);
    const of = { FunctionName: 'orders-api-prod' };
    const [average, count, p99] = await ask(
      account,
      [
        query('a', 'Duration', 'Average', of, 300),
        query('c', 'Duration', 'SampleCount', of, 300),
        query('p', 'Duration', 'p99', of, 300),
      ],
      { minutes: 30 },
    );
    const sorted = Datapoints.toSorted((left, right) => Number(right.Timestamp) - Number(left.Timestamp));
    expect(Label).toBe('Duration');
    expect(sorted).toHaveLength(7);
    expect(sorted.map((each) => each.Timestamp)).toEqual(average?.Timestamps);
    expect(sorted.map((each) => each.Average)).toEqual(average?.Values);
    expect(sorted.map((each) => each.SampleCount)).toEqual(count?.Values);
    expect(sorted.map((each) => each.ExtendedStatistics?.p99)).toEqual(p99?.Values);
    expect(new Set(sorted.map((each) => each.Unit))).toEqual(new Set(['Milliseconds']));
  });

  it.each([
    ['no statistic', {}, 'MissingRequiredParameterException'],
    ['a percentile among the plain ones', { Statistics: ['p99' as 'Sum'] }, 'InvalidParameterValueException'],
    ['a period of 90 s', { Statistics: ['Sum' as const], Period: 90 }, 'InvalidParameterValueException'],
    [
      'a range that ends where it starts',
      { Statistics: ['Sum' as const], StartTime: range.EndTime },
      'InvalidParameterValueException',
    ],
    [
      'more than 1,440 datapoints',
      { Statistics: ['Sum' as const], Period: 60, StartTime: new Date(START - 2000 * MINUTE) },
      'InvalidParameterCombinationException',
    ],
  ])('refuses %s', async (_what, more, name) => {
    const { cloudwatch } = await connect({ scenario: 'quiet' });
    await expect(cloudwatch.send(new GetMetricStatisticsCommand({ ...base, ...more }))).rejects.toMatchObject(
      {
        name,
      },
    );
  });
});

describe('AWS/SQS', () => {
  const sqs = (id: string, MetricName: string, QueueName: string) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: dimensions({ QueueName }) },
      Period: 60,
      Stat: 'Maximum',
    },
  });

  it('shows depth and age of a dead-letter queue, which grew to what it is', async () => {
    const account = await connect();
    const [visible, age, none] = await ask(
      account,
      [
        sqs('v', 'ApproximateNumberOfMessagesVisible', 'orders-fulfilment-worker-dlq'),
        sqs('a', 'ApproximateAgeOfOldestMessage', 'orders-fulfilment-worker-dlq'),
        sqs('n', 'ApproximateNumberOfMessagesVisible', 'nobody'),
      ],
      { minutes: 180, ago: -1 },
    );
    expect(visible?.Values).toHaveLength(180);
    expect(visible?.Values?.[0]).toBe(250);
    expect(visible?.Values).toEqual(visible?.Values?.toSorted((left, right) => right - left));
    const ages = age?.Values ?? [];
    expect((ages[0] ?? 0) - (ages[1] ?? 0)).toBe(60);
    expect(none?.Values).toEqual([]);
  });

  it('is listed and searched', async () => {
    const account = await connect();
    const { Metrics = [] } = await account.cloudwatch.send(
      new ListMetricsCommand({ Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage' }),
    );
    const Expression = `SEARCH('{AWS/SQS,QueueName} MetricName="ApproximateAgeOfOldestMessage"', 'Maximum', 300)`;
    const found = await ask(account, [{ Id: 's', Expression }], { minutes: 5, ago: -1 });
    expect(found.map((each) => each.Label)).toEqual(Metrics.map((each) => each.Dimensions?.[0]?.Value));
    expect(found.length).toBeGreaterThan(20);
  });
});

describe('SEARCH', () => {
  it('finds the series of an exact set of dimensions', async () => {
    const account = await connect();
    const search = (text: string) => ({ Id: 's', Expression: `SEARCH('${text}', 'Sum', 300)` });
    const found = await ask(account, [search('{AWS/Lambda,FunctionName} MetricName="Errors"')], {
      minutes: 5,
    });
    expect(found).toHaveLength(account.world.functions.length);
    const [one, ...others] = await ask(
      account,
      [search('{AWS/Lambda,FunctionName} MetricName="Invocations" FunctionName="orders-api-prod"')],
      { minutes: 30 },
    );
    const [exact] = await ask(
      account,
      [query('q', 'Invocations', 'Sum', { FunctionName: 'orders-api-prod' }, 300)],
      { minutes: 30 },
    );
    expect(others).toEqual([]);
    expect(one?.Label).toBe('orders-api-prod');
    expect(total(one)).toBe(total(exact));
    await expect(
      ask(account, [search('{AWS/Lambda,FunctionName} MetricName="Errors" OR prod')]),
    ).rejects.toMatchObject({ Code: 'ValidationError' });
  });
});

it('the account has no alarms', async () => {
  const { cloudwatch } = await connect({ scenario: 'quiet' });
  expect(await cloudwatch.send(new DescribeAlarmsCommand({}))).toMatchObject({ MetricAlarms: [] });
});
