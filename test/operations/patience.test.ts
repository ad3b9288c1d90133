/** How long a change waits for AWS, and what it says when it waits no longer. */
import { expect, test } from 'vitest';
import { lambdatopOn, quickAccount, stateOf } from './world.ts';

/** Reserves 100, one SQS trigger. */
const NAME = 'orders-fulfilment-worker';

test('the minutes that a staged restore watches do not count', async () => {
  const account = await quickAccount();
  const { kill, restore } = lambdatopOn(account);
  const before = stateOf(account, NAME);
  await kill(NAME);
  const stages = { limits: [2, 10, 50], endsWithAll: true, holdMs: 120_000 };
  expect(await restore(NAME, { stages }, { timeoutMs: 30_000 })).toMatchObject({
    outcome: 'done',
    error: null,
  });
  expect(stateOf(account, NAME)).toEqual(before);
});

test('calls that AWS throttles for a minute are given up, and nobody says that they go on', async () => {
  const account = await quickAccount();
  account.faults.add({ kind: 'throttle', service: 'lambda', operation: 'PutFunctionConcurrency' });
  const { kill, entries } = lambdatopOn(account);
  const result = await kill(NAME, { triggers: 'none' });
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'throttled' } });
  const words = [result.error?.message, ...(result.error?.next ?? [])].join(' ');
  expect(words).toMatch(
    /AWS is throttling lambda:PutFunctionConcurrency: all \d+ attempts of it, and it is given up/,
  );
  expect(words).not.toContain('by itself');
  expect((await entries())[0]).toMatchObject({ outcome: 'failed', reason: result.error?.message });
  expect(stateOf(account, NAME).reserved).toBe(100);
});
