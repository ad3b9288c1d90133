import { describe, expect, test } from 'vitest';
import { lambdatopOn, quickAccount, stateOf, temporaryState } from './world.ts';

/** Reserves 100, one SQS trigger. */
const WORKER = 'orders-fulfilment-worker';
/** Reserves 40, provisions 12 for its alias. */
const PROVISIONED = 'catalog-api-prod';
/** Nothing reserved, no triggers. */
const PLAIN = 'orders-api-prod';

describe('kill', () => {
  test('sets reserved concurrency to 0 and disables the SQS triggers', async () => {
    const account = await quickAccount();
    const { kill, entries } = lambdatopOn(account);
    const result = await kill(WORKER);
    expect(result).toMatchObject({ outcome: 'done', error: null, journalTrouble: null });
    const { reserved, mappings } = stateOf(account, WORKER);
    expect(reserved).toBe(0);
    expect(Object.values(mappings)).toEqual([{ enabled: false, maximum: null }]);
    expect(await entries()).toEqual([
      expect.objectContaining({
        id: result.entry,
        operation: 'kill',
        outcome: 'done',
        actor: expect.stringMatching(/^arn:aws:/),
        account: account.world.account,
        target: `arn:aws:lambda:eu-west-1:123456789012:function:${WORKER}`,
        changes: [
          expect.objectContaining({ from: 100, to: 0, outcome: 'done', requestIds: [expect.any(String)] }),
          expect.objectContaining({
            from: true,
            to: false,
            outcome: 'done',
            requestIds: [expect.any(String)],
          }),
        ],
      }),
    ]);
  });

  test('of a killed function writes nothing and keeps the former value', async () => {
    const account = await quickAccount();
    const { kill, restore, entries } = lambdatopOn(account);
    const before = stateOf(account, WORKER);
    await kill(WORKER);
    expect(await kill(WORKER)).toMatchObject({ outcome: 'already', entry: null });
    expect(await entries()).toHaveLength(1);
    await restore(WORKER);
    expect(stateOf(account, WORKER)).toEqual(before);
  });

  test('completes what an earlier kill left out, and restore gives back all of it', async () => {
    const account = await quickAccount();
    const { kill, restore, entries } = lambdatopOn(account);
    const before = stateOf(account, WORKER);
    await kill(WORKER, { triggers: 'none' });
    expect(Object.values(stateOf(account, WORKER).mappings)).toEqual([{ enabled: true, maximum: null }]);
    await kill(WORKER);
    expect((await entries()).map(({ changes }) => changes.map(({ from }) => from))).toEqual([[100], [true]]);
    await restore(WORKER);
    expect(stateOf(account, WORKER)).toEqual(before);
  });

  test('refuses a function with provisioned concurrency and names the ways', async () => {
    const account = await quickAccount();
    const { kill } = lambdatopOn(account);
    const before = stateOf(account, PROVISIONED);
    const result = await kill(PROVISIONED);
    expect(result).toMatchObject({ outcome: 'refused', entry: null });
    expect(result.error?.next.join('\n')).toContain('--remove-provisioned');
    expect(stateOf(account, PROVISIONED)).toEqual(before);
  });

  test('takes provisioned concurrency away when told, and restore gives it back', async () => {
    const account = await quickAccount();
    const { kill, restore } = lambdatopOn(account);
    const before = stateOf(account, PROVISIONED);
    expect(await kill(PROVISIONED, { removeProvisioned: true })).toMatchObject({ outcome: 'done' });
    expect(stateOf(account, PROVISIONED)).toMatchObject({ reserved: 0, provisioned: {} });
    expect(await restore(PROVISIONED)).toMatchObject({ outcome: 'done' });
    expect(stateOf(account, PROVISIONED)).toEqual(before);
  });

  test('writes nothing when it is read-only', async () => {
    const account = await quickAccount();
    const { kill } = lambdatopOn(account, temporaryState(), { readOnly: true });
    expect(await kill(PLAIN)).toMatchObject({ outcome: 'refused', error: { code: 'read-only' } });
    expect(stateOf(account, PLAIN).reserved).toBeNull();
  });

  test('goes on without the triggers it may not see, and says so', async () => {
    const account = await quickAccount();
    account.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListEventSourceMappings' });
    const { kill } = lambdatopOn(account);
    const result = await kill(WORKER);
    expect(result).toMatchObject({ outcome: 'partly', error: { code: 'access-denied' } });
    expect(result.plan.warnings).toContainEqual({
      level: 'risk',
      text: expect.stringMatching(/^its triggers could not be read: /),
    });
    expect(stateOf(account, WORKER).reserved).toBe(0);
  });
});

