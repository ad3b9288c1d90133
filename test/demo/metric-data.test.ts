import {
  GetMetricDataCommand,
  type MetricDataQuery,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';
import { ask, query, total } from './metrics.ts';

const CHECKOUT = { FunctionName: 'checkout-api-prod' };
const LIVE = { ...CHECKOUT, Resource: 'checkout-api-prod:live' };

describe('GetMetricData', () => {
  it('starts inclusive, ends exclusive, newest first', async () => {
    const account = await connect();
    const [result] = await ask(account, [query('q', 'Invocations', 'Sum', CHECKOUT)], { minutes: 5 });
    expect(result).toMatchObject({ Id: 'q', Label: 'Invocations', StatusCode: 'Complete' });
    const ages = (result?.Timestamps ?? []).map((at) => (START - at.getTime()) / MINUTE);
    expect(ages).toEqual([4, 5, 6, 7, 8]);
    for (const value of result?.Values ?? []) expect(value).toBeGreaterThan(500);
  });

  it('sums minutes into longer periods, aligned to them', async () => {
    const account = await connect();
    const range = { minutes: 30, ago: 5 };
    const [byMinute, byFive] = await ask(
      account,
      [query('m', 'Invocations', 'Sum', CHECKOUT), query('f', 'Invocations', 'Sum', CHECKOUT, 300)],
      range,
    );
    expect(byFive?.Values).toHaveLength(6);
    expect(total(byFive)).toBe(total(byMinute));
    expect((byFive?.Timestamps ?? []).every((at) => at.getTime() % (5 * MINUTE) === 0)).toBe(true);
  });

  it('orders the statistics of a duration', async () => {
    const account = await connect();
    const names = ['Minimum', 'p10', 'p50', 'p90', 'p99', 'p99.9', 'Maximum'];
    for (const period of [60, 300]) {
      const results = await ask(
        account,
        names.map((stat, index) => query(`q${index}`, 'Duration', stat, CHECKOUT, period)),
      );
      const first = results.map((result) => result.Values?.[0] ?? Number.NaN);
      expect(first).toEqual(first.toSorted((left, right) => left - right));
      expect(first[0]).toBeGreaterThan(0);
    }
    const [average, samples, sum] = await ask(account, [
      query('a', 'Duration', 'Average', CHECKOUT),
      query('n', 'Duration', 'SampleCount', CHECKOUT),
      query('s', 'Duration', 'Sum', CHECKOUT),
    ]);
    expect((average?.Values?.[0] ?? 0) * (samples?.Values?.[0] ?? 0)).toBeCloseTo(sum?.Values?.[0] ?? 0, 3);
  });

  it('splits an alias over the versions that ran, by weight, and adds up', async () => {
    const account = await connect();
    const results = await ask(account, [
      query('all', 'Invocations', 'Sum', CHECKOUT),
      query('live', 'Invocations', 'Sum', LIVE),
      query('stable', 'Invocations', 'Sum', { ...LIVE, ExecutedVersion: '41' }),
      query('canary', 'Invocations', 'Sum', { ...LIVE, ExecutedVersion: '42' }),
      query('stablefails', 'Errors', 'Average', { ...LIVE, ExecutedVersion: '41' }, 3600),
      query('canaryfails', 'Errors', 'Average', { ...LIVE, ExecutedVersion: '42' }, 3600),
    ]);
    const [all = 0, live = 0, stable = 0, canary = 0] = results.map(total);
    expect(live).toBe(all);
    expect(stable + canary).toBe(live);
    expect(canary / live).toBeCloseTo(0.1, 2);
    const [stableShare = 1, canaryShare = 0] = results.slice(4).map((result) => result.Values?.[0]);
    expect(canaryShare).toBeGreaterThan(stableShare * 3);
  });

  it('has errors of 0 for an active function, and nothing at all for an idle one', async () => {
    const account = await connect();
    const [active, idle, unknown, namespace] = await ask(account, [
      query('a', 'Errors', 'Sum', { FunctionName: 'catalog-image-url-signer' }),
      query('i', 'Errors', 'Sum', { FunctionName: 'catalog-search-indexer-green' }),
      query('u', 'Errors', 'Sum', { FunctionName: 'nobody' }),
      {
        Id: 'n',
        MetricStat: { Metric: { Namespace: 'AWS/EC2', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
      },
    ]);
    expect(active?.Values).toHaveLength(60);
    expect(active?.Values).toContain(0);
    for (const none of [idle, unknown, namespace]) {
      expect(none).toMatchObject({ Timestamps: [], Values: [], StatusCode: 'Complete' });
    }
  });

  it('answers to exact sets of dimensions only', async () => {
    const account = await connect();
    const results = await ask(account, [
      query('a', 'Invocations', 'Sum', { Resource: 'checkout-api-prod:live' }),
      query('b', 'Invocations', 'Sum', { ...CHECKOUT, ExecutedVersion: '41' }),
      query('c', 'Invocations', 'Sum', { ...CHECKOUT, Resource: 'other:live' }),
      query('d', 'Invocations', 'Sum', { ...CHECKOUT, Resource: 'checkout-api-prod:nope' }),
    ]);
    expect(results.map(total)).toEqual([0, 0, 0, 0]);
  });

  it('throttles the killed function from the minute it was killed on, without a single invocation', async () => {
    const account = await connect();
    const killed = { FunctionName: 'media-legacy-thumbnailer' };
    const [invocations, throttles, dropped] = await ask(account, [
      query('i', 'Invocations', 'Sum', killed),
      query('t', 'Throttles', 'Sum', killed),
      query('d', 'AsyncEventsDropped', 'Sum', killed),
    ]);
    const killedAt = START - 47 * MINUTE;
    const served = (invocations?.Timestamps ?? []).map((at) => at.getTime());
    expect(served.length).toBeGreaterThan(0);
    expect(Math.max(...served)).toBeLessThan(killedAt);
    expect(total(throttles)).toBeGreaterThan(50);
    expect(total(dropped)).toBe(total(throttles));
  });

  it('shows the troubles of the company', async () => {
    const account = await connect();
    const [errors, age, throttles, slow] = await ask(account, [
      query('e', 'Errors', 'Average', { FunctionName: 'payments-webhook-adyen-prod' }),
      query('a', 'IteratorAge', 'Maximum', { FunctionName: 'warehouse-stock-sync' }),
      query('t', 'Throttles', 'Sum', { FunctionName: 'image-resize-worker-large' }),
      query('s', 'Duration', 'p99', { FunctionName: 'billing-vat-id-check' }),
    ]);
    expect(errors?.Values?.[0]).toBeGreaterThan(0.2);
    expect(errors?.Values?.at(-1)).toBeLessThan(0.05);
    expect(age?.Values?.[0]).toBeGreaterThan(1_000_000);
    expect(total(throttles)).toBeGreaterThan(20);
    expect(Math.max(...(slow?.Values ?? []))).toBeGreaterThan(4000);
  });

  it('has late data of long invocations in the minutes in which they began', async () => {
    let elapsed = 0;
    const start = Date.parse('2026-11-20T02:00:00Z'); // when the nightly batches run
    const account = await connect({ start, speed: 1, elapsed: () => elapsed });
    const long = { FunctionName: 'catalog-recommendations-trainer' };
    const target = account.world.functionNamed(long.FunctionName);
    if (target === undefined) throw new Error('no such function');
    const sums = async () => {
      const MetricDataQueries = [
        query('long', 'Invocations', 'Sum', long),
        query('short', 'Invocations', 'Sum', { FunctionName: 'orders-api-prod' }),
      ];
      const range = { StartTime: new Date(start - 10 * MINUTE), EndTime: new Date(start) };
      const command = new GetMetricDataCommand({ MetricDataQueries, ...range });
      return ((await account.cloudwatch.send(command)).MetricDataResults ?? []).map(total);
    };
    const minutes = Array.from({ length: 10 }, (_, index) => start / MINUTE - 10 + index);
    const traffic = account.world.traffic.of(target);
    const began = minutes.reduce((sum, minute) => sum + traffic.minuteOf(minute).invocations, 0);
    elapsed = 3 * MINUTE;
    const [early = 0, all] = await sums();
    elapsed = 20 * MINUTE;
    const [late = 0, again] = await sums();
    expect(again).toBe(all);
    expect(early).toBeLessThan(late);
    expect(late).toBe(began);
  });

  it('knows the Region as a whole', async () => {
    const account = await connect();
    const names = account.world.functions.map((each) => each.name);
    const range = { minutes: 2, ago: 10 };
    const [sum, concurrency, unreserved, claimed] = await ask(
      account,
      [
        query('i', 'Invocations', 'Sum', {}),
        query('c', 'ConcurrentExecutions', 'Maximum', {}),
        query('u', 'UnreservedConcurrentExecutions', 'Maximum', {}),
        query('l', 'ClaimedAccountConcurrency', 'Maximum', {}),
      ],
      range,
    );
    const each = await ask(
      account,
      names.map((FunctionName, index) => query(`q${index}`, 'Invocations', 'Sum', { FunctionName })),
      range,
    );
    expect(total(sum)).toBe(each.map(total).reduce((all, one) => all + one, 0));
    expect(concurrency?.Values?.[0]).toBeGreaterThan(unreserved?.Values?.[0] ?? 1000);
    expect(concurrency?.Values?.[0]).toBeLessThan(1000);
    expect(claimed?.Values?.[0]).toBeGreaterThan(400);
  });

  it('lets late data arrive: the running minute is partial, the last two still grow', async () => {
    const ask2 = async (late: number) => {
      const account = await connect({ start: START, speed: 0 });
      const at = account.world.clock.start;
      const { cloudwatch } = await connect({ start: at + late });
      const reply = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(START),
          EndTime: new Date(START + MINUTE),
          MetricDataQueries: [query('q', 'Invocations', 'Sum', { FunctionName: 'catalog-api-prod' })],
        }),
      );
      return reply.MetricDataResults?.[0]?.Values ?? [];
    };
    expect(await ask2(5_000)).toEqual([]);
    const [partial = 0] = await ask2(45_000);
    const [provisional = 0] = await ask2(120_000);
    const [final = 0] = await ask2(400_000);
    expect(partial).toBeGreaterThan(0);
    expect(partial).toBeLessThan(provisional * 0.8);
    expect(provisional).toBeLessThan(final);
    expect(await ask2(900_000)).toEqual([final]);
  });

  it('pages by MaxDatapoints and loses nothing', async () => {
    const account = await connect();
    const queries = [query('a', 'Invocations', 'Sum', CHECKOUT), query('b', 'Errors', 'Sum', CHECKOUT)];
    const whole = await ask(account, queries, { minutes: 25 });
    const gathered = new Map<string, number[]>();
    let pages = 0;
    const range = { StartTime: new Date(START - 28 * MINUTE), EndTime: new Date(START - 3 * MINUTE) };
    for await (const page of paginateGetMetricData(
      { client: account.cloudwatch, pageSize: 10 },
      { MetricDataQueries: queries, ...range },
    )) {
      pages += 1;
      const results = page.MetricDataResults ?? [];
      expect(results.flatMap((each) => each.Values ?? []).length).toBeLessThanOrEqual(10);
      for (const each of results) {
        gathered.set(each.Id ?? '', [...(gathered.get(each.Id ?? '') ?? []), ...(each.Values ?? [])]);
      }
    }
    expect(pages).toBe(5);
    expect([...gathered]).toEqual(whole.map((each) => [each.Id, each.Values]));
  });
});

