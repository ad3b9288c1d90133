/** `--timeout` bounds a command from its first read on, whatever does not answer. */
import { describe, expect, test } from 'vitest';
import { stateOf } from '../operations/world.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { machineOn } from '../support/machine.ts';

/** Reserves 100, one SQS trigger. */
const WORKER = 'orders-fulfilment-worker';
/** Nothing reserved, no triggers. */
const PLAIN = 'orders-api-prod';

describe('a command that is not answered in time', () => {
  test.each([
    ['what a plan is made of', 'lambda', 'GetFunction', `kill ${WORKER} --yes`],
    ['who the caller is', 'sts', 'GetCallerIdentity', `kill ${WORKER} --yes`],
    [
      'whether it is the account that was named',
      'sts',
      'GetCallerIdentity',
      `kill ${WORKER} --yes --account 123456789012`,
    ],
    ['what is compared before the first call', 'lambda', 'GetFunctionConcurrency', `kill ${WORKER} --yes`],
  ])('about %s changes nothing, says so, and exits 1', async (_, service, operation, words) => {
    const account = await embeddedAccount();
    account.faults.add({ kind: 'hang', service, operation });
    const { run } = await machineOn(account);
    const began = performance.now();
    const ended = await run(`${words} --timeout 1s`);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/did not answer (in time|within 1s)|time was up/);
    expect(ended.stderr).toContain('nothing was changed');
    expect(stateOf(account, WORKER).reserved).toBe(100);
  });

  test('about one of several changes the others', async () => {
    const account = await embeddedAccount();
    account.faults.add({ kind: 'hang', service: 'lambda', operation: 'GetFunction', match: PLAIN });
    const { run } = await machineOn(account);
    const ended = await run(`kill ${WORKER} ${PLAIN} --triggers none --yes --timeout 6s`);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(new RegExp(`${PLAIN}.*did not answer`));
    expect(stateOf(account, WORKER).reserved).toBe(0);
    expect(stateOf(account, PLAIN).reserved).toBeNull();
  });

  test('about the call itself is told by reading: it was done', async () => {
    const account = await embeddedAccount();
    account.faults.add({ kind: 'hang', service: 'lambda', operation: 'PutFunctionConcurrency' });
    const { run } = await machineOn(account);
    const ended = await run(`kill ${WORKER} --triggers none --yes --timeout 3s`);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Killed .*100 → 0/) });
    expect(stateOf(account, WORKER).reserved).toBe(0);
  });

  test('about the call, nor what became of it, is not known, and exits 5', async () => {
    const account = await embeddedAccount();
    account.faults.add({ kind: 'hang', service: 'lambda', operation: 'PutFunctionConcurrency' });
    account.faults.add({ kind: 'hang', service: 'lambda', operation: 'GetFunctionConcurrency', after: 1 });
    const { run, journal } = await machineOn(account);
    const ended = await run(`kill ${WORKER} --triggers none --yes --timeout 3s --json`);
    expect(ended.code).toBe(5);
    expect(JSON.parse(ended.stdout)).toMatchObject({ changed: null, outcome: 'unconfirmed' });
    account.faults.clear();
    // The former value is known all the same.
    expect((await journal()).entries).toMatchObject([{ before: { reservedConcurrency: 100 } }]);
    expect(await run(`restore ${WORKER} --yes`)).toMatchObject({ code: 0 });
    expect(stateOf(account, WORKER).reserved).toBe(100);
  });
});
