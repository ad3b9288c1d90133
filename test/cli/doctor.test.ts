import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { callsTo, embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { runCli, temporaryDirectory } from '../support/run-cli.ts';

describe('doctor', () => {
  test('tells who and where we are, and each permission', async () => {
    // Among so many is one whose log group is of infrequent access, which nobody may search.
    const account = await embeddedAccount({ functions: 30, scenario: 'bad-canary' });
    const result = await runCli(['doctor', '--json'], variablesOf(account));
    const report = JSON.parse(result.stdout);
    expect(report).toMatchObject({
      identity: { account: '123456789012' },
      profile: null,
      region: 'eu-west-1',
      regionSource: 'AWS_REGION',
      endpoint: account.endpoint,
      node: process.versions.node,
      terminal: { interactive: false, utf8: true, term: 'xterm-256color' },
      stateDir: { writable: true },
      problem: null,
    });
    expect(Math.abs(report.clockSkewMs)).toBeLessThan(3_000);
    expect(report.checks).toContainEqual({
      action: 'lambda:ListFunctions',
      access: 'read',
      result: 'ok',
      neededFor: expect.any(String),
      message: null,
    });
    expect(report.checks.filter((check: { result: string }) => check.result === 'error')).toEqual([]);
  });

  test('never tries a write', async () => {
    const account = await embeddedAccount({ functions: 10 });
    const { stdout } = await runCli(['doctor', '--json'], variablesOf(account));
    const writes = JSON.parse(stdout).checks.filter(({ access }: { access: string }) => access === 'write');
    expect(writes.length).toBeGreaterThan(5);
    for (const { result } of writes) expect(result).toBe('unknown');
    // HEAD is how it compares the clocks.
    for (const call of await callsTo(account)) expect(call).toMatch(/\.(List|Get|Describe|Filter|HEAD)/);
  });

  test('exits 1 when a read is denied, and says which', async () => {
    const account = await embeddedAccount({ functions: 10 });
    account.faults.add({ kind: 'deny', service: 'cloudwatch', operation: 'GetMetricData' });
    const { code, stdout } = await runCli(['doctor'], variablesOf(account));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^cloudwatch:GetMetricData +read +denied +invocations/m);
  });

  test('names the config file, and what of it counts here', async () => {
    const account = await embeddedAccount({ functions: 1 });
    const LAMBDATOP_CONFIG = path.join(await temporaryDirectory(), 'config.toml');
    const rules = '[[rules]]\naccounts = "123456789012"\nread-only = true\nprotected = "pay-*"\n';
    writeFileSync(LAMBDATOP_CONFIG, `${rules}[[rules]]\nprofiles = "prod"\nproduction = true\n`);
    const variables = { ...variablesOf(account), LAMBDATOP_CONFIG };
    const [plain, writing] = await Promise.all([
      runCli(['doctor'], variables),
      runCli(['doctor', '--write', '--json'], variables),
    ]);
    expect(plain.stdout).toContain(`config      ${LAMBDATOP_CONFIG}: 2 rules, 1 for here; protects pay-*\n`);
    expect(plain.stdout).toMatch(/^changes +refused: lambdatop is read-only here: its config file says so$/m);
    expect(JSON.parse(writing.stdout).config).toMatchObject({
      readOnly: null,
      production: false,
      applying: 1,
    });
  });

  test('reports what it can without credentials', async () => {
    const { code, stdout, stderr } = await runCli(['doctor'], { AWS_REGION: 'eu-west-1' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^region +eu-west-1 \(AWS_REGION\)$/m);
    expect(stdout).toMatch(/^state +.*\(writable\)$/m);
    expect(stdout).not.toContain('lambda:ListFunctions');
    expect(stderr).toMatch(/^lambdatop: /);
  });

  test('reports what it can without a region', async () => {
    const { code, stdout } = await runCli(['doctor', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ region: null, problem: { code: 'no-region' }, checks: [] });
  });

  test('says when the locale will spoil the drawing', async () => {
    const { stdout } = await runCli(['doctor'], { LANG: 'C' });
    expect(stdout).toContain('export LC_ALL=C.UTF-8');
  });
});
