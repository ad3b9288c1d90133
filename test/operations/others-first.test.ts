/** Somebody else was there first: what is so already is not done again, and what is owed no more is noted. */
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { killedFunctions, owedValues } from '../../src/domain/changes/debts.ts';
import { resultLine } from '../../src/domain/changes/result-words.ts';
import type { ChangeRequest } from '../../src/operations/requests.ts';
import { deadlyAws, deadProcess } from './crash.ts';
import { type Lambdatop, lambdatopOn, pass, quickAccount, stateOf, temporaryState } from './world.ts';

/** Reserves 100, one SQS trigger. */
const NAME = 'orders-fulfilment-worker';

const KILL: ChangeRequest = {
  operation: 'kill',
  function: NAME,
  options: { triggers: 'sqs', removeProvisioned: false },
};
const RESTORE: ChangeRequest = {
  operation: 'restore',
  function: NAME,
  options: { to: undefined, stages: null, stagesText: null },
};

/** Sets reserved concurrency as another tool would, unseen by any journal. */
function reserveElsewhere({ world }: Account, reserved: number | undefined): void {
  world.functionNamed(NAME)?.reservedConcurrency.set(reserved, world.clock.now());
}

function triggerElsewhere({ world }: Account, enabled: boolean): void {
  for (const mapping of world.eventSourceMappings) {
    if (mapping.functionArn.split(':')[6] !== NAME) continue;
    Object.assign(mapping, { enabled, transition: undefined });
  }
}

async function owedBy({ entries }: Lambdatop): Promise<string[]> {
  return [...owedValues(await entries()).values()].map(({ setting }) => setting.kind);
}

describe('a restore of what another tool has restored', () => {
  test('changes nothing and notes that it is owed no more, so that a later kill is theirs', async () => {
    const account = await quickAccount();
    const ours = lambdatopOn(account);
    await ours.kill(NAME);
    reserveElsewhere(account, 100);
    triggerElsewhere(account, true);
    const before = stateOf(account, NAME);
    const restored = await ours.restore(NAME);
    expect(restored).toMatchObject({ outcome: 'already', error: null, entry: expect.any(String) });
    expect(stateOf(account, NAME)).toEqual(before);
    expect(await owedBy(ours)).toEqual([]);
    expect((await ours.entries()).at(-1)).toMatchObject({
      operation: 'restore',
      outcome: 'already',
      changes: [
        { from: 100, to: 100, outcome: 'already', requestIds: [] },
        { from: true, to: true, outcome: 'already', requestIds: [] },
      ],
    });
    reserveElsewhere(account, 0);
    expect(killedFunctions(await ours.entries()).size).toBe(0);
    expect(await ours.restore(NAME)).toMatchObject({
      outcome: 'refused',
      plan: { refusal: { needsValue: true } },
    });
    // Once noted, there is nothing more to note.
    reserveElsewhere(account, 100);
    expect(await ours.restore(NAME)).toMatchObject({ outcome: 'already', entry: null });
  });

  test('in part gives the rest back, in one entry', async () => {
    const account = await quickAccount();
    const ours = lambdatopOn(account);
    const before = stateOf(account, NAME);
    await ours.kill(NAME);
    reserveElsewhere(account, 100);
    expect(await ours.restore(NAME)).toMatchObject({ outcome: 'done', reports: [{ outcome: 'done' }] });
    expect(stateOf(account, NAME)).toEqual(before);
    expect(await owedBy(ours)).toEqual([]);
    expect(await ours.entries()).toHaveLength(2);
  });

  test('to another value keeps that one when it is named, and is asked no more', async () => {
    const account = await quickAccount();
    const ours = lambdatopOn(account);
    await ours.kill(NAME, { triggers: 'none' });
    reserveElsewhere(account, 60);
    expect(await ours.restore(NAME)).toMatchObject({
      outcome: 'refused',
      error: { code: 'changed-meanwhile' },
    });
    expect(await ours.restore(NAME, { to: 60 })).toMatchObject({ outcome: 'already' });
    expect(stateOf(account, NAME).reserved).toBe(60);
    expect(await ours.restore(NAME)).toMatchObject({ outcome: 'already', entry: null });
  });

  test('waits with the note while the kill of a process that died may still arrive', async () => {
    const account = await quickAccount();
    const root = temporaryState();
    const ours = lambdatopOn(account, root);
    const before = stateOf(account, NAME);
    const plan = await ours.plan(KILL);
    // Its caller and two settings are read before the first write.
    const deadly = deadlyAws(3, 'on-the-way');
    const victim = lambdatopOn(account, root, { aws: deadly.wrap, owner: deadProcess() });
    void victim.operations.apply(plan);
    await deadly.died;
    await ours.operations.recover(new AbortController().signal);
    expect((await ours.restore(NAME)).outcome).not.toBe('refused');
    await deadly.deliver();
    await ours.restore(NAME);
    expect(stateOf(account, NAME)).toEqual(before);
    pass(120_000);
    await ours.restore(NAME);
    expect(await owedBy(ours)).toEqual([]);
  });
});

