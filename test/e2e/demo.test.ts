import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { temporaryDirectory } from '../support/run-cli.ts';
import { COMMAND, childrenOf, expectRestored, openConsole, openShell, runs, settled } from './in-pty.ts';

test('`lambdatop demo` shows functions with figures, and leaves nothing behind', async () => {
  const temporary = await temporaryDirectory();
  const terminal = await openConsole({
    args: ['demo'],
    // The demo must not be led anywhere, whatever is set.
    variables: { TMPDIR: temporary, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_PROFILE: 'production' },
  });
  await terminal.shows('DEMO');
  await terminal.shows('checkout-api-prod');
  await settled(terminal);
  const children = childrenOf(terminal.pid);
  expect(children).toHaveLength(1);
  terminal.type('q');
  expect(await terminal.exit).toEqual({ code: 0, signal: 0 });
  expectRestored(terminal);
  await eventually(() => expect(children.filter(runs)).toEqual([]));
  expect(await readdir(temporary)).toEqual([]);
});

test('kill -9 takes the embedded account along', async () => {
  const terminal = await openConsole({ args: ['demo'] });
  await settled(terminal);
  const children = childrenOf(terminal.pid);
  expect(children).toHaveLength(1);
  terminal.kill('SIGKILL');
  expect((await terminal.exit).signal).toBe(9);
  await eventually(() => expect(children.filter(runs)).toEqual([]));
});

test('SIGTERM ends the account too', async () => {
  const terminal = await openConsole({ args: ['demo', '--functions', '20'] });
  await terminal.shows('1/20');
  const children = childrenOf(terminal.pid);
  terminal.kill('SIGTERM');
  expect((await terminal.exit).code).toBe(130);
  await eventually(() => expect(children.filter(runs)).toEqual([]));
});

test('Ctrl-Z and fg leave the account running', async () => {
  const shell = await openShell();
  shell.type(`${COMMAND} demo --functions 20\r`);
  await shell.shows('1/20');
  shell.type('\x1a');
  await shell.until(() => !shell.isAlternate && shell.text().includes('Stopped'), 'the shell');
  shell.type('fg\r');
  await shell.until(() => shell.isAlternate, 'the console');
  // Read everything again: the account answers.
  shell.type('\x12');
  await shell.shows(/data 0s old/);
  shell.type('q');
  await shell.until(() => !shell.isAlternate, 'the shell');
});
