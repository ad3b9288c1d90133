import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { runBuilt, temporaryDirectory } from '../support/run-cli.ts';

/** Code that runs in the process of lambdatop as soon as its handlers are there. */
const whenReady = (code: string): string => `
  const waiting = setInterval(() => {
    if (process.listenerCount('uncaughtException') === 0) return;
    clearInterval(waiting);
    (function trouble() { ${code} })();
  }, 5);`;

/** Runs `lambdatop functions` with code loaded before it, against an account whose answers are late by `delayMs`. */
async function runWith(code: string, delayMs: number) {
  const account = await embeddedAccount({ functions: 10 });
  account.faults.add({ kind: 'delay', service: 'lambda', operation: '*', delayMs });
  const state = await temporaryDirectory();
  const preload = path.join(state, 'preload.cjs');
  await writeFile(preload, whenReady(code));
  const variables = { ...variablesOf(account), NODE_OPTIONS: `--require ${preload}` };
  const result = await runBuilt(['functions', '--state-dir', path.join(state, 'state')], variables);
  const logFile = path.join(state, 'state/lambdatop.log');
  return { result, logFile, log: await readFile(logFile, 'utf8') };
}

describe('what nobody caught', () => {
  test('ends with one sentence, the name of the log file, and exit 1; the log has the stack', async () => {
    const { result, logFile, log } = await runWith("throw new Error('boom');", 60_000);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr.split('\n')).toEqual([
      'lambdatop stumbled: boom',
      expect.stringContaining('log file'),
      `  log file: ${logFile}`,
      '',
    ]);
    expect(log).toMatch(/error .*boom.*trouble/);
  });

  test('covers promises nobody awaited', async () => {
    const { result } = await runWith("Promise.reject(new Error('boom'));", 60_000);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('stumbled: boom');
  });
});

test('warnings of Node go to the log file, never to the terminal', async () => {
  const { result, log } = await runWith("process.emitWarning('old habit');", 400);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(log).toContain('old habit');
});
