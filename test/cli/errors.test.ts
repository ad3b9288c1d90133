import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { type CliResult, runCli, temporaryDirectory } from '../support/run-cli.ts';

/** The error object that `--json` prints. */
const errorIn = ({ stdout }: CliResult): { code: string; message: string; next: string[] } =>
  JSON.parse(stdout).error;

describe('wrong usage exits 2 with the nearest valid names on stderr', () => {
  const CASES: readonly (readonly [args: string, names: string])[] = [
    ['fnctions', 'functions'],
    ['functions --metric', '--metrics'],
    ['functions --sort eror', 'errors'],
    ['functions --metrics --sort state', 'lambdatop functions --details --sort state'],
    ['open functons', 'functions'],
    ['demo --scenario nope -- functions', 'quiet'],
    ['demo --serve 99999', '65535'],
    ['demo 4566', '--serve'],
    ['demo --profile prod -- functions', '--profile'],
    ['demo -- functions --endpoint-url http://localhost', '--endpoint-url'],
  ];
  test.each(CASES)('%s', async (args, names) => {
    const result = await runCli(args.split(' '));
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^lambdatop\b/);
    expect(result.stderr).toContain(names);
    expect(result.stderr).not.toMatch(/^ +at /m);
  });

  test('the console without a terminal says what to run instead', async () => {
    for (const args of [[], ['open', 'functions'], ['demo']]) {
      const result = await runCli(args);
      expect(result).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toContain('lambdatop functions --json');
    }
  });

  test('with --json the error is one object on stdout', async () => {
    const result = await runCli(['--json', 'fnctions']);
    expect(result).toMatchObject({ code: 2, stderr: '' });
    expect(Object.keys(JSON.parse(result.stdout).error)).toEqual(['code', 'message', 'next']);
    expect(errorIn(result)).toMatchObject({
      code: 'usage',
      next: expect.arrayContaining(['did you mean functions?']),
    });
  });
});

describe('what AWS refuses ends in a sentence, what to do next, and exit 1', () => {
  const FAULTS = [
    ['deny', 'access-denied'],
    ['expired', 'expired-credentials'],
    ['html', 'unsupported'],
    ['unsupported', 'unsupported'],
  ] as const;
  test.each(FAULTS)('%s', async (kind, code) => {
    const account = await embeddedAccount({ functions: 10 });
    account.faults.add({ kind, service: 'lambda', operation: '*' });
    const [forScripts, forPeople] = await Promise.all([
      runCli(['functions', '--json'], variablesOf(account)),
      runCli(['functions'], variablesOf(account)),
    ]);
    expect(forScripts).toMatchObject({ code: 1, stderr: '' });
    expect(errorIn(forScripts).code).toBe(code);
    expect(forPeople).toMatchObject({ code: 1, stdout: '' });
    expect(forPeople.stderr).toBe(
      [
        `lambdatop: ${errorIn(forScripts).message}`,
        ...errorIn(forScripts).next.map((line) => `  ${line}`),
        '',
      ].join('\n'),
    );
    expect(errorIn(forScripts).next).not.toEqual([]);
  });

  const SURROUNDINGS: readonly (readonly [code: string, variables: Record<string, string>])[] = [
    ['no-region', { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }],
    ['no-credentials', { AWS_REGION: 'eu-west-1' }],
    ['unknown-profile', { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'nobody' }],
    ['unreachable', { ...variablesOf({ endpoint: 'http://127.0.0.1:1' }) }],
  ];
  test.each(SURROUNDINGS)('%s', async (code, variables) => {
    const result = await runCli(['functions', '--json'], variables);
    expect(result).toMatchObject({ code: 1, stderr: '' });
    expect(errorIn(result).code).toBe(code);
    expect(errorIn(result).next).not.toEqual([]);
  });
});

describe('--account', () => {
  test('lets the right account pass', async () => {
    const account = await embeddedAccount({ functions: 10 });
    const result = await runCli(['functions', '--json', '--account', '123456789012'], variablesOf(account));
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  test('refuses another one with exit 4, before anything is listed', async () => {
    const account = await embeddedAccount({ functions: 10 });
    const result = await runCli(['functions', '--json', '--account', '999988887777'], variablesOf(account));
    expect(result.code).toBe(4);
    expect(errorIn(result)).toMatchObject({ code: 'wrong-account' });
    expect(errorIn(result).message).toContain('123456789012');
  });
});

test('reading works with --read-only, and without a state directory that can be written', async () => {
  const account = await embeddedAccount({ functions: 10 });
  const file = path.join(await temporaryDirectory(), 'a-file');
  await writeFile(file, '');
  const options = ['functions', '--json', '--read-only', '--state-dir', path.join(file, 'inside')];
  expect(await runCli(options, variablesOf(account))).toMatchObject({ code: 0, stderr: '' });
});

test('the region comes from the options, the environment, then the profile', async () => {
  const account = await embeddedAccount({ functions: 10 });
  const home = await temporaryDirectory();
  await mkdir(path.join(home, '.aws'));
  await writeFile(path.join(home, '.aws/config'), '[default]\nregion = eu-south-2\n');
  const variables = { ...variablesOf(account), HOME: home };
  const sourceOf = async (args: string[], env: Record<string, string>): Promise<unknown> =>
    JSON.parse((await runCli(['doctor', '--json', ...args], env)).stdout).regionSource;
  const noVariables = { ...variables, AWS_REGION: '', AWS_DEFAULT_REGION: '' };
  expect(
    await Promise.all([
      sourceOf(['--region', 'eu-west-3'], variables),
      sourceOf([], variables),
      sourceOf([], noVariables),
    ]),
  ).toEqual(['--region', 'AWS_REGION', 'profile default']);
});
