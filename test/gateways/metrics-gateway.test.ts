import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import type { AwsAccount, MetricQuery, TimeWindow } from '../../src/gateways/gateways.ts';
import { all, connectTo, useDummyKeys } from './connect.ts';
import { type Answer, type FakeAws, startFakeAws } from './fake-aws.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 21, 3);
const WINDOW: TimeWindow = { start: START - 30 * MINUTE, end: START };

let aws: FakeAws | undefined;
let embedded: Account | undefined;
beforeEach(useDummyKeys);
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws?.close();
  await embedded?.close();
  aws = embedded = undefined;
});

/** An embedded account whose time is some minutes after the window, so that its figures are settled. */
async function embeddedAccount(functions: number) {
  embedded = await startAccount({ functions, seed: 1, start: START + 15 * MINUTE, speed: 0 });
  const account = connectTo(embedded.endpoint);
  const pages = await all(account.functions.listFunctions());
  return { account, names: pages.flatMap((page) => page.functions.map(({ name }) => name)) };
}

async function accountThat(answer: Answer) {
  aws = await startFakeAws(answer);
  return connectTo(aws.url);
}

const invocationsOf = (name: string): MetricQuery => ({
  key: name,
  metric: 'Invocations',
  statistic: 'Sum',
  dimensions: { FunctionName: name },
});

const sum = (points: ReadonlyMap<number, number> | undefined) =>
  [...(points?.values() ?? [])].reduce((total, value) => total + value, 0);

describe('series', () => {
  it('come back under the asker’s keys, minute by minute', async () => {
    const { account, names } = await embeddedAccount(20);
    const series = await account.metrics.series(names.map(invocationsOf), WINDOW);
    expect(series.map(({ key }) => key)).toEqual(names);
    const minutes = series.flatMap(({ points }) => [...points.keys()]);
    expect(minutes.length).toBeGreaterThan(0);
    for (const minute of minutes) {
      expect(minute % MINUTE).toBe(0);
      expect(minute).toBeGreaterThanOrEqual(WINDOW.start);
      expect(minute).toBeLessThan(WINDOW.end);
    }
    expect(series.every(({ complete }) => complete)).toBe(true);
  });

  it('are asked for 500 at a time', async () => {
    const { account } = await embeddedAccount(1);
    const before = account.usage().callsPerMin;
    const queries = Array.from({ length: 1_201 }, (_, index) => invocationsOf(`function-${index}`));
    const series = await account.metrics.series(queries, { start: START - MINUTE, end: START });
    expect(series.map(({ key }) => key)).toEqual(queries.map(({ key }) => key));
    expect(account.usage().callsPerMin - before).toBe(3);
  });

  it('of nobody who exists have no points, and zero is not made up', async () => {
    const { account } = await embeddedAccount(1);
    const [series] = await account.metrics.series([invocationsOf('nobody')], WINDOW);
    expect(series).toEqual({ key: 'nobody', points: new Map(), complete: true });
  });

  it('of the whole region need no dimensions', async () => {
    const { account } = await embeddedAccount(20);
    const query = { key: 'region', metric: 'Invocations', statistic: 'Sum', dimensions: {} };
    const [region] = await account.metrics.series([query], WINDOW);
    expect(sum(region?.points)).toBeGreaterThan(0);
  });

  it('none asked for is no call', async () => {
    const { account } = await embeddedAccount(1);
    const before = account.usage().callsPerMin;
    expect(await account.metrics.series([], WINDOW)).toEqual([]);
    expect(account.usage().callsPerMin).toBe(before);
  });

  it('are put together from pages; what stays partial says so', async () => {
    const at = (minutes: number) => (WINDOW.start + minutes * MINUTE) / 1000;
    const account = await accountThat(({ body }) =>
      body.includes('"NextToken":"2"')
        ? { MetricDataResults: [{ Id: 'q0', StatusCode: 'Complete', Timestamps: [at(1)], Values: [20] }] }
        : {
            NextToken: '2',
            MetricDataResults: [
              { Id: 'q0', StatusCode: 'PartialData', Timestamps: [at(0)], Values: [10] },
              { Id: 'q1', StatusCode: 'InternalError' },
            ],
          },
    );
    const series = await account.metrics.series(['a', 'b', 'c'].map(invocationsOf), WINDOW);
    expect(series).toEqual([
      {
        key: 'a',
        points: new Map([
          [WINDOW.start, 10],
          [WINDOW.start + MINUTE, 20],
        ]),
        complete: true,
      },
      { key: 'b', points: new Map(), complete: false },
      { key: 'c', points: new Map(), complete: false },
    ]);
  });

  it('are all incomplete when CloudWatch attaches a message', async () => {
    const account = await accountThat(() => ({
      Messages: [{ Code: 'MaxMetricsExceeded', Value: 'x' }],
      MetricDataResults: [{ Id: 'q0', StatusCode: 'Complete' }],
    }));
    const [series] = await account.metrics.series([invocationsOf('a')], WINDOW);
    expect(series?.complete).toBe(false);
  });

  it('say so when the endpoint has no metrics', async () => {
    const { account } = await embeddedAccount(1);
    embedded?.faults.add({ kind: 'html', service: 'cloudwatch', operation: '*' });
    await expect(account.metrics.series([invocationsOf('a')], WINDOW)).rejects.toMatchObject({
      code: 'unsupported',
      message: 'This endpoint does not support cloudwatch:GetMetricData.',
    });
  });
});

