import {
  DescribeLogGroupsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/demo/logs/insights/parse-query.ts';
import { type Connected, connect, MINUTE, START } from './connect.ts';
import { filterAll, groupOf, messages } from './logs.ts';

const logGroupName = groupOf('payments-webhook-adyen-prod');
const SECONDS = { startTime: START / 1000 - 600, endTime: START / 1000 - 301 };
/** The same in ms, for FilterLogEvents. */
const RANGE = { startTime: START - 600_000, endTime: START - 300_001 };

/** Starts a query and asks until it is complete, as a console does. */
async function run({ logs }: Connected, queryString: string, more: Partial<StartQueryCommandInput> = {}) {
  const { queryId } = await logs.send(
    new StartQueryCommand({ logGroupName, queryString, ...SECONDS, ...more }),
  );
  for (;;) {
    const reply = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (reply.status !== 'Complete') continue;
    const rows = (reply.results ?? []).map((row) =>
      Object.fromEntries(row.map(({ field = '', value = '' }) => [field, value])),
    );
    return { rows, statistics: reply.statistics };
  }
}

describe('Logs Insights', () => {
  it('sums up REPORT lines as reading them does', async () => {
    const account = await connect();
    const { rows, statistics } = await run(
      account,
      `filter @type = "REPORT"
       | stats count(*) as calls, avg(@duration) as mean, pct(@duration, 99) as p99, max(@maxMemoryUsed / 1000 / 1000) as usedMb`,
    );
    const { events } = await filterAll(account, { logGroupName, ...RANGE });
    const reports = messages(events).filter((each) => each.startsWith('REPORT'));
    const durations = reports
      .map((each) => Number(/\tDuration: ([\d.]+)/.exec(each)?.[1]))
      .sort((left, right) => left - right);
    const mean = durations.reduce((sum, each) => sum + each, 0) / durations.length;
    const used = Math.max(...reports.map((each) => Number(/Max Memory Used: (\d+)/.exec(each)?.[1])));
    expect(rows).toEqual([
      {
        calls: String(reports.length),
        mean: String(Math.round(mean * 1e4) / 1e4),
        p99: String(durations[Math.ceil(0.99 * durations.length) - 1]),
        usedMb: String(used),
      },
    ]);
    expect(statistics).toMatchObject({ recordsMatched: reports.length, recordsScanned: events.length });
  });

  it('lists the slowest, with the pointer of each record', async () => {
    const account = await connect();
    const { rows } = await run(
      account,
      'fields @timestamp, @requestId, @duration | filter @type = "REPORT" | sort @duration desc | limit 5',
    );
    const durations = rows.map((row) => Number(row['@duration']));
    expect(rows).toHaveLength(5);
    expect(durations).toEqual(durations.toSorted((left, right) => right - left));
    expect(rows[0]).toEqual({
      '@timestamp': expect.stringMatching(/^2026-11-20 14:2\d:\d\d\.\d{3}$/),
      '@requestId': expect.stringMatching(/^[0-9a-f-]{36}$/),
      '@duration': expect.any(String),
      '@ptr': expect.any(String),
    });
  });

  it('counts by time and by field', async () => {
    const account = await connect();
    const { rows } = await run(
      account,
      'filter @message like /Invoke Error/ | stats count(*) as errors by bin(1m)',
    );
    expect(rows.map((row) => row['bin(1m)'])).toEqual(
      [1, 2, 3, 4, 5].map((minute) => `2026-11-20 14:2${5 - minute}:00.000`),
    );
    const { events } = await filterAll(account, { logGroupName, ...RANGE, filterPattern: '"Invoke Error"' });
    expect(rows.reduce((sum, row) => sum + Number(row.errors), 0)).toBe(events.length);
  });

  it('finds fields of JSON, over several groups', async () => {
    const account = await connect();
    const { rows } = await run(
      account,
      'filter type = "platform.report" and record.metrics.durationMs > 5 | stats count(*) as slow, min(record.metrics.durationMs) as least by record.status',
      {
        logGroupName: undefined,
        logGroupNames: ['/company/identity', logGroupName],
        startTime: START / 1000 - 360,
        endTime: START / 1000 - 330,
      },
    );
    expect(rows.find((row) => row['record.status'] === 'success')).toMatchObject({
      slow: expect.any(String),
    });
    expect(Number(rows[0]?.least)).toBeGreaterThan(5);
  });

  it('shows time and message, the newest first, when nothing else is asked for', async () => {
    const account = await connect();
    const { rows } = await run(account, 'filter not ispresent(@type) | limit 3');
    const { events } = await filterAll(account, { logGroupName, ...RANGE });
    const others = messages(events).filter((each) => !/^(START|END|REPORT) /.test(each));
    expect(rows.map((row) => row['@message'])).toEqual(others.slice(-3).toReversed());
  });

  it('gives the newest of a week of a busy function soon, and about how many there are', async () => {
    const account = await connect({ scenario: 'bad-canary' });
    const busy = groupOf('checkout-api-prod');
    const week = { logGroupName: busy, startTime: START / 1000 - 7 * 86_400, endTime: START / 1000 };
    const query = 'filter @type = "REPORT" | sort @timestamp desc | limit 500';
    const { rows, statistics } = await run(account, query, week);
    const lately = { logGroupName: busy, startTime: START / 1000 - 120, endTime: START / 1000 };
    const newest = await run(account, query, lately);
    expect(rows).toEqual(newest.rows.slice(0, 500));
    expect(statistics?.recordsMatched).toBeGreaterThan(1_000_000);
    // As much of what the group says it holds, which is two weeks, as a price foretold by that may be off.
    const { logGroups } = await account.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: busy }));
    const share = (statistics?.bytesScanned ?? 0) / (logGroups?.[0]?.storedBytes ?? 0);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(1);
  });

  it('runs in steps, and stops when told to', async () => {
    const { logs } = await connect();
    const input = {
      logGroupName: groupOf('catalog-api-prod'),
      queryString: 'stats count(*)',
      startTime: 0,
      endTime: START,
    };
    const { queryId } = await logs.send(new StartQueryCommand(input));
    expect((await logs.send(new GetQueryResultsCommand({ queryId }))).status).toBe('Running');
    expect(await logs.send(new StopQueryCommand({ queryId }))).toMatchObject({ success: true });
    expect((await logs.send(new GetQueryResultsCommand({ queryId }))).status).toBe('Cancelled');
    await expect(logs.send(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it.each([
    ['stats count(*) by bin(1d) | sort bin(1d) desc', 'unexpected symbol found ( at line 1 and position 37'],
    ['fields @timestamp, | limit 5', 'unexpected symbol found | at line 1 and position 20'],
    ['filter @type =', 'unexpected symbol found <EOF> at line 1 and position 15'],
    ['parse @message "x *" as y', 'the command parse is not supported by this endpoint'],
    ['stats stddev(@duration)', 'unknown function stddev'],
    ['', 'unexpected symbol found <EOF>'],
  ])('refuses %s', async (queryString, message) => {
    const { logs } = await connect();
    await expect(
      logs.send(new StartQueryCommand({ logGroupName, queryString, ...SECONDS })),
    ).rejects.toMatchObject({ name: 'MalformedQueryException', message: expect.stringContaining(message) });
  });

  it.each([
    [
      { logGroupName: groupOf('nope') },
      'ResourceNotFoundException',
      "Log group '/aws/lambda/nope' does not exist for account ID '123456789012' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ",
    ],
    [{ logGroupNames: [logGroupName] }, 'InvalidParameterException', 'Exactly one'],
    [{ startTime: 2, endTime: 1 }, 'InvalidParameterException', 'End time'],
    [{ startTime: 0, endTime: 110 }, 'MalformedQueryException', 'log retention settings ([0,110])'],
    [{ queryLanguage: 'SQL' } as const, 'InvalidParameterException', 'SQL'],
  ])('refuses %j', async (more, name, message) => {
    const { logs } = await connect();
    const input = { logGroupName, queryString: 'limit 1', ...SECONDS, ...more };
    await expect(logs.send(new StartQueryCommand(input))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('does not know queries it was not given', async () => {
    const { logs } = await connect();
    await expect(logs.send(new GetQueryResultsCommand({ queryId: 'nope' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('reads arithmetic, comments, quotes and names in backticks', () => {
    const { columns, filters, limit } = parseQuery(
      "fields (@duration + 1) * 2 as twice, `a-b` # a comment\n| filter x not like 'it''s' or y =~ /^a\\/b/i and not (z >= 2)\n| limit 7".replace(
        "''",
        '',
      ),
    );
    expect(columns.map((column) => column.name)).toEqual(['twice', 'a-b']);
    expect(filters).toHaveLength(1);
    expect(limit).toBe(7);
  });
});

it('takes times in seconds: in ms they are in the future, which is now', async () => {
  const account = await connect();
  const { rows } = await run(account, 'stats count(*) as lines', {
    startTime: START - MINUTE,
    endTime: START,
  });
  expect(rows).toEqual([]);
});
