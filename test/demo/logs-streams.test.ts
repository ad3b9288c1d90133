import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
  GetLogEventsCommand,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
} from '@aws-sdk/client-cloudwatch-logs';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { type Connected, connect, MINUTE, START } from './connect.ts';
import { connectLogs, filterAll, groupArn, groupOf } from './logs.ts';

const name = 'notify-preference-api';
const logGroupName = groupOf(name);

async function allStreams({ logs }: Connected, input: DescribeLogStreamsCommandInput) {
  const streams = [];
  for await (const page of paginateDescribeLogStreams({ client: logs }, input)) {
    expect(page.logStreams?.length).toBeLessThanOrEqual(50);
    streams.push(...(page.logStreams ?? []));
  }
  return streams;
}

/** The whole of a stream, forward. */
async function readStream({ logs }: Connected, logStreamName: string, group = logGroupName) {
  const events = [];
  const pages = [];
  let nextToken: string | undefined;
  for (;;) {
    const page = await logs.send(
      new GetLogEventsCommand({
        logGroupName: group,
        logStreamName,
        startFromHead: true,
        limit: 500,
        ...(nextToken && { nextToken }),
      }),
    );
    pages.push(page);
    events.push(...(page.events ?? []));
    if (page.nextForwardToken === nextToken) return { events, pages };
    nextToken = page.nextForwardToken;
  }
}

describe('DescribeLogGroups', () => {
  it('lists groups by name, by prefix and by a part of it in any case', async () => {
    const { logs } = await connect();
    const names: string[] = [];
    for await (const page of paginateDescribeLogGroups({ client: logs }, { limit: 7 })) {
      names.push(...(page.logGroups ?? []).map((each) => each.logGroupName ?? ''));
    }
    expect(names).toEqual([...new Set(names)].toSorted());
    const byPrefix = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/orders-' }),
    );
    expect(byPrefix.logGroups?.length).toBe(
      names.filter((each) => each.startsWith('/aws/lambda/orders-')).length,
    );
    const byPart = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'IDENTITY' }));
    expect(byPart.logGroups?.length).toBe(names.filter((each) => each.includes('identity')).length);
    expect(byPrefix.logGroups?.[0]).toMatchObject({
      storedBytes: expect.any(Number),
      deletionProtectionEnabled: false,
    });
    expect(byPart.logGroups?.[0]).toMatchObject({ logGroupClass: 'STANDARD', metricFilterCount: 0 });
    expect(byPart.logGroups?.[0]).not.toHaveProperty('storedBytes');
    expect(byPart.logGroups?.[0]).not.toHaveProperty('deletionProtectionEnabled');
  });

  it.each([
    [{ limit: 51 }, "Value '51' at 'limit'"],
    [{ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }, 'mutually exclusive'],
    [{ nextToken: 'nonsense' }, 'nextToken'],
  ])('refuses %j', async (input, text) => {
    const { logs } = await connect();
    await expect(logs.send(new DescribeLogGroupsCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(text),
    });
  });
});

describe('DescribeLogStreams', () => {
  it('lists the environments that wrote, by name or by their last event', async () => {
    const account = await connect();
    const byName = await allStreams(account, { logGroupName });
    const names = byName.map((each) => each.logStreamName ?? '');
    expect(names).toEqual(names.toSorted());
    expect(names.length).toBeGreaterThan(50);
    const byTime = await allStreams(account, { logGroupName, orderBy: 'LastEventTime', descending: true });
    const times = byTime.map((each) => each.lastEventTimestamp ?? 0);
    expect(times).toEqual(times.toSorted((left, right) => right - left));
    expect(new Set(byTime.map((each) => each.logStreamName))).toEqual(new Set(names));
  });

  it('knows every stream that an event is in, but of its last event only what was true a while ago', async () => {
    const account = await connect();
    const streams = new Map(
      (await allStreams(account, { logGroupName })).map((each) => [each.logStreamName, each]),
    );
    const { events } = await filterAll(account, { logGroupName, startTime: START - 6 * MINUTE });
    expect(events.filter((event) => !streams.has(event.logStreamName))).toEqual([]);
    const truly = new Map<string, number>();
    for (const { logStreamName = '', timestamp = 0 } of events) truly.set(logStreamName, timestamp);
    const lags = [...truly].map(([stream, last]) => last - (streams.get(stream)?.lastEventTimestamp ?? 0));
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lags)).toBeGreaterThan(MINUTE);
  });

  it('narrows by prefix: a day, a version', async () => {
    const account = await connect();
    const logStreamNamePrefix = '2026/11/20/[41]';
    const streams = await allStreams(account, {
      logGroupName: groupOf('checkout-api-prod'),
      logStreamNamePrefix,
    });
    expect(streams.length).toBeGreaterThan(3);
    expect(streams.every((each) => each.logStreamName?.startsWith(logStreamNamePrefix))).toBe(true);
    expect(streams[0]?.arn).toBe(
      `${groupArn(groupOf('checkout-api-prod'))}:log-stream:${streams[0]?.logStreamName}`,
    );
  });

  it('dates new environments tomorrow when midnight has passed, UTC', async () => {
    const account = await connectLogs({ start: Date.parse('2026-11-20T22:00:00Z') });
    const range = {
      logGroupName: groupOf('notify-bounce-handler'),
      startTime: Date.parse('2026-11-20T22:00:00Z'),
    };
    account.pass(4 * 3600);
    const { events } = await filterAll(account, { ...range, filterPattern: 'INIT_START' });
    const dates = events.map(({ logStreamName, timestamp }) => [
      logStreamName?.slice(0, 10),
      new Date(timestamp ?? 0).toISOString().slice(0, 10).replaceAll('-', '/'),
    ]);
    expect(dates.every(([named, began]) => named === began)).toBe(true);
    expect(dates.some(([named]) => named === '2026/11/21')).toBe(true);
  });

  it.each([
    [{ logGroupName: groupOf('nope') }, 'ResourceNotFoundException'],
    [
      { logGroupName, orderBy: 'LastEventTime', logStreamNamePrefix: '2026' } as const,
      'InvalidParameterException',
    ],
    [{ logGroupName, limit: 51 }, 'InvalidParameterException'],
    [{ logGroupName, logGroupIdentifier: logGroupName }, 'ValidationException'],
  ])('refuses %j', async (input, error) => {
    const { logs } = await connect();
    await expect(logs.send(new DescribeLogStreamsCommand(input))).rejects.toMatchObject({ name: error });
  });
});

