import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { parseOptions } from '../../src/demo/options.ts';
import { connect } from './connect.ts';

const MAIN = path.join(import.meta.dirname, '../../src/demo/main.ts');

function run(...args: string[]) {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [MAIN, ...args]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...output }));
  return { child, ended };
}

async function readyLine(child: ChildProcessWithoutNullStreams) {
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(String(line)) as { endpoint: string };
}

it('says in one line of JSON where it is, and ends quietly when told to', async () => {
  const { child, ended } = run('--seed', '5', '--scenario', 'quiet', '--functions', '9');
  const ready = await readyLine(child);
  expect(ready).toEqual({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    region: 'eu-west-1',
    account: '123456789012',
    seed: 5,
    scenario: 'quiet',
  });
  const reply = await fetch(`${ready.endpoint}/2015-03-31/functions`);
  expect(((await reply.json()) as { Functions: unknown[] }).Functions).toHaveLength(9);
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('listening on loopback only');
  expect(stderr).toContain(`GET ${ready.endpoint}/_control/`);
});

it('dies with its parent when asked to, even with a connection open', async () => {
  const { child, ended } = run('--with-parent', '--scenario', 'empty');
  const { endpoint } = await readyLine(child);
  await fetch(`${endpoint}/_control/world`);
  child.stdin.end();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

it.each(['quiet', 'flood'])(
  'waits for nothing but requests: no timer runs in the scenario %s',
  async (scenario) => {
    const account = path.join(import.meta.dirname, '../../src/demo/account.ts');
    const program = `import { startAccount } from ${JSON.stringify(account)};
    await startAccount({ scenario: '${scenario}' });
    process.stdout.write(JSON.stringify(process.getActiveResourcesInfo()), () => process.exit());`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    const resources: string[] = JSON.parse(stdout);
    expect(resources).toContain('TCPServerWrap');
    expect(resources.filter((each) => /Timeout|Immediate/.test(each))).toEqual([]);
  },
);

it('says in one line that the port is taken', async () => {
  const { endpoint } = await connect({ scenario: 'empty' });
  const { port } = new URL(endpoint);
  const { code, stdout, stderr } = await run('--port', port).ended;
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe(`embedded account: port ${port} on 127.0.0.1 is taken; choose another with --port\n`);
});

it('names the valid scenarios when asked for another, and exits 2', async () => {
  const { code, stdout, stderr } = await run('--scenario', 'nope').ended;
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toBe(
    "embedded account: unknown scenario 'nope'; valid: company, quiet, bad-canary, runaway, poison, codedeploy, throttled-account, flood, huge, empty\n",
  );
});

it.each([
  [['--port', 'x'], "--port takes a whole number from 0 to 65535, not 'x'"],
  [['--speed', 'fast'], "--speed takes a number of at least 0, not 'fast'"],
  [['--start', 'yesterday'], '--start takes an ISO time'],
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['company'], 'Unexpected argument'],
])('refuses the arguments %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});