describe('a ranking', () => {
  it('has the highest first, and agrees with the exact series', async () => {
    const { account } = await embeddedAccount(60);
    const ranking = await account.metrics.ranking('invocations', WINDOW);
    const sums = [...ranking.totals];
    expect(sums.length).toBeGreaterThan(3);
    expect(sums.map(([, value]) => value)).toEqual(sums.map(([, value]) => value).sort((a, b) => b - a));
    const exact = await account.metrics.series(
      sums.slice(0, 3).map(([name]) => invocationsOf(name)),
      WINDOW,
    );
    expect(exact.map(({ points }) => sum(points))).toEqual(sums.slice(0, 3).map(([, value]) => value));
    expect(ranking).toMatchObject({ truncated: false, complete: true });
  });

  it('by concurrency has the peaks', async () => {
    const { account } = await embeddedAccount(60);
    const { totals } = await account.metrics.ranking('concurrency', WINDOW);
    const [[name = '', peak] = []] = totals;
    const query = {
      key: name,
      metric: 'ConcurrentExecutions',
      statistic: 'Maximum',
      dimensions: { FunctionName: name },
    };
    const [exact] = await account.metrics.series([query], WINDOW);
    expect(peak).toBe(Math.max(...(exact?.points.values() ?? [])));
  });

  it('of more than 500 functions is cut, and paid for whole', async () => {
    const named = (count: number) => Array.from({ length: count }, (_, index) => `function-${index}`);
    const account = await accountThat(({ method }) =>
      method === 'GET'
        ? { Functions: named(700).map((name) => ({ FunctionName: name, FunctionArn: `arn:${name}` })) }
        : { MetricDataResults: named(500).map((Label) => ({ Id: 'ranking', Label, Values: [1] })) },
    );
    await all(account.functions.listFunctions());
    const ranking = await account.metrics.ranking('invocations', WINDOW);
    expect(ranking.totals.size).toBe(500);
    expect(ranking.truncated).toBe(true);
    // 700 metrics in five minutes are 8,400 an hour.
    expect(account.usage().dollarsPerHour).toBeCloseTo(0.084);
  });

  it('adds the minutes up over pages, and is incomplete when CloudWatch says so', async () => {
    const page = (Values: number[], StatusCode: string) => [
      { Id: 'ranking', Label: 'orders', Values, StatusCode },
    ];
    const account = await accountThat(({ body }) =>
      body.includes('"NextToken":"2"')
        ? { MetricDataResults: page([4], 'InternalError') }
        : { MetricDataResults: page([1, 2], 'Complete'), NextToken: '2' },
    );
    expect(await account.metrics.ranking('errors', WINDOW)).toEqual({
      totals: new Map([['orders', 7]]),
      truncated: false,
      complete: false,
    });
  });
});

it('knows what the asking costs', async () => {
  const account: AwsAccount = (await embeddedAccount(5)).account;
  await account.metrics.series(['a', 'b', 'c'].map(invocationsOf), WINDOW);
  // Three metrics in the least time that is extrapolated from, five minutes: 36 an hour.
  expect(account.usage().dollarsPerHour).toBeCloseTo(0.00036);
});