test('reserving what another tool has reserved ends the debt of a kill', async () => {
  const account = await quickAccount();
  const ours = lambdatopOn(account);
  await ours.kill(NAME, { triggers: 'none' });
  reserveElsewhere(account, 60);
  const plan = await ours.plan({ operation: 'reserve', function: NAME, to: 60 });
  expect(await ours.operations.apply(plan)).toMatchObject({ outcome: 'already' });
  expect(await owedBy(ours)).toEqual([]);
});

test('undo and resume of what another tool has taken back note it too', async () => {
  const account = await quickAccount();
  const ours = lambdatopOn(account);
  const trigger = { function: NAME, options: { source: null } };
  const killed = await ours.kill(NAME, { triggers: 'none' });
  await ours.operations.apply(await ours.plan({ operation: 'pause', ...trigger }));
  reserveElsewhere(account, 100);
  triggerElsewhere(account, true);
  expect(await owedBy(ours)).toEqual(['reserved-concurrency', 'event-source-enabled']);
  const undo = await ours.plan({ operation: 'undo', entry: killed.entry ?? '' });
  expect(await ours.operations.apply(undo)).toMatchObject({ outcome: 'already' });
  const resume = await ours.plan({ operation: 'resume', ...trigger });
  expect(await ours.operations.apply(resume)).toMatchObject({ outcome: 'already' });
  expect(await owedBy(ours)).toEqual([]);
});

describe('a plan that another lambdatop has carried out before it began', () => {
  test('is already so, and says by whom', async () => {
    const account = await quickAccount();
    const root = temporaryState();
    const [one, other] = [lambdatopOn(account, root), lambdatopOn(account, root)];
    await one.kill(NAME);
    const late = await other.plan(RESTORE);
    const { entry } = await one.restore(NAME);
    const result = await other.operations.apply(late);
    expect(result).toMatchObject({ outcome: 'already', entry: null, doneBy: { id: entry } });
    expect(resultLine(result)).toMatch(
      /^orders-fulfilment-worker has all that it had before: nothing was changed, since .+ was there first at .+ \(journal /,
    );
    expect(await other.entries()).toHaveLength(2);
  });

  test('in part does the rest', async () => {
    const account = await quickAccount();
    const ours = lambdatopOn(account);
    const before = stateOf(account, NAME);
    const late = await ours.plan(KILL);
    reserveElsewhere(account, 0);
    const result = await ours.operations.apply(late);
    expect(result.reports.map(({ outcome }) => outcome)).toEqual(['already', 'done']);
    expect(result).toMatchObject({ outcome: 'done', entry: expect.any(String) });
    expect(resultLine(result)).toMatch(/: reserved concurrency was 0 already, trigger .+: on → off/);
    await ours.restore(NAME);
    expect(stateOf(account, NAME)).toEqual(before);
  });

  test('otherwise than it was to be is refused, with the difference', async () => {
    const account = await quickAccount();
    const ours = lambdatopOn(account);
    const late = await ours.plan(KILL);
    reserveElsewhere(account, 60);
    const result = await ours.operations.apply(late);
    expect(result).toMatchObject({ outcome: 'conflict', entry: null });
    expect(result.error?.message).toContain('reserved concurrency is 60 now, it was 100');
    expect(stateOf(account, NAME).reserved).toBe(60);
  });

  test('while it was being planned is not taken for somebody unknown', async () => {
    const account = await quickAccount();
    const root = temporaryState();
    const one = lambdatopOn(account, root);
    await one.kill(NAME);
    // AWS is looked at before the other restores, and the journal read after it.
    const restored = Promise.withResolvers<void>();
    let looks = 0;
    const other = lambdatopOn(account, root, {
      aws: (aws) => ({
        ...aws,
        identity: {
          ...aws.identity,
          callerIdentity: () => restored.promise.then(() => aws.identity.callerIdentity()),
        },
        changes: {
          ...aws.changes,
          async functionFacts(...args) {
            const facts = await aws.changes.functionFacts(...args);
            looks += 1;
            if (looks === 1) await one.restore(NAME).then(() => restored.resolve());
            return facts;
          },
        },
      }),
    });
    expect(await other.restore(NAME)).toMatchObject({ outcome: 'already', entry: null });
  });

  test('comes to the same end when both run at once', async () => {
    const account = await quickAccount();
    const root = temporaryState();
    const [one, other] = [lambdatopOn(account, root), lambdatopOn(account, root)];
    const before = stateOf(account, NAME);
    const kills = await Promise.all([one.kill(NAME), other.kill(NAME)]);
    for (const { outcome } of kills) expect(['done', 'already']).toContain(outcome);
    const restores = await Promise.all([one.restore(NAME), other.restore(NAME)]);
    for (const { outcome } of restores) expect(['done', 'already']).toContain(outcome);
    expect(stateOf(account, NAME)).toEqual(before);
    expect(await owedBy(one)).toEqual([]);
  });
});
