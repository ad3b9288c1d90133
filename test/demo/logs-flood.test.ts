import {
  DescribeLogStreamsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutFunctionConcurrencyCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { LOUD, numberOf } from '../support/flood.ts';
import { connect, START } from './connect.ts';
import { connectLogs, filterAll, groupArn, groupOf } from './logs.ts';

const logGroupName = groupOf(LOUD);
/** The newest events of the flood may still be on their way for so long, ms. */
const SETTLED = START - 5_000;

/** The numbers of events, initialisations left out. */
function numbersOf(events: readonly FilteredLogEvent[]): number[] {
  return events.map(({ message = '' }) => numberOf(message)).filter((number) => number !== undefined);
}

function run(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

describe('the flood', () => {
  it('has 20,000 events a second, each with its number, in pages of 10,000 or 1 MB', async () => {
    const { logs } = await connect({ scenario: 'flood' });
    const range = { logGroupName, startTime: SETTLED - 2_000, endTime: SETTLED - 1 };
    const events: FilteredLogEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await logs.send(new FilterLogEventsCommand({ ...range, ...(nextToken && { nextToken }) }));
      const bytes = page.events?.reduce((sum, { message = '' }) => sum + Buffer.byteLength(message) + 26, 0);
      expect(page.events?.length).toBeLessThanOrEqual(10_000);
      expect(bytes).toBeLessThanOrEqual(1_048_576);
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    const numbers = numbersOf(events);
    expect(numbers).toEqual(run(numbers[0] ?? Number.NaN, 40_000));
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    for (const { timestamp = 0, ingestionTime = 0 } of events) {
      expect(ingestionTime).toBeGreaterThan(timestamp);
      expect(ingestionTime - timestamp).toBeLessThan(4_000);
    }
  });

  it('is of many environments of two versions, and a mix of text, JSON and errors with stacks', async () => {
    const account = await connect({ scenario: 'flood' });
    const { events } = await filterAll(account, {
      logGroupName,
      startTime: SETTLED - 2_000,
      endTime: SETTLED - 1,
    });
    const streams = new Set(events.map(({ logStreamName = '' }) => logStreamName));
    const versions = [...streams].map((name) => /\[(\d+)\]/.exec(name)?.[1]);
    expect(versions.filter((version) => version === '18')).toHaveLength(36);
    expect(versions.filter((version) => version === '19')).toHaveLength(4);
    const share = (pattern: RegExp) =>
      events.filter(({ message = '' }) => pattern.test(message)).length / events.length;
    expect(share(/^\{"@timestamp"/)).toBeCloseTo(0.25, 1);
    expect(share(/^2026-11-20 \d\d:\d\d:\d\d [0-9a-f-]{36} INFO /)).toBeCloseTo(0.73, 1);
    expect(share(/\n\tat com\.example\.prices/)).toBeCloseTo(0.002, 3);
    expect(
      share(/^Order total does not match its lines\. #\d+: java\.lang\.IllegalStateException\n/),
    ).toBeGreaterThan(0);
    expect(share(/^START RequestId/) * 40_000).toBeCloseTo(80, -1);
    expect(share(/^REPORT RequestId: .*Duration: 99\d\.\d\d ms/)).toBeCloseTo(share(/^START /), 3);
  });

  it('is the same for each reader, whatever they ask, and another for another seed', async () => {
    const range = { logGroupName, startTime: SETTLED - 150, endTime: SETTLED - 50 };
    const read = async (seed: number) =>
      (await filterAll(await connect({ scenario: 'flood', seed }), range)).events;
    const account = await connect({ scenario: 'flood', seed: 4 });
    const wider = await filterAll(account, { ...range, startTime: SETTLED - 300 });
    const one = await read(4);
    expect(one).toHaveLength(2_020);
    expect(wider.events.slice(-one.length)).toEqual(one);
    expect(await read(5)).not.toEqual(one);
  });

  it('shows what has arrived, and nothing of it is missing later', async () => {
    const account = await connectLogs({ scenario: 'flood' });
    const range = { logGroupName, startTime: START - 400, endTime: START };
    const early = await filterAll(account, range);
    account.pass(5);
    const late = await filterAll(account, range);
    const ids = new Set(late.events.map(({ eventId }) => eventId));
    expect(early.events.length).toBeLessThan(0.7 * late.events.length);
    expect(early.events.every(({ eventId }) => ids.has(eventId))).toBe(true);
    const numbers = numbersOf(late.events);
    expect(numbers).toEqual(run(numbers[0] ?? Number.NaN, 401 * 20));
  });

  it('lists its streams and reads each of them alone', async () => {
    const account = await connect({ scenario: 'flood' });
    const order = { orderBy: 'LastEventTime', descending: true } as const;
    const { logStreams = [] } = await account.logs.send(
      new DescribeLogStreamsCommand({ logGroupName, ...order }),
    );
    const { events } = await filterAll(account, { logGroupName, startTime: SETTLED - 100, endTime: SETTLED });
    const [{ logStreamName = '' } = {}] = events;
    expect(logStreams.map((stream) => stream.logStreamName)).toContain(logStreamName);
    const alone = await account.logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, endTime: SETTLED, limit: 200 }),
    );
    const numbers = numbersOf(alone.events ?? []);
    expect(numbers).toHaveLength(200);
    expect(new Set(numbers.map((number) => number % 40)).size).toBe(1);
    const forged = logStreamName.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    await expect(
      account.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: forged })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('ends where its function is stopped, and follows the weights of its alias', async () => {
    const account = await connectLogs({ scenario: 'flood' });
    const { lambda, pass } = account;
    const FunctionName = LOUD;
    pass(10);
    await lambda.send(
      new UpdateAliasCommand({
        FunctionName,
        Name: 'prod',
        FunctionVersion: '18',
        RoutingConfig: { AdditionalVersionWeights: { 19: 0.5 } },
      }),
    );
    pass(10);
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    pass(20);
    const second = async (from: number) => {
      const startTime = START + from * 1000;
      return (await filterAll(account, { logGroupName, startTime, endTime: startTime + 999 })).events;
    };
    const shareOf19 = (events: FilteredLogEvent[]) =>
      events.filter(({ logStreamName }) => logStreamName?.includes('[19]')).length / events.length;
    expect(shareOf19(await second(8))).toBeCloseTo(0.1, 2);
    expect(shareOf19(await second(15))).toBeCloseTo(0.5, 2);
    // What runs when the function is stopped runs to its end.
    expect(await second(19)).toHaveLength(20_000);
    expect((await second(20)).length).toBeLessThan(20_000);
    expect(await second(22)).toEqual([]);
  });

  it('reaches live tail as a sample of 500 a second', async () => {
    const { logs, pass } = await connectLogs({ scenario: 'flood' });
    const reply = await logs.send(
      new StartLiveTailCommand({ logGroupIdentifiers: [groupArn(logGroupName)] }),
    );
    for await (const { sessionUpdate } of reply.responseStream ?? []) {
      pass(1);
      if (!sessionUpdate?.sessionResults?.length) continue;
      expect(sessionUpdate.sessionMetadata?.sampled).toBe(true);
      expect(sessionUpdate.sessionResults).toHaveLength(500);
      const numbers = numbersOf(sessionUpdate.sessionResults);
      expect(new Set(numbers).size).toBe(numbers.length);
      break;
    }
  });

  it('has as many events a second as one asks for', async () => {
    const account = await connect({ scenario: 'flood', logEventsPerSecond: 300 });
    const range = { logGroupName, startTime: SETTLED - 10_000, endTime: SETTLED - 1 };
    const { events } = await filterAll(account, range);
    expect(events).toHaveLength(3_000);
  });
});