describe('GetLogEvents', () => {
  it('reads a stream from its head to its end, where the token repeats', async () => {
    const account = await connect();
    const [stream] = (
      await allStreams(account, { logGroupName, orderBy: 'LastEventTime', descending: true })
    ).slice(-3);
    const logStreamName = stream?.logStreamName ?? '';
    const { events, pages } = await readStream(account, logStreamName);
    const { events: filtered } = await filterAll(account, {
      logGroupName,
      logStreamNames: [logStreamName],
      startTime: stream?.firstEventTimestamp ?? 0,
      endTime: (events.at(-1)?.timestamp ?? 0) + MINUTE,
    });
    expect(events.map((event) => event.message)).toEqual(filtered.map((event) => event.message));
    expect(events.length).toBeGreaterThan(10);
    expect(pages.every((page) => page.nextForwardToken && page.nextBackwardToken)).toBe(true);
  });

  it('gives the newest page first, in order, and goes back by the backward token', async () => {
    const account = await connect();
    const { logs } = account;
    const [stream] = await allStreams(account, { logGroupName, orderBy: 'LastEventTime', descending: true });
    const logStreamName = stream?.logStreamName ?? '';
    const { events } = await readStream(account, logStreamName);
    const ask = (nextToken?: string) =>
      logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName, limit: 7, ...(nextToken && { nextToken }) }),
      );
    const newest = await ask();
    const older = await ask(newest.nextBackwardToken);
    expect([...(older.events ?? []), ...(newest.events ?? [])]).toEqual(events.slice(-14));
    expect((await ask(newest.nextForwardToken)).events).toEqual([]);
  });

  it('ends before endTime, unlike FilterLogEvents', async () => {
    const account = await connect();
    const [stream] = await allStreams(account, { logGroupName, orderBy: 'LastEventTime', descending: true });
    const logStreamName = stream?.logStreamName ?? '';
    const { events } = await readStream(account, logStreamName);
    const edge = events[5]?.timestamp ?? 0;
    const { events: before } = await account.logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, endTime: edge }),
    );
    expect(before).toEqual(events.filter((event) => (event.timestamp ?? 0) < edge));
  });

  it.each([
    [
      { logGroupName, logStreamName: '2026/11/20/[$LATEST]00000000000000000000000000000000' },
      'The specified log stream does not exist.',
    ],
    [{ logGroupName, logStreamName: 'nope' }, 'The specified log stream does not exist.'],
    [{ logGroupName: groupOf('nope'), logStreamName: 'nope' }, 'The specified log group does not exist.'],
  ])('refuses %j', async (input, message) => {
    const { logs } = await connect();
    await expect(logs.send(new GetLogEventsCommand(input))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message,
    });
  });

  it('refuses a token that is none', async () => {
    const account = await connect();
    const [stream] = await allStreams(account, { logGroupName, logStreamNamePrefix: '2026/11/20' });
    const input = { logGroupName, logStreamName: stream?.logStreamName, nextToken: 'f/nonsense' };
    await expect(account.logs.send(new GetLogEventsCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The specified nextToken is invalid.',
    });
  });
});

it('a shift of traffic shows in the names of streams at once', async () => {
  const account = await connectLogs();
  const FunctionName = 'orders-api-prod';
  account.pass(30);
  const RoutingConfig = { AdditionalVersionWeights: { '17': 0.5 } };
  await account.lambda.send(
    new UpdateAliasCommand({ FunctionName, Name: 'prod', FunctionVersion: '18', RoutingConfig }),
  );
  account.pass(60);
  const read = (startTime: number, endTime: number) =>
    filterAll(account, { logGroupName: groupOf(FunctionName), startTime, endTime, filterPattern: 'START' });
  const version = ({ logStreamName = '' }) => /\[(\d+)\]/.exec(logStreamName)?.[1];
  const before = (await read(START + 10_000, START + 29_000)).events.map(version);
  const after = (await read(START + 40_000, START + 60_000)).events.map(version);
  expect(new Set(before)).toEqual(new Set(['18']));
  const share = after.filter((each) => each === '17').length / after.length;
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.6);
});
