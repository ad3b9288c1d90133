import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  type LiveTailSessionLogEvent,
  PutLogEventsCommand,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { UpdateQueue } from '../../src/demo/logs/live-tail/update-queue.ts';
import { eventually } from '../support/eventually.ts';
import { type Connected, connect, post, START } from './connect.ts';
import { filterAll, groupArn, groupOf } from './logs.ts';

const TROUBLED = groupOf('payments-webhook-adyen-prod');
/** 50 updates a real second: an account second each. */
const FAST = { speed: 50 };

async function tail({ logs }: Connected, input: Partial<StartLiveTailCommandInput> = {}) {
  const { responseStream } = await logs.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [groupArn(TROUBLED)], ...input }),
  );
  if (responseStream === undefined) throw new Error('no stream');
  return responseStream;
}

/** Reads a stream until `enough` says so. */
async function read(
  stream: AsyncIterable<StartLiveTailResponseStream>,
  enough: (items: readonly StartLiveTailResponseStream[]) => boolean,
): Promise<StartLiveTailResponseStream[]> {
  const items: StartLiveTailResponseStream[] = [];
  for await (const item of stream) {
    items.push(item);
    if (enough(items)) break;
  }
  return items;
}

function eventsIn(items: readonly StartLiveTailResponseStream[]): LiveTailSessionLogEvent[] {
  return items.flatMap((item) => item.sessionUpdate?.sessionResults ?? []);
}

function key(event: {
  logStreamName?: string;
  timestamp?: number;
  ingestionTime?: number;
  message?: string;
}) {
  return `${event.logStreamName} ${event.timestamp} ${event.ingestionTime} ${event.message}`;
}