it('labels what has no label by its metric, and by what differs where that is asked for twice', async () => {
  const account = await connect({ scenario: 'quiet' });
  const labels = async (queries: MetricDataQuery[]) =>
    (await ask(account, queries)).map(({ Label }) => Label);
  const sum = query('a', 'Duration', 'Sum', {});
  expect(await labels([sum, query('b', 'Errors', 'Sum', {})])).toEqual(['Duration', 'Errors']);
  expect(await labels([sum, query('b', 'Duration', 'p99', {})])).toEqual(['Duration Sum', 'Duration p99']);
  expect(await labels([sum, query('b', 'Duration', 'Sum', {}, 300)])).toEqual([
    'Duration 60',
    'Duration 300',
  ]);
  expect(await labels([sum, query('b', 'Duration', 'p99', {}, 300)])).toEqual([
    'Duration Sum 60',
    'Duration p99 300',
  ]);
  expect(await labels([{ ...sum, Label: 'mine' }])).toEqual(['mine']);
});

describe('GetMetricData refuses', () => {
  const refusals: [what: string, queries: MetricDataQuery[], message: RegExp][] = [
    ['no query', [], /MetricDataQueries/],
    [
      '501 queries',
      Array.from({ length: 501 }, (_, index) => query(`q${index}`, 'Errors', 'Sum', {})),
      /^The collection MetricDataQueries must not have a size greater than 500\.$/,
    ],
    ['the same id twice', [query('q', 'Errors', 'Sum', {}), query('q', 'Errors', 'Sum', {})], /not unique/],
    [
      'an id with a capital, and a statistic it does not know, both at once',
      [query('Q', 'Errors', 'Sum', {}), query('q', 'Errors', 'Median', {})],
      /^The value Q for parameter MetricDataQueries\.member\.1\.Id is not matching the expected pattern \^\[a-z]\[a-zA-Z0-9_]\*\$\.\nThe value Median for parameter MetricDataQueries\.member\.2\.MetricStat\.Stat is not a valid statistic\.$/,
    ],
    [
      'a metric without a namespace',
      [{ Id: 'q', MetricStat: { Metric: { MetricName: 'Errors' }, Period: 60, Stat: 'Sum' } }],
      /^The parameter MetricDataQueries\.member\.1\.MetricStat\.Metric\.Namespace is required\.$/,
    ],
    [
      'a period of 90 s',
      [query('q', 'Errors', 'Sum', {}, 90)],
      /^The parameter MetricDataQueries\.member\.1\.MetricStat\.Period must be a multiple of 60\.$/,
    ],
    [
      'a period of 45 s',
      [query('q', 'Errors', 'Sum', {}, 45)],
      /MetricStat\.Period must be a value in the set \[ 1, 5, 10, 20, 30 \]\.$/,
    ],
    ['metric math', [{ Id: 'q', Expression: 'm1 / m2' }], /metric math/],
    [
      'a metric with a period of its own and another',
      [{ ...query('q', 'Errors', 'Sum', {}), Period: 60 }],
      /^The parameters MetricDataQueries\.member\.1\.Period and MetricDataQueries\.member\.1\.MetricStat are mutually exclusive and you have specified both\.$/,
    ],
    ['nothing to return', [{ ...query('q', 'Errors', 'Sum', {}), ReturnData: false }], /ReturnData/],
  ];

  it.each(refusals)('%s', async (_what, queries, message) => {
    const account = await connect({ scenario: 'quiet' });
    await expect(ask(account, queries)).rejects.toMatchObject({
      name: 'ValidationException',
      Code: 'ValidationError',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('a range that ends before it starts, and a token from elsewhere', async () => {
    const account = await connect({ scenario: 'quiet' });
    const queries = [query('q', 'Errors', 'Sum', {})];
    for (const [minutes, message] of [
      [0, 'The parameter StartTime must not equal parameter EndTime.'],
      [-1, 'The parameter StartTime must be less than the parameter EndTime.'],
    ] as const) {
      await expect(ask(account, queries, { minutes })).rejects.toMatchObject({
        name: 'ValidationException',
        Code: 'ValidationError',
        message,
      });
    }
    const range = { StartTime: new Date(START - MINUTE), EndTime: new Date(START) };
    const command = new GetMetricDataCommand({ MetricDataQueries: queries, ...range, NextToken: 'nonsense' });
    await expect(account.cloudwatch.send(command)).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });
});
