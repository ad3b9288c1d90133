import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';
import { connectLogs, filterAll, groupArn, groupOf, messages } from './logs.ts';

const BUSY = 'checkout-shipping-options-prod';
const TROUBLED = 'payments-webhook-adyen-prod';
const logGroupName = groupOf(TROUBLED);

describe('FilterLogEvents', () => {
  it('gives the events of a range, both ends included, in order, each once', async () => {
    const account = await connect();
    const range = { startTime: START - 4 * MINUTE, endTime: START - 2 * MINUTE };
    const { events } = await filterAll(account, { logGroupName, ...range });
    const times = events.map((event) => event.timestamp ?? 0);
    expect(events.length).toBeGreaterThan(500);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length);
    const edge = times[100] ?? 0;
    const exact = await filterAll(account, { logGroupName, startTime: edge, endTime: edge });
    expect(exact.events).toEqual(events.filter((event) => event.timestamp === edge));
    expect(exact.events.length).toBeGreaterThan(0);
  });

  it('names ids that sort by time, as AWS makes them', async () => {
    const account = await connect();
    const { events } = await filterAll(account, { logGroupName, startTime: START - MINUTE });
    const ids = events.map((event) => event.eventId ?? '');
    expect(ids.every((id) => /^\d{56}$/.test(id))).toBe(true);
    expect(ids).toEqual(ids.toSorted());
    expect(Number(BigInt(ids[0] ?? '') >> 144n)).toBe(events[0]?.timestamp);
  });

  it('pages by limit, by 10,000 events and by 1 MB, and loses nothing between pages', async () => {
    const account = await connect();
    const { logs } = account;
    const range = { startTime: START - 4 * MINUTE, endTime: START - MINUTE };
    const small = await filterAll(account, { logGroupName, ...range, limit: 97 });
    const whole = await filterAll(account, { logGroupName, ...range });
    expect(small.events).toEqual(whole.events);
    expect(small.pages).toBeGreaterThan(whole.events.length / 97);
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName: groupOf(BUSY), ...range }));
    const bytes = (page.events ?? []).reduce(
      (sum, { message }) => sum + Buffer.byteLength(message ?? '') + 26,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(1_048_576);
    expect(page.events?.length).toBeLessThanOrEqual(10_000);
    expect(page.nextToken).toBeDefined();
    const all = await filterAll(account, { logGroupName: groupOf(BUSY), ...range });
    expect(new Set(all.events.map((event) => event.eventId)).size).toBe(all.events.length);
  });

  it('searches with a pattern, and finds what reading everything finds', async () => {
    const account = await connect();
    const startTime = START - 5 * MINUTE;
    const { events } = await filterAll(account, { logGroupName, startTime });
    const found = await filterAll(account, {
      logGroupName,
      startTime,
      filterPattern: '"Invoke Error" -ETIMEDOUT',
    });
    const wanted = messages(events).filter(
      (each) => each.includes('Invoke Error') && !each.includes('ETIMEDOUT'),
    );
    expect(messages(found.events)).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(50);
  });

  it('gives empty pages with a token now and then, always at the same places, and when told to', async () => {
    const account = await connect();
    const searches = Array.from({ length: 14 }, (_, index) => ({
      logGroupName,
      startTime: START - 5_000,
      filterPattern: `nothing${index}`,
    }));
    const first = await Promise.all(searches.map((each) => filterAll(account, each)));
    const again = await Promise.all(searches.map((each) => filterAll(account, each)));
    expect(again).toEqual(first);
    expect(new Set(first.map((each) => each.pages))).toEqual(new Set([1, 2]));
    account.faults.add({ kind: 'empty', service: 'logs', operation: 'FilterLogEvents', count: 2 });
    const told = await filterAll(account, { logGroupName, startTime: START - MINUTE, endTime: START });
    expect(told).toMatchObject({ pages: 3, empty: 2 });
  });

  it('reads newest first when asked, from 2024 on', async () => {
    const account = await connect();
    const range = { logGroupName, startTime: START - 3 * MINUTE, endTime: START };
    const { events } = await filterAll(account, range);
    const newestFirst = { ...range, startFromHead: false, limit: 211 } as typeof range;
    expect((await filterAll(account, newestFirst)).events).toEqual(events.toReversed());
    const { startTime: _, ...unbounded } = newestFirst;
    await expect(filterAll(account, unbounded)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('shows an event when it has arrived: some come late, into what was read already', async () => {
    const account = await connectLogs();
    const range = {
      logGroupName: groupOf('checkout-shipping-options-prod'),
      startTime: START - 2 * MINUTE,
      endTime: START - 1,
    };
    const before = await filterAll(account, range);
    expect(before.events.every((event) => (event.ingestionTime ?? 0) <= START)).toBe(true);
    account.pass(60);
    const after = await filterAll(account, range);
    const known = new Set(before.events.map((event) => event.eventId));
    const late = after.events.filter((event) => !known.has(event.eventId));
    expect(after.events.length - before.events.length).toBe(late.length);
    const lags = late.map((event) => (event.ingestionTime ?? 0) - (event.timestamp ?? 0));
    expect(lags.some((lag) => lag > 10_000)).toBe(true);
    expect(late.some((event) => (event.timestamp ?? 0) < START - 20_000)).toBe(true);
  });

  it('looks into streams by name or by prefix', async () => {
    const account = await connect();
    const range = { logGroupName: '/company/identity', startTime: START - 5_000, endTime: START };
    const { events } = await filterAll(account, range);
    const streams = [...new Set(events.map((event) => event.logStreamName ?? ''))];
    expect(
      streams.some((name) => /^2026\/11\/\d\d\/identity-jwt-authorizer\[15\][0-9a-f]{32}$/.test(name)),
    ).toBe(true);
    const [stream = ''] = streams;
    const named = await filterAll(account, { ...range, logStreamNames: [stream] });
    expect(named.events).toEqual(events.filter((event) => event.logStreamName === stream));
    const prefix = '2026/11/20/identity-jwt-authorizer-v2[3]';
    const prefixed = await filterAll(account, { ...range, logStreamNamePrefix: prefix });
    expect(prefixed.events).toEqual(events.filter((event) => event.logStreamName?.startsWith(prefix)));
    expect(prefixed.events.length).toBeGreaterThan(0);
  });

  it('takes the group by name or ARN', async () => {
    const account = await connect();
    const range = { startTime: START - MINUTE, endTime: START };
    const byName = await filterAll(account, { logGroupName, ...range });
    const byArn = await filterAll(account, { logGroupIdentifier: groupArn(logGroupName), ...range });
    expect(byArn.events).toEqual(byName.events);
  });

  it.each([
    [
      { logGroupName: groupOf('nope') },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      { logGroupName: groupOf('catalog-search-indexer-green') },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      { logGroupName, logGroupIdentifier: logGroupName },
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    ],
    [{}, 'InvalidParameterException', 'Either'],
    [
      { logGroupIdentifier: `${groupArn(logGroupName)}:*` },
      'InvalidParameterException',
      "must not end with '*'",
    ],
    [
      { logGroupName, limit: 10_001 },
      'InvalidParameterException',
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    [
      { logGroupName, nextToken: 'nonsense' },
      'InvalidParameterException',
      'The specified nextToken is invalid.',
    ],
    [
      { logGroupName, filterPattern: '?Status: timeout' },
      'InvalidParameterException',
      "Invalid character(s) in term ':'",
    ],
    [{ logGroupName, filterPattern: 'x'.repeat(1025) }, 'InvalidParameterException', 'filterPattern'],
    [{ logGroupName, startTime: 2, endTime: 1 }, 'InvalidParameterException', 'startTime'],
    [
      { logGroupName, logStreamNames: ['a'], logStreamNamePrefix: 'a' },
      'InvalidParameterException',
      'mutually exclusive',
    ],
    [
      { logGroupName, logStreamNames: ['a'] },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
  ])('refuses %j', async (input, name, text) => {
    const { logs } = await connect();
    await expect(logs.send(new FilterLogEventsCommand(input))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
  });

  it('takes back only its own tokens, and only for a day', async () => {
    const account = await connectLogs();
    const { logs, pass } = account;
    const input = { logGroupName, startTime: START - MINUTE, limit: 5 };
    const { nextToken } = await logs.send(new FilterLogEventsCommand(input));
    const invalid = { name: 'InvalidParameterException', message: 'The specified nextToken is invalid.' };
    const other = new FilterLogEventsCommand({ ...input, filterPattern: 'ERROR', nextToken });
    await expect(logs.send(other)).rejects.toMatchObject(invalid);
    expect((await logs.send(new FilterLogEventsCommand({ ...input, nextToken }))).events).toHaveLength(5);
    pass(86_401);
    await expect(logs.send(new FilterLogEventsCommand({ ...input, nextToken }))).rejects.toMatchObject(
      invalid,
    );
  });

  it('tells the same seed the same, another seed something else', async () => {
    const read = async (seed: number) => {
      const account = await connect({ seed });
      return (await filterAll(account, { logGroupName, startTime: START - 10_000 })).events;
    };
    const [first, again, other] = [await read(3), await read(3), await read(4)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('does not look at everything at once: a search through long silence pages too', async () => {
    const account = await connect();
    const rare = await account.logs.send(
      new FilterLogEventsCommand({ logGroupName: groupOf('kpi-report-mailer'), filterPattern: 'nothing' }),
    );
    expect(rare.events).toEqual([]);
    expect(rare.nextToken).toBeDefined();
  });
});