describe('StartLiveTail', () => {
  it('begins with sessionStart, then tells every second what arrived', async () => {
    const account = await connect(FAST);
    const items = await read(await tail(account), (all) => eventsIn(all).length > 200);
    expect(items[0]?.sessionStart).toMatchObject({
      sessionId: expect.any(String),
      requestId: expect.any(String),
      logGroupIdentifiers: [groupArn(TROUBLED)],
    });
    expect(items.slice(1).every((item) => item.sessionUpdate?.sessionMetadata?.sampled === false)).toBe(true);
    expect(eventsIn(items)[0]).toEqual({
      logStreamName: expect.stringMatching(/^2026\/11\/20\/\[\$LATEST\][0-9a-f]{32}$/),
      logGroupIdentifier: groupArn(TROUBLED),
      message: expect.any(String),
      timestamp: expect.any(Number),
      ingestionTime: expect.any(Number),
    });
  });

  it('tells exactly what FilterLogEvents gives for the same arrivals', async () => {
    const account = await connect(FAST);
    const items = await read(await tail(account), (all) => eventsIn(all).length > 300);
    const tailed = eventsIn(items);
    const [first, last] = [tailed[0]?.ingestionTime ?? 0, tailed.at(-1)?.ingestionTime ?? 0];
    const { events } = await filterAll(account, { logGroupName: TROUBLED, startTime: START - 60_000 });
    const arrived = events.filter(({ ingestionTime = 0 }) => ingestionTime >= first && ingestionTime <= last);
    expect(tailed.map(key).toSorted()).toEqual(arrived.map(key).toSorted());
  });

  it('sends empty updates when nothing arrives', async () => {
    const account = await connect(FAST);
    const stream = await tail(account, { logGroupIdentifiers: [groupArn(groupOf('kpi-report-mailer'))] });
    const items = await read(stream, (all) => all.length === 5);
    expect(items.slice(1).map((item) => item.sessionUpdate)).toEqual(
      Array(4).fill({ sessionMetadata: { sampled: false }, sessionResults: [] }),
    );
  });

  it('gives a sample of 500 when more matched', async () => {
    const account = await connect(FAST);
    const stream = await tail(account, {
      logGroupIdentifiers: [groupArn('/company/identity'), groupArn(groupOf('catalog-api-prod'))],
    });
    const isSampled = (item: StartLiveTailResponseStream) =>
      item.sessionUpdate?.sessionMetadata?.sampled === true;
    const items = await read(stream, (all) => all.some(isSampled));
    const sampled = items.find(isSampled)?.sessionUpdate?.sessionResults ?? [];
    expect(sampled).toHaveLength(500);
    expect(new Set(sampled.map((event) => event.logGroupIdentifier)).size).toBe(2);
  });

  it('keeps to a pattern and to streams', async () => {
    const account = await connect(FAST);
    const logStreamNamePrefixes = ['2026/11/20/identity-jwt-authorizer-v2[3]'];
    const group = groupArn('/company/identity');
    const stream = await tail(account, {
      logGroupIdentifiers: [group],
      logStreamNamePrefixes,
      logEventFilterPattern: '{ $.type = "platform.report" }',
    });
    const events = eventsIn(await read(stream, (all) => eventsIn(all).length > 20));
    expect(events.every((event) => JSON.parse(event.message ?? '').type === 'platform.report')).toBe(true);
    expect(events.every((event) => event.logStreamName?.startsWith(logStreamNamePrefixes[0] ?? ''))).toBe(
      true,
    );
  });

  it('shows what a client puts there', async () => {
    const account = await connect(FAST);
    const { logs } = account;
    const names = { logGroupName: 'own/group', logStreamName: 'stream' };
    await logs.send(new CreateLogGroupCommand({ logGroupName: names.logGroupName }));
    await logs.send(new CreateLogStreamCommand(names));
    const stream = await tail(account, { logGroupIdentifiers: [groupArn(names.logGroupName)] });
    const reading = read(stream, (all) => eventsIn(all).length > 0);
    const timestamp = account.world.clock.now();
    await logs.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp, message: 'hello' }] }));
    expect(eventsIn(await reading)).toMatchObject([{ message: 'hello', timestamp, logStreamName: 'stream' }]);
  });

  it('ends after three hours of the account with SessionTimeoutException', async () => {
    const account = await connect({ speed: 20_000, scenario: 'quiet' });
    const name =
      account.world.functions.find((each) => each.profile.shape === 'rare')?.name ?? 'orders-api-prod';
    const stream = await tail(account, { logGroupIdentifiers: [groupArn(groupOf(name))] });
    await expect(read(stream, () => false)).rejects.toMatchObject({ name: 'SessionTimeoutException' });
  });

  it('lets 15 sessions be open, and the next when one has ended', async () => {
    const account = await connect({ speed: 1 });
    const aborts = await Promise.all(
      Array.from({ length: 15 }, async () => {
        const abort = new AbortController();
        const command = new StartLiveTailCommand({ logGroupIdentifiers: [groupArn(TROUBLED)] });
        await account.logs.send(command, { abortSignal: abort.signal });
        return abort;
      }),
    );
    await expect(tail(account)).rejects.toMatchObject({ name: 'LimitExceededException' });
    aborts[7]?.abort();
    await eventually(() => tail(account));
  });

  it('breaks off in the middle of a frame when told to', async () => {
    const account = await connect(FAST);
    account.faults.add({
      kind: 'truncate',
      service: 'logs',
      operation: 'StartLiveTail',
      count: 1,
      updates: 2,
    });
    const stream = await tail(account);
    const items: StartLiveTailResponseStream[] = [];
    const reading = read(stream, (all) => {
      items.splice(0, items.length, ...all);
      return false;
    });
    await expect(reading).rejects.toThrow();
    expect(items.filter((item) => item.sessionUpdate !== undefined)).toHaveLength(2);
    expect(await read(await tail(account), (all) => all.length === 3)).toHaveLength(3);
  });

  it('speaks the wire format with its checksums, initial-response first', async () => {
    const { endpoint } = await connect(FAST);
    const abort = new AbortController();
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'Logs_20140328.StartLiveTail',
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify({ logGroupIdentifiers: [groupArn(TROUBLED)] }),
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
    const { value } = (await response.body?.getReader().read()) ?? {};
    const bytes = Buffer.from(value ?? []);
    const length = bytes.readUInt32BE(0);
    const { crc32 } = await import('node:zlib');
    expect(bytes.readUInt32BE(8)).toBe(crc32(bytes.subarray(0, 8)));
    expect(bytes.readUInt32BE(length - 4)).toBe(crc32(bytes.subarray(0, length - 4)));
    expect(bytes.subarray(12, length).toString()).toContain('initial-response');
    abort.abort();
  });

  it.each([
    [{ logGroupIdentifiers: [groupArn(groupOf('nope'))] }, 'ResourceNotFoundException'],
    [{ logGroupIdentifiers: [`${groupArn(TROUBLED)}:*`] }, 'InvalidParameterException'],
    [{ logGroupIdentifiers: [TROUBLED] }, 'InvalidParameterException'],
    [{ logGroupIdentifiers: [] }, 'InvalidParameterException'],
    [{ logGroupIdentifiers: Array(11).fill(groupArn(TROUBLED)) }, 'InvalidParameterException'],
    [
      { logGroupIdentifiers: [groupArn(TROUBLED), groupArn('/company/identity')], logStreamNames: ['a'] },
      'InvalidParameterException',
    ],
    [{ logStreamNames: ['a'], logStreamNamePrefixes: ['a'] }, 'InvalidParameterException'],
    [{ logEventFilterPattern: '?Status: timeout' }, 'InvalidParameterException'],
    [
      { logGroupIdentifiers: [groupArn(groupOf('analytics-clickstream-ingest'))] },
      'InvalidOperationException',
    ],
  ])('refuses %j', async (input, name) => {
    await expect(tail(await connect(), input)).rejects.toMatchObject({ name });
  });

  it('is not to be had of the one group of the infrequent class', async () => {
    const { logs } = await connect();
    const input = { logGroupClass: 'INFREQUENT_ACCESS' } as const;
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand(input));
    expect(logGroups).toMatchObject([{ logGroupName: groupOf('analytics-clickstream-ingest'), ...input }]);
  });
});

describe('the queue of a slow client', () => {
  const update = (count: number, id: number) => ({
    sessionMetadata: { sampled: false },
    sessionResults: Array<number>(count).fill(id),
  });
  const drain = (queue: UpdateQueue) => {
    const ids: unknown[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) ids.push(next.sessionResults[0]);
    return ids;
  };

  it('keeps ten updates, dropping the oldest', () => {
    const queue = new UpdateQueue();
    for (let id = 1; id <= 13; id++) queue.push(update(1, id));
    expect(drain(queue)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('keeps ten full updates, which is 5,000 events', () => {
    const queue = new UpdateQueue();
    for (let id = 1; id <= 11; id++) queue.push(update(500, id));
    expect(drain(queue)).toHaveLength(10);
    queue.push(update(500, 12));
    expect(drain(queue)).toEqual([12]);
  });
});

it('a truncated reply of any other operation breaks off too', async () => {
  const { endpoint, faults } = await connect();
  faults.add({ kind: 'truncate', service: 'logs', operation: 'DescribeLogGroups', count: 1 });
  const target = { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' };
  await expect(post(endpoint, '/', target, '{}')).rejects.toThrow();
  expect((await post(endpoint, '/', target, '{}')).status).toBe(200);
});
