import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { runBuilt, runCli, startCli, temporaryDirectory } from '../support/run-cli.ts';

/** The variables that `demo --serve` tells a shell to export. */
const exportedBy = (script: string): Record<string, string> =>
  Object.fromEntries(
    [...script.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );

/** Resolves when nobody listens there any more. */
const goneFrom = (endpoint: string): Promise<void> =>
  eventually(() => expect(fetch(endpoint)).rejects.toThrow());

describe('demo -- COMMAND', () => {
  test('runs the command on a fresh account and ends with its exit code', async () => {
    const listed = await runBuilt(['demo', '--functions', '20', '--', 'functions', '--json']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(listed.stdout)).toHaveLength(20);
    const refused = await runBuilt(['demo', '--', 'functions', '--json', '--account', '999988887777']);
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout).error.code).toBe('wrong-account');
  });

  test('gives the same account for the same seed', async () => {
    const run = (seed: string) =>
      runBuilt(['demo', '--seed', seed, '--functions', '20', '--', 'functions', '--json']);
    const sizes = ({ stdout }: { stdout: string }): number[] =>
      JSON.parse(stdout).map(({ codeSizeBytes }: { codeSizeBytes: number }) => codeSizeBytes);
    const [first, again, other] = await Promise.all([run('7'), run('7'), run('8')]);
    expect(sizes(first)).toEqual(sizes(again));
    expect(sizes(first)).not.toEqual(sizes(other));
  });

  test('uses no credential, profile or endpoint of the person, and leaves nothing behind', async () => {
    const home = await temporaryDirectory();
    const temporary = await temporaryDirectory();
    const result = await runBuilt(['demo', '--', 'functions', '--json'], {
      HOME: home,
      TMPDIR: temporary,
      AWS_PROFILE: 'production',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_SESSION_TOKEN: 'a real one',
      AWS_REGION: 'us-east-1',
    });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain(':eu-west-1:123456789012:');
    expect(await readdir(home)).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('refuses a command line that is wrong', async () => {
    expect(await runCli(['demo', '--', 'fnctions'])).toMatchObject({ code: 2, stdout: '' });
    expect(await runCli(['demo', '--', 'demo'])).toMatchObject({ code: 2 });
  });
});

describe('demo --serve', () => {
  test('prints what to export, serves, and ends with 130 when interrupted', async () => {
    const server = await startCli(['demo', '--functions', '15', '--serve']);
    await eventually(() => expect(server.stderr()).toContain('until interrupted'));
    const variables = exportedBy(server.stdout());
    const endpoint = String(variables.AWS_ENDPOINT_URL);
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const listed = await runCli(['functions', '--json'], variables);
    expect(JSON.parse(listed.stdout)).toHaveLength(15);
    server.process.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 130 });
    await goneFrom(endpoint);
  });

  test('takes the account along when it is killed outright', async () => {
    const server = await startCli(['demo', '--serve', '--json']);
    await eventually(() => expect(server.stdout()).toContain('\n'));
    const { endpoint, region, account } = JSON.parse(server.stdout());
    expect({ region, account }).toEqual({ region: 'eu-west-1', account: '123456789012' });
    server.process.kill('SIGKILL');
    await goneFrom(endpoint);
  });

  test('says when the port is taken', async () => {
    const server = await startCli(['demo', '--serve', '--json']);
    await eventually(() => expect(server.stdout()).toContain('\n'));
    const { port } = new URL(JSON.parse(server.stdout()).endpoint);
    const second = await runCli(['demo', '--serve', port]);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`port ${port}`);
  });
});
