/** Rollouts as people and scripts run them: the built product, a real terminal, and a process that outlives both. */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { aliasOf } from '../operations/aliases.ts';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import type { PtyTerminal } from '../support/pty-terminal.ts';
import { type CliRun, LAUNCHER, runCli, startCli, temporaryDirectory } from '../support/run-cli.ts';
import { runs, startInPty } from './in-pty.ts';

const NAME = 'orders-api-prod';
const TARGET = `${NAME}:prod`;
const ALL_BACK = { version: '18', weights: {} };

let account: Account;
let state: string;

beforeEach(async () => {
  account = await embeddedAccount({ scenario: 'bad-canary', functions: 30 });
  state = await temporaryDirectory();
  // A process that a test leaves behind must not outlive it.
  onTestFinished(async () => {
    for (const { process: owner } of await listed()) end(owner.pid);
  });
});

const alias = () => aliasOf(account, NAME, 'prod');
const rolloutArgs = (...more: readonly string[]): string[] => [
  ...['rollout', TARGET, '--state-dir', state],
  ...more,
];
const step = (...more: readonly string[]): string[] =>
  rolloutArgs('--to', '19', '--strategy', '10,100@10m', ...more);

/** Lets version 19 fail so often from now on, 0–1. */
async function fails(errorShare: number): Promise<void> {
  const body = JSON.stringify({ function: NAME, version: '19', errorShare });
  const reply = await fetch(`${account.endpoint}/_control/versions`, { method: 'PUT', body });
  expect(reply.status).toBe(200);
}

interface Listed {
  readonly state: string;
  readonly phase: string;
  readonly process: { readonly pid: number };
}

async function listed(): Promise<readonly Listed[]> {
  const { stdout } = await runCli(['rollouts', '--json', '--state-dir', state], variablesOf(account));
  return JSON.parse(stdout);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

const start = (args: readonly string[]): Promise<CliRun> => startCli(args, variablesOf(account));
const inTerminal = (args: readonly string[]): Promise<PtyTerminal> =>
  startInPty(process.execPath, [LAUNCHER, ...args], { account, columns: 140 });

/** Waits until the canary has its share. */
async function shifted(): Promise<void> {
  await eventually(() => expect(alias()).toEqual({ version: '18', weights: { 19: 0.1 } }));
}

describe('a rollout', () => {
  test('goes to its end by itself: events on stdout, exit 0', async () => {
    await fails(0);
    const run = await start(
      rolloutArgs('--to', '19', '--strategy', '50,100@2s', '--min-sample', '10', '--yes', '--json'),
    );
    const { code, stdout } = await run.ended;
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(alias()).toEqual({ version: '19', weights: {} });
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['weight', 'verdict', 'promoted']),
    );
    expect(events.at(-1)).toMatchObject({ event: 'promoted', function: NAME, alias: 'prod', canary: '19' });
  });

  test('is rolled back within seconds when half fails, after its terminal was closed', async () => {
    await fails(0.5);
    const terminal = await inTerminal(step('--yes'));
    await shifted();
    const shiftedAt = performance.now();
    const { pid } = terminal;
    terminal.hangUp();
    await eventually(() => expect(alias()).toEqual(ALL_BACK));
    expect(performance.now() - shiftedAt).toBeLessThan(15_000);
    // Nobody is attached any more.
    await eventually(() => expect(runs(pid)).toBe(false));
    await eventually(async () => expect(await listed()).toEqual([]));
  });

  test('whose process is killed is offered by the next start: to go on, and to take it back', async () => {
    await fails(0);
    const run = await start(step('--yes'));
    await shifted();
    const first = await eventually(async () => {
      const [only] = await listed();
      expect(only).toMatchObject({ state: 'running', phase: 'baking' });
      return only;
    });
    end(first?.process.pid ?? 0);
    const { code, stderr } = await run.ended;
    expect(code).toBe(5);
    expect(stderr).toContain(`take it back: lambdatop rollback ${TARGET}`);

    const resumed = await start(rolloutArgs('--resume'));
    await eventually(async () => expect((await listed())[0]?.state).toBe('running'));
    end((await listed())[0]?.process.pid ?? 0);
    expect((await resumed.ended).code).toBe(5);
    expect(alias().weights).toEqual({ 19: 0.1 });

    const { stdout } = await runCli(['rollouts', '--state-dir', state], variablesOf(account));
    expect(stdout).toMatch(/UNFINISHED since .*: its process died\n {2}AWS shows 18 90 %, 19 10 %/);
    const back = await runCli(['rollback', TARGET, '--yes', '--state-dir', state], variablesOf(account));
    expect(back.code).toBe(0);
    expect(alias()).toEqual(ALL_BACK);
    expect(await listed()).toEqual([]);
  });

  test('is alone on its alias, asks at Ctrl-C, and rolls back when that is the answer', async () => {
    await fails(0);
    const terminal = await inTerminal(step());
    await terminal.shows('[y/N]');
    terminal.type('y\r');
    await terminal.shows('10 % set');
    const [running] = await listed();
    const second = await runCli(step('--yes'), variablesOf(account));
    expect(second.code).toBe(4);
    expect(second.stderr).toContain(`runs already, in process ${running?.process.pid}`);
    terminal.type('\x03');
    await terminal.shows('[r]oll back');
    terminal.type('r\r');
    expect((await terminal.exit).code).toBe(130);
    expect(alias()).toEqual(ALL_BACK);
    await eventually(() => expect(runs(running?.process.pid ?? 0)).toBe(false));
  });
});
