import { expect, test, vi } from 'vitest';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { LOUD } from '../support/flood.ts';
import { followed, missingFrom } from '../support/followed.ts';
import { startCli } from '../support/run-cli.ts';

/** `npm run bench -- --only tail-cuts` does the same for five minutes, cut every twenty seconds. */
test('prints every line once although live tail is cut again and again', async () => {
  const account = await embeddedAccount({ scenario: 'flood', logEventsPerSecond: 400 });
  const cuts = account.faults.add({
    kind: 'truncate',
    service: 'logs',
    operation: 'StartLiveTail',
    updates: 2,
  });
  const from = Date.now() - 2_000;
  const since = new Date(from).toISOString();
  const args = ['logs', LOUD, '--follow', '--json', '--since', since];
  const run = await startCli(args, variablesOf(account));
  await eventually(() => expect(cuts.hits).toBeGreaterThan(2));
  const span = { startTime: from, endTime: Date.now() - 1_000 };
  await vi.waitFor(async () => expect(await missingFrom(followed(run.stdout()), account, span)).toEqual([]), {
    timeout: 60_000,
    interval: 1_000,
  });
  run.process.kill('SIGINT');
  const { code, stdout } = await run.ended;
  expect(code).toBe(130);
  const lines = followed(stdout);
  expect(lines.keys.size).toBe(lines.count);
}, 120_000);
