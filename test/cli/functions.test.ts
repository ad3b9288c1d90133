import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { type CliResult, runCli, startCli } from '../support/run-cli.ts';

const functions = (account: Account, ...options: string[]): Promise<CliResult> =>
  runCli(['functions', ...options], variablesOf(account));

const namesIn = ({ stdout }: CliResult): string[] =>
  JSON.parse(stdout).map(({ name }: { name: string }) => name);

/** The account's functions as a client of another make sees them. */
async function namesOverHttp({ endpoint }: Account): Promise<string[]> {
  const names: string[] = [];
  let marker: string | undefined = '';
  while (marker !== undefined) {
    const query = marker ? `?Marker=${encodeURIComponent(marker)}` : '';
    const reply = await fetch(`${endpoint}/2015-03-31/functions/${query}`);
    const page = (await reply.json()) as {
      Functions: { FunctionName: string }[];
      NextMarker?: string | null;
    };
    names.push(...page.Functions.map(({ FunctionName }) => FunctionName));
    marker = page.NextMarker ?? undefined;
  }
  return names;
}

/** The same through the `aws` CLI; null on a machine without one. */
async function namesByAwsCli(account: Account): Promise<string[] | null> {
  const query = ['lambda', 'list-functions', '--query', 'Functions[].FunctionName', '--output', 'json'];
  const env = { ...process.env, ...variablesOf(account) };
  const reply = await promisify(execFile)('aws', query, { env }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return reply && JSON.parse(reply.stdout);
}

describe('functions --json', () => {
  test('prints one array with the promised fields, all pages of it', async () => {
    const account = await embeddedAccount({ functions: 120 });
    const result = await functions(account, '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const list = JSON.parse(result.stdout);
    expect(list).toHaveLength(120);
    for (const one of list) {
      expect(Object.keys(one)).toEqual([
        'name',
        'arn',
        'runtime',
        'memoryMb',
        'timeoutS',
        'codeSizeBytes',
        'lastModified',
      ]);
      expect(one.arn).toBe(`arn:aws:lambda:eu-west-1:123456789012:function:${one.name}`);
      expect(new Date(one.lastModified).toISOString()).toBe(one.lastModified);
    }
  });

  test('names the same functions as other clients of the account', async () => {
    const account = await embeddedAccount({ functions: 120 });
    const ours = namesIn(await functions(account, '--json'));
    expect(ours).toEqual((await namesOverHttp(account)).sort());
    expect(ours).toEqual((await namesByAwsCli(account))?.sort() ?? ours);
  });

  test('adds the newest minute of health', async () => {
    const account = await embeddedAccount();
    const result = await functions(account, '--json', '--metrics', '--filter', 'checkout-*');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const list: { metrics: Record<string, number | string | null> }[] = JSON.parse(result.stdout);
    for (const { metrics } of list) {
      expect(Object.keys(metrics)).toEqual([
        'at',
        'invocationsPerMin',
        'errorShare',
        'p50Ms',
        'p99Ms',
        'throttles',
      ]);
      expect(Date.now() - Date.parse(String(metrics.at))).toBeLessThan(5 * 60_000);
    }
    expect(Math.max(...list.map(({ metrics }) => Number(metrics.invocationsPerMin)))).toBeGreaterThan(0);
  });

  test('adds details', async () => {
    const account = await embeddedAccount();
    const result = await functions(account, '--json', '--details', '--filter', 'checkout-*');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    for (const one of JSON.parse(result.stdout)) {
      expect(one).toMatchObject({ state: 'Active', aliases: expect.any(Array) });
      expect(one).toHaveProperty('reservedConcurrency');
      for (const alias of one.aliases) {
        expect(Object.keys(alias)).toEqual(['name', 'version', 'weights', 'revisionId']);
      }
    }
  });

  test('prints [] and says why when nothing matches', async () => {
    const account = await embeddedAccount({ functions: 30 });
    const result = await functions(account, '--json', '--filter', 'no-such-*');
    expect(result).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(result.stderr).toBe('lambdatop: no function matches no-such-*; 30 functions in eu-west-1\n');
  });
});

describe('functions', () => {
  test('prints an aligned table without escape sequences into a pipe', async () => {
    const account = await embeddedAccount({ functions: 60 });
    const { code, stdout } = await functions(account);
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines).toHaveLength(61);
    expect(lines[0]).toMatch(/^NAME +RUNTIME +MEMORY +TIMEOUT +SIZE +MODIFIED$/);
    const runtimeAt = (lines[0] ?? '').indexOf('RUNTIME');
    for (const line of lines) expect(line.slice(runtimeAt - 2, runtimeAt)).toBe('  ');
    expect(stdout).not.toContain('\u001b');
  });

  test('sorts by a metric, highest first, the unknown last', async () => {
    const account = await embeddedAccount();
    const result = await functions(account, '--json', '--metrics', '--sort', 'invocations');
    const figures: (number | null)[] = JSON.parse(result.stdout).map(
      ({ metrics }: { metrics: { invocationsPerMin: number | null } }) => metrics.invocationsPerMin,
    );
    expect(figures).toEqual([...figures].sort((one, other) => (other ?? -1) - (one ?? -1)));
  });

  test('keeps what it has when metrics are denied, says so and exits 1', async () => {
    const account = await embeddedAccount({ functions: 60 });
    account.faults.add({ kind: 'deny', service: 'cloudwatch', operation: '*' });
    const { code, stdout, stderr } = await functions(account, '--json', '--metrics');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(60);
    expect(JSON.parse(stdout)[0].metrics).toBeNull();
    expect(stderr).toContain('cloudwatch:GetMetricData');
  });

  test('ends quietly when its reader leaves early', async () => {
    const account = await embeddedAccount({ functions: 1_000 });
    const run = await startCli(['functions', '--json'], variablesOf(account));
    run.process.stdout.once('data', () => run.process.stdout.destroy());
    expect(await run.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('ends with 130 when interrupted, though AWS does not answer', async () => {
    const account = await embeddedAccount({ functions: 60 });
    const slow = account.faults.add({ kind: 'delay', service: 'lambda', operation: '*', delayMs: 60_000 });
    const run = await startCli(['functions'], variablesOf(account));
    await eventually(() => expect(slow.hits).toBe(1));
    run.process.kill('SIGINT');
    expect(await run.ended).toEqual({ code: 130, stdout: '', stderr: 'lambdatop: Interrupted.\n' });
  });
});
