import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { logGroup, logsClient } from '../support/log-group.ts';
import { type CliResult, runCli, startCli } from '../support/run-cli.ts';

const ID = '8b91df80-80f7-4688-b5fc-5083a6abb548';
const OTHER_ID = 'ac69da6c-2cc9-4b70-b9ce-04d919df44a0';

const logs = (account: Account, ...args: string[]): Promise<CliResult> =>
  runCli(['logs', ...args], variablesOf(account));

interface Printed {
  timestamp: number;
  function: string;
  version: string;
  requestId: string | null;
  level: string | null;
  message: string;
}

const linesIn = ({ stdout }: Pick<CliResult, 'stdout'>): Printed[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const messagesIn = (result: Pick<CliResult, 'stdout'>): string[] =>
  linesIn(result).map(({ message }) => message);

/** An account whose own functions stand still, and where `orders` and `payments` have written what is told. */
async function calmAccount(): Promise<Account & { now: number }> {
  const now = Date.now();
  return { ...(await embeddedAccount({ scenario: 'quiet', start: now, speed: 0 })), now };
}

describe('logs', () => {
  test('prints lines of several functions in the order of time, an object a line', async () => {
    const account = await calmAccount();
    const client = logsClient(account.endpoint);
    const from = account.now - 60_000;
    const orders = await logGroup(client, 'orders', '7');
    const payments = await logGroup(client, 'payments');
    await orders(
      { timestamp: from, message: `START RequestId: ${ID} Version: 7\n` },
      { timestamp: from + 20, message: '{"level":"WARN","message":"late"}' },
    );
    await payments({ timestamp: from + 10, message: 'between' }, { timestamp: from + 30, message: 'last' });
    const result = await logs(account, 'orders', 'payments', '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const lines = linesIn(result);
    expect(lines.map((line) => [line.function, line.message.slice(0, 7)])).toEqual([
      ['orders', 'START R'],
      ['payments', 'between'],
      ['orders', '{"level'],
      ['payments', 'last'],
    ]);
    expect(lines[2]).toEqual({
      timestamp: from + 20,
      ingestionTime: expect.any(Number),
      function: 'orders',
      version: '7',
      requestId: ID,
      level: 'warn',
      message: '{"level":"WARN","message":"late"}',
      stream: expect.stringMatching(/\[7\]/),
      eventId: expect.any(String),
    });
  });

  test('lets nothing through to a terminal that is not text, and everything to a script', async () => {
    const account = await calmAccount();
    const orders = await logGroup(logsClient(account.endpoint), 'orders');
    const message = '\u001b]0;owned\u0007\u001b[2J\u202etxt.exe';
    await orders({ timestamp: account.now - 1_000, message });
    const text = await logs(account, 'orders');
    expect(text.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text.stdout).toContain('txt.exe');
    expect(messagesIn(await logs(account, 'orders', '--json'))).toEqual([message]);
  });

  test('finds the whole of an invocation by its request id, also what bears none', async () => {
    const account = await calmAccount();
    const orders = await logGroup(logsClient(account.endpoint), 'orders');
    const messages = [
      `START RequestId: ${OTHER_ID} Version: 1`,
      `END RequestId: ${OTHER_ID}`,
      `REPORT RequestId: ${OTHER_ID}\tDuration: 1.00 ms`,
      `START RequestId: ${ID} Version: 1`,
      'a print without an id',
      `END RequestId: ${ID}`,
      `REPORT RequestId: ${ID}\tDuration: 2.00 ms`,
      `START RequestId: ${OTHER_ID.replace('a', 'b')} Version: 1`,
      'of somebody else',
    ];
    await orders(...messages.map((message, at) => ({ timestamp: account.now - 1_000 + at, message })));
    expect(messagesIn(await logs(account, 'orders', '--json', '--request-id', ID))).toEqual(
      messages.slice(3, 7),
    );
  });

  test('tells versions apart, and follows an alias to the versions it sends traffic to', async () => {
    const account = await embeddedAccount({ scenario: 'bad-canary' });
    const { stdout } = await runCli(['functions', '--json', '--details'], variablesOf(account));
    const split = JSON.parse(stdout)
      .flatMap((one: { name: string; aliases: { name: string; version: string; weights: object }[] }) =>
        one.aliases.map((alias) => ({ ...alias, function: one.name })),
      )
      .find(({ weights }: { weights: object }) => Object.keys(weights).length > 0);
    const canary = Object.keys(split.weights)[0] ?? '';
    const versionsOf = async (...args: string[]) =>
      new Set(linesIn(await logs(account, ...args, '--since', '1m', '--json')).map(({ version }) => version));
    expect(await versionsOf(split.function, '--version', canary)).toEqual(new Set([canary]));
    expect(await logs(account, split.function, '--version', '9999')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^lambdatop: no line of 9999 from \S+Z to \S+Z\n {2}further back: --since/,
      ),
    });
    expect(await versionsOf(`${split.function}:${split.name}`)).toEqual(new Set([split.version, canary]));
  });

  test('says where a pattern is wrong that AWS refuses', async () => {
    const account = await calmAccount();
    const orders = await logGroup(logsClient(account.endpoint), 'orders');
    await orders({ timestamp: account.now, message: 'x' });
    for (const follow of [[], ['--follow']]) {
      const refused = await logs(account, 'orders', '--filter', 'GET /v1', ...follow);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('  GET /v1\n      ^ outside of quotes only letters');
      expect(refused.stderr).toContain(`perhaps: --filter 'GET "/v1"'`);
    }
  });

  test('refuses what makes no sense before it asks AWS', async () => {
    const wrong: [string[], string][] = [
      [['or ders'], 'is not the name of a function'],
      [['orders', '--since', 'yesterdayish'], '--since takes a time'],
      [['orders', '--since', '1m', '--until', '2m'], '--since is later than --until'],
      [['orders', '--until', '1h'], '--until is before --since, which is 10m'],
      [['orders', '--version', 'v7'], 'version 7: --version 7'],
      [['orders', '--follow', '--until', '1m'], '--follow has no end'],
      [['orders', '--follow', '--invocations'], '--invocations is of a past'],
      [['orders:live', '--version', '3'], 'ask for different versions'],
      [['orders', '--version', 'live'], 'an alias: lambdatop logs orders:live'],
      [['orders', '--request-id', ID, '--filter', 'x'], '--request-id prints a whole invocation'],
      [['orders', '--invocations', '--filter', 'colour:red'], '--filter'],
      [['orders', '--filter', 'x'.repeat(1_025)], 'at most 1024'],
      [['arn:aws:lambda:us-east-1:123456789012:function:orders'], 'is of us-east-1'],
    ];
    const account = await calmAccount();
    const results = await Promise.all(wrong.map(([args]) => logs(account, ...args)));
    for (const [index, { code, stderr }] of results.entries()) {
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(wrong[index]?.[1] ?? '') });
    }
  });

  test('prints what can be read when some cannot, and says so', async () => {
    const account = await calmAccount();
    const orders = await logGroup(logsClient(account.endpoint), 'orders');
    await orders({ timestamp: account.now, message: 'here' });
    const both = await logs(account, 'orders', 'nosuch', '--json');
    expect(both.code).toBe(1);
    expect(both.stderr).toContain('nosuch');
    expect(messagesIn(both)).toEqual(['here']);
    account.faults.add({ kind: 'deny', service: 'logs', operation: 'FilterLogEvents' });
    const denied = await logs(account, 'orders', '--json');
    expect(denied.code).toBe(1);
    expect(JSON.parse(denied.stdout).error.code).toBe('access-denied');
    expect(await logs(account, 'orders', '--follow')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('logs --follow', () => {
  test('waits for the group of a function that has never run, and ends when interrupted', async () => {
    const account = await calmAccount();
    const client = logsClient(account.endpoint);
    const { stdout } = await runCli(['functions', '--json'], variablesOf(account));
    const [{ name }] = JSON.parse(stdout);
    await client.send(new DeleteLogGroupCommand({ logGroupName: `/aws/lambda/${name}` }));
    const past = await logs(account, name);
    expect(past).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('no logs yet') });
    const run = await startCli(['logs', name, '--follow', '--json'], variablesOf(account));
    await eventually(() => expect(run.stderr()).toContain('the first invocation; waiting'));
    const write = await logGroup(client, name);
    await write({ timestamp: account.now, message: 'the first' });
    await eventually(() => expect(messagesIn({ stdout: run.stdout() })).toEqual(['the first']));
    run.process.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130 });
  });

  test('ends quietly when its reader leaves', async () => {
    const account = await embeddedAccount({ scenario: 'flood', logEventsPerSecond: 200 });
    const run = await startCli(['logs', 'orders-api-prod', '--follow'], variablesOf(account));
    await eventually(() => expect(run.stdout()).not.toBe(''));
    run.process.stdout.destroy();
    expect(await run.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('logs --invocations', () => {
  const told = (id: string, at: number, report: string, init = '') => [
    ...(init === '' ? [] : [{ timestamp: at, message: init }]),
    { timestamp: at + 1, message: `START RequestId: ${id} Version: 7` },
    { timestamp: at + 2, message: `END RequestId: ${id}` },
    { timestamp: at + 3, message: `REPORT RequestId: ${id}\t${report}` },
  ];
  const COLD =
    'Duration: 30.00 ms\tBilled Duration: 31 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\tInit Duration: 90.00 ms\t';
  const LATE =
    'Duration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 62 MB\tStatus: timeout\t';

  const reported = (requestId: string, status: string, durationMs: number) => {
    const metrics = { durationMs, billedDurationMs: durationMs, memorySizeMB: 128, maxMemoryUsedMB: 61 };
    const record = { requestId, status, metrics };
    return { timestamp: Date.now(), message: JSON.stringify({ type: 'platform.report', record }) };
  };

  test('prints a row for each, percentiles, and how cold and warm ones ended', async () => {
    const account = await calmAccount();
    const orders = await logGroup(logsClient(account.endpoint), 'orders', '7');
    const at = account.now - 60_000;
    const init = 'INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: x';
    await orders(...told(ID, at, COLD, init), ...told(OTHER_ID, at + 10, LATE));
    const { code, stdout } = await logs(account, 'orders', '--invocations');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`${ID} +7 +30ms +31ms +61/128 +90ms +ok`));
    expect(stdout).toMatch(new RegExp(`${OTHER_ID} +7 +3.0s +3.0s +62/128 +warm +timeout`));
    expect(stdout).toMatch(/took +2 +30ms +3.0s +3.0s +3.0s/);
    expect(stdout).toContain('failed: 0 of 1 cold, 1 of 1 warm');
    const late = await logs(account, 'orders', '--invocations', '--filter', 'status:timeout', '--json');
    expect(JSON.parse(late.stdout)).toMatchObject([
      {
        requestId: OTHER_ID,
        function: 'orders',
        version: '7',
        durationMs: 3000,
        cold: false,
        status: 'timeout',
      },
    ]);
  });

  test('reads a group whose class lets nobody search its lines by Logs Insights', async () => {
    const account = await embeddedAccount({ scenario: 'quiet' });
    const name = 'analytics-clickstream-ingest';
    for (const follow of [[], ['--follow']]) {
      expect(await logs(account, name, ...follow)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/INFREQUENT_ACCESS.*\n.*\n.*--invocations/),
      });
    }
    const asked = await logs(account, name, '--invocations', '--since', '5m');
    expect(asked).toMatchObject({ code: 4, stderr: expect.stringContaining('Logs Insights scans 5 min') });
    expect(asked.stderr).not.toContain('without a charge');
    expect(await logs(account, name, '--invocations', '--since', '5m', '--yes')).toMatchObject({ code: 0 });
  });

  test('says what a long past costs, and reads it only when that is agreed to', async () => {
    // Its clock runs: Logs Insights finds nothing in a group from before it was made.
    const account = await embeddedAccount({ scenario: 'quiet' });
    const orders = await logGroup(logsClient(account.endpoint), 'orders', '7');
    await orders(reported(ID, 'success', 30), reported(OTHER_ID, 'timeout', 3_000));
    const asked = ['orders', '--invocations', '--since', '7d', '--json'];
    const refused = await logs(account, ...asked);
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout).error.message).toMatch(
      /Logs Insights scans 7 d of logs: at most .*\$0\.01/,
    );
    const agreed = await logs(account, ...asked, '--yes');
    expect(agreed.code).toBe(0);
    expect(JSON.parse(agreed.stdout)).toMatchObject([
      { requestId: ID, durationMs: 30, cold: false, status: 'ok' },
      { requestId: OTHER_ID, status: 'timeout' },
    ]);
    expect(agreed.stderr).toContain('Logs Insights scanned');
  });
});
