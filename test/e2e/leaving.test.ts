import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { temporaryDirectory } from '../support/run-cli.ts';
import { COMMAND, expectRestored, openConsole, runs, settled, startInPty } from './in-pty.ts';

describe('signals from outside', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    '%s gives the terminal back and exits 130',
    async (signal) => {
      const terminal = await openConsole();
      terminal.kill(signal);
      expect(await terminal.exit).toEqual({ code: 130, signal: 0 });
      expectRestored(terminal);
    },
  );

  test('SIGTERM that comes while the screen is given away is not lost', async () => {
    const terminal = await openConsole();
    await settled(terminal);
    terminal.type('\x1a');
    terminal.kill('SIGTERM');
    expect((await terminal.exit).code).toBe(130);
    expectRestored(terminal);
  });
});

describe('a terminal that is gone', () => {
  test('ends the process', async () => {
    const terminal = await openConsole();
    terminal.hangUp();
    await eventually(() => expect(runs(terminal.pid)).toBe(false));
  });

  test('ends the process even when no SIGHUP tells it', async () => {
    // In a session of its own it hears of nothing; only reading from the terminal fails.
    const own = `setsid ${COMMAND} </dev/tty & echo "pid $!"; wait`;
    const terminal = await startInPty('bash', ['-c', own]);
    await terminal.shows('? help');
    const pid = Number(/pid (\d+)/.exec(terminal.written)?.[1]);
    expect(runs(pid)).toBe(true);
    terminal.hangUp();
    await eventually(() => expect(runs(pid)).toBe(false));
  });
});

describe('a crash', () => {
  /** A module that Node loads before the bundle: the fault is ours, what it meets is the product. */
  async function faultOn(statement: string): Promise<Record<string, string>> {
    const fault = path.join(await temporaryDirectory(), 'fault.mjs');
    await writeFile(fault, `process.on('SIGUSR2', () => { ${statement} });`);
    return { NODE_OPTIONS: `--import=file://${fault}` };
  }

  test.each([
    ['an exception nobody catches', "throw new Error('the floor gave way')"],
    ['a promise nobody waits for', "Promise.reject(new Error('the floor gave way'))"],
  ])('%s: the screen is restored first, then it is said, and logged', async (_, statement) => {
    const state = await temporaryDirectory();
    const terminal = await openConsole({
      args: ['--state-dir', state],
      variables: await faultOn(statement),
    });
    terminal.kill('SIGUSR2');
    expect((await terminal.exit).code).toBe(1);
    expectRestored(terminal);
    expect(terminal.text()).toContain('the floor gave way');
    const log = path.join(state, 'lambdatop.log');
    expect(terminal.text().replaceAll('\n', '')).toContain(log);
    expect(await readFile(log, 'utf8')).toContain('the floor gave way');
  });
});
