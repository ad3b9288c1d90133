/** Failure destinations cost a call for each function: what one start has read, the next one shows at once. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { account, openConsole } from '../support/open-console.ts';
import { temporaryDirectory } from '../support/run-cli.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const ROW = /notify-async-failures .* destination +notify-bounce-handler/;

async function openDeadLetters(terminal: ScreenTerminal): Promise<void> {
  await terminal.shows(/^1\/\d+/m);
  terminal.type('5');
}

/** The file that they are kept in. */
async function keptFile(stateDir: string): Promise<string> {
  const entries = await readdir(stateDir, { recursive: true });
  const found = entries.find((name) => name.endsWith('failure-destinations.json'));
  if (!found) throw new Error(`nothing is kept: ${entries.join(', ')}`);
  return path.join(stateDir, found);
}

test('the next start shows where failed events went, and since when it knows; only its owner may read it', async () => {
  const poisoned = await account({ scenario: 'poison', messages: 3 });
  const stateDir = await temporaryDirectory();
  const first = await openConsole({ account: poisoned, columns: 160, stateDir });
  await openDeadLetters(first.terminal);
  await first.terminal.shows(ROW);
  await first.terminal.shows(/kinds known of 27 of 27 functions *$/m);
  for (const key of ['q', 'q']) first.terminal.type(key);
  await first.ended;
  const file = await keptFile(stateDir);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { functions } = JSON.parse(await readFile(file, 'utf8'));
  expect(Object.keys(functions)).toHaveLength(27);
  expect(Object.keys(functions['notify-bounce-handler']).sort()).toEqual(['at', 'paths']);

  // Nobody can be asked now.
  poisoned.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListFunctionEventInvokeConfigs' });
  const second = await openConsole({ account: poisoned, columns: 160, stateDir });
  await openDeadLetters(second.terminal);
  await second.terminal.shows(ROW);
  await second.terminal.shows(/kinds known of 27 of 27 functions, 27 as of \S+ ago/);
  second.terminal.type('q');
  second.terminal.type('q');
  await second.ended;
  // What could not be asked again is not forgotten.
  expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).functions)).toHaveLength(27);
});

test('a damaged file costs nothing but what it knew', async () => {
  const poisoned = await account({ scenario: 'poison', messages: 3 });
  const stateDir = await temporaryDirectory();
  const first = await openConsole({ account: poisoned, columns: 160, stateDir });
  await openDeadLetters(first.terminal);
  await first.terminal.shows(ROW);
  for (const key of ['q', 'q']) first.terminal.type(key);
  await first.ended;
  await writeFile(await keptFile(stateDir), '{"format":1,"functions":{"a":{"at":"x"},"b":nul');
  const second = await openConsole({ account: poisoned, columns: 160, stateDir });
  await openDeadLetters(second.terminal);
  await second.terminal.shows(ROW);
});
