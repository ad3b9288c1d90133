/** Changes that end with less than was asked for: command, journal and recovery say the same, and nothing is forgotten. */
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { owedValues } from '../../src/domain/changes/debts.ts';
import { timeline } from '../../src/domain/changes/timeline.ts';
import { deadlyAws, deadProcess } from './crash.ts';
import { lambdatopOn, pass, quickAccount, stateOf, temporaryState } from './world.ts';

/** Reserves 100, one SQS trigger. */
const NAME = 'orders-fulfilment-worker';

/** AWS works on the function's triggers for ten seconds, for whatever reason: nobody can turn them off. */
function keepTriggersBusy({ world }: Account): void {
  for (const mapping of world.eventSourceMappings) {
    if (mapping.functionArn.split(':')[6] !== NAME) continue;
    mapping.transition = { state: 'Updating', until: world.clock.now() + 10_000 };
  }
}

describe('a kill whose trigger AWS is working on', () => {
  test('is done in part, in the journal too, and restore knows all that it took', async () => {
    const account = await quickAccount();
    const { kill, restore, entries } = lambdatopOn(account);
    const before = stateOf(account, NAME);
    keepTriggersBusy(account);
    const reason = 'Triggers were left as they are: orders-fulfilment-worker-queue (Updating).';
    expect(await kill(NAME)).toMatchObject({
      outcome: 'partly',
      error: { code: 'conflict', message: reason },
    });
    const known = await entries();
    expect(known).toMatchObject([{ outcome: 'partly', reason, changes: [{ from: 100, outcome: 'done' }] }]);
    const written = timeline(known, { account: '1', region: 'r' }, { from: 0, to: 1 });
    expect(written).toMatch(
      /reserved concurrency: 100 → 0 \| done in part after \S+ s: Triggers were left as/,
    );
    // Once more while AWS still is at it: nothing new, and still not all.
    expect(await kill(NAME)).toMatchObject({ outcome: 'partly', entry: null });
    pass(20_000);
    expect(await kill(NAME)).toMatchObject({ outcome: 'done' });
    await restore(NAME);
    expect(stateOf(account, NAME)).toEqual(before);
  });

  test('is found done in part when its process died', async () => {
    const account = await quickAccount();
    const root = temporaryState();
    keepTriggersBusy(account);
    // Four reads plan it, two compare: then it is stopped.
    const deadly = deadlyAws(6, 'after');
    void lambdatopOn(account, root, { aws: deadly.wrap, owner: deadProcess() }).kill(NAME);
    await deadly.died;
    const next = lambdatopOn(account, root);
    await next.operations.recover(new AbortController().signal);
    expect(stateOf(account, NAME).reserved).toBe(0);
    expect((await next.entries()).at(-1)).toMatchObject({
      outcome: 'partly',
      reason: expect.stringContaining('left as they are'),
      recovered: true,
    });
  });

  test.each(['pause', 'resume'] as const)('nor does %s call it done', async (operation) => {
    const account = await quickAccount();
    const { operations, plan, entries } = lambdatopOn(account);
    keepTriggersBusy(account);
    const request = { operation, function: NAME, options: { source: null } };
    expect(await operations.apply(await plan(request))).toMatchObject({ outcome: 'partly', entry: null });
    expect(await entries()).toEqual([]);
  });
});

test('a kill is not held up by a trigger that may not be read', async () => {
  const account = await quickAccount();
  const { kill, restore } = lambdatopOn(account);
  const before = stateOf(account, NAME);
  const fault = account.faults.add({ kind: 'deny', service: 'lambda', operation: 'GetEventSourceMapping' });
  const result = await kill(NAME);
  expect(result).toMatchObject({
    outcome: 'partly',
    error: { code: 'access-denied' },
    reports: [{ outcome: 'done' }, { outcome: 'not-sent' }],
  });
  expect(stateOf(account, NAME)).toEqual({ ...before, reserved: 0 });
  account.faults.clear(fault.id);
  await restore(NAME);
  expect(stateOf(account, NAME)).toEqual(before);
});

test('a kill of which AWS denies a part is done in part, and only that is owed', async () => {
  const account = await quickAccount();
  const { kill, restore, entries } = lambdatopOn(account);
  const before = stateOf(account, NAME);
  account.faults.add({ kind: 'deny', service: 'lambda', operation: 'UpdateEventSourceMapping' });
  const result = await kill(NAME);
  expect(result).toMatchObject({ outcome: 'partly', error: { code: 'access-denied' } });
  expect(result.error?.next.at(-1)).toContain(`lambdatop kill ${NAME}`);
  expect(await entries()).toMatchObject([
    {
      outcome: 'partly',
      reason: result.error?.message,
      changes: [{ outcome: 'done' }, { outcome: 'refused' }],
    },
  ]);
  await restore(NAME);
  expect(stateOf(account, NAME)).toEqual(before);
});

test('what was never begun is not owed', async () => {
  const account = await quickAccount();
  const { kill, entries } = lambdatopOn(account);
  account.faults.add({ kind: 'deny', service: 'lambda', operation: 'DeleteProvisionedConcurrencyConfig' });
  expect(await kill('catalog-api-prod', { removeProvisioned: true })).toMatchObject({ outcome: 'failed' });
  const known = await entries();
  expect(known).toMatchObject([
    { outcome: 'failed', changes: [{ outcome: 'refused' }, { outcome: 'not-sent' }] },
  ]);
  expect(owedValues(known).size).toBe(0);
});