describe('restore', () => {
  test('twice writes nothing the second time', async () => {
    const account = await quickAccount();
    const { kill, restore, entries } = lambdatopOn(account);
    await kill(PLAIN);
    expect(await restore(PLAIN)).toMatchObject({ outcome: 'done' });
    expect(stateOf(account, PLAIN).reserved).toBeNull();
    expect(await restore(PLAIN)).toMatchObject({ outcome: 'already', entry: null });
    expect(await entries()).toHaveLength(2);
  });

  test('without a journal entry names the choices, and takes one', async () => {
    const account = await quickAccount();
    await lambdatopOn(account).kill(PLAIN);
    const { restore } = lambdatopOn(account);
    const result = await restore(PLAIN);
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'refused' } });
    expect(result.error?.next.join('\n')).toMatch(/--to none.*\n.*--to N/);
    expect(await restore(PLAIN, { to: 7 })).toMatchObject({ outcome: 'done' });
    expect(stateOf(account, PLAIN).reserved).toBe(7);
  });

  test('gives what fits when the pool lost it, and the rest when it has it again', async () => {
    const account = await quickAccount();
    const { kill, restore, operations, plan } = lambdatopOn(account);
    const reserve = async (name: string, to: number | null) =>
      operations.apply(await plan({ operation: 'reserve', function: name, to }));
    await kill(WORKER);
    const left = account.world.unreservedConcurrency;
    expect(await reserve(PLAIN, left - 130)).toMatchObject({ outcome: 'done' });
    const refused = await restore(WORKER);
    expect(refused).toMatchObject({ outcome: 'failed' });
    expect(refused.error?.next[0]).toBe(`the most that fits now: lambdatop restore ${WORKER} --to 30`);
    expect(stateOf(account, WORKER).reserved).toBe(0);
    await restore(WORKER, { to: 30 });
    expect(stateOf(account, WORKER).reserved).toBe(30);
    await reserve(PLAIN, null);
    await restore(WORKER);
    expect(stateOf(account, WORKER).reserved).toBe(100);
  });

  test('leaves a paused trigger paused', async () => {
    const account = await quickAccount();
    const { kill, restore, operations, plan } = lambdatopOn(account);
    const request = { function: WORKER, options: { source: null } };
    await operations.apply(await plan({ operation: 'pause', ...request }));
    const before = stateOf(account, WORKER);
    await kill(WORKER);
    await restore(WORKER);
    expect(stateOf(account, WORKER)).toEqual(before);
    expect(await operations.apply(await plan({ operation: 'resume', ...request }))).toMatchObject({
      outcome: 'done',
    });
    expect(Object.values(stateOf(account, WORKER).mappings)).toEqual([{ enabled: true, maximum: null }]);
  });
});

test('of two people at once the second is told what AWS shows now, with nothing written', async () => {
  const account = await quickAccount();
  const { operations, plan, kill, entries } = lambdatopOn(account);
  const options = { triggers: 'sqs', removeProvisioned: false } as const;
  const late = await plan({ operation: 'kill', function: WORKER, options });
  await kill(WORKER);
  const result = await operations.apply(late);
  const [first] = await entries();
  expect(result).toMatchObject({ outcome: 'already', entry: null, doneBy: { id: first?.id } });
  expect(result.reports.map(({ outcome, seen }) => [outcome, seen])).toEqual([
    ['already', 0],
    ['already', false],
  ]);
  expect(await entries()).toHaveLength(1);
});
