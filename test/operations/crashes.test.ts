/** A process that dies, or a reply that is lost, at every call of kill, restore and reserve: nothing is forgotten. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import type { Entry } from '../../src/domain/changes/entry.ts';
import { settingKey } from '../../src/domain/changes/setting.ts';
import type { ChangeRequest } from '../../src/operations/requests.ts';
import { readSetting } from '../../src/operations/settings.ts';
import { type Death, deadlyAws, deadProcess } from './crash.ts';
import {
  type FunctionState,
  type Lambdatop,
  lambdatopOn,
  pass,
  quickAccount,
  stateOf,
  temporaryState,
} from './world.ts';

/** Reserves 100, has an SQS trigger; version 41 gets something provisioned. */
const NAME = 'orders-fulfilment-worker';

const KILL: ChangeRequest = {
  operation: 'kill',
  function: NAME,
  options: { triggers: 'sqs', removeProvisioned: true },
};
const RESTORE: ChangeRequest = {
  operation: 'restore',
  function: NAME,
  options: { to: undefined, stages: { limits: [2], endsWithAll: true, holdMs: 0 }, stagesText: null },
};
const RESERVE: ChangeRequest = { operation: 'reserve', function: NAME, to: 50 };

let account: Account;
let original: FunctionState;

beforeEach(async () => {
  account = await quickAccount({ functions: 60 });
  original = stateOf(account, NAME);
});

/** Puts the function back by force, for the next round. */
async function reset(): Promise<void> {
  const { aws } = lambdatopOn(account);
  const target = account.world.functionNamed(NAME);
  target?.reservedConcurrency.set(original.reserved ?? undefined, account.world.clock.now());
  for (const mapping of await aws.changes.eventSourceMappings(NAME)) {
    const own = account.world.eventSourceMappings.find(({ uuid }) => uuid === mapping.uuid);
    if (own) Object.assign(own, { enabled: original.mappings[own.uuid]?.enabled, transition: undefined });
    if (own) delete own.maximumConcurrency;
  }
  expect(stateOf(account, NAME)).toEqual(original);
}

/** Every outcome the journal calls done is what AWS shows, unless a later change of the same setting is done too. */
async function expectTrueJournal({ aws }: Lambdatop, entries: readonly Entry[]): Promise<void> {
  const last = new Map<string, Entry['changes'][number]>();
  for (const change of entries.flatMap(({ changes }) => changes)) {
    if (change.outcome === 'done') last.set(settingKey(change.setting), change);
  }
  for (const change of last.values()) {
    expect(
      await readSetting({ ...aws.changes, ...aws.aliases, ...aws.codeDeploy, ...aws.queues }, change.setting),
    ).toMatchObject({
      value: change.to,
    });
  }
  for (const entry of entries) expect(entry.outcome).not.toBeNull();
}

/** Runs a request in a process that dies at its n-th call; false when it ended before that. */
async function dieAt(request: ChangeRequest, call: number, death: Death, root: string) {
  const deadly = deadlyAws(call, death);
  const victim = lambdatopOn(account, root, { aws: deadly.wrap, owner: deadProcess() });
  const ended = victim.plan(request).then((plan) => victim.operations.apply(plan));
  const died = await Promise.race([deadly.died.then(() => true), ended.then(() => false)]);
  return { died, deliver: deadly.deliver };
}

/** Everything that was taken away comes back, whatever happened to the process that took it. */
async function expectNothingForgotten(root: string, deliver: () => Promise<void>): Promise<void> {
  const next = lambdatopOn(account, root);
  const signal = new AbortController().signal;
  await next.operations.recover(signal);
  await deliver();
  // AWS does not tell what a mapping is while it works on it, and leaves that to a later start.
  pass(10_000);
  await next.operations.recover(signal);
  await expectTrueJournal(next, await next.entries());
  const restored = await next.restore(NAME);
  expect(restored.error).toBeNull();
  expect(stateOf(account, NAME)).toEqual(original);
}

describe.each<Death>(['before', 'after', 'on-the-way'])('a process that dies %s a call', (death) => {
  test('of kill forgets no former value', async () => {
    let call = 0;
    for (; ; call += 1) {
      const root = temporaryState();
      const { died, deliver } = await dieAt(KILL, call, death, root);
      await expectNothingForgotten(root, deliver);
      if (!died) break;
      await reset();
    }
    expect(call).toBeGreaterThan(8);
  });

  test('of reserve leaves the journal true', async () => {
    let call = 0;
    for (; ; call += 1) {
      const root = temporaryState();
      const { died, deliver } = await dieAt(RESERVE, call, death, root);
      const next = lambdatopOn(account, root);
      await next.operations.recover(new AbortController().signal);
      await deliver();
      await next.operations.recover(new AbortController().signal);
      await expectTrueJournal(next, await next.entries());
      const { reserved } = stateOf(account, NAME);
      const entries = await next.entries();
      if (reserved === 50) expect(entries.at(-1)).toMatchObject({ outcome: 'done' });
      else expect(entries.map(({ outcome }) => outcome)).toEqual(entries.length > 0 ? ['not-applied'] : []);
      if (!died) break;
      await reset();
    }
    expect(call).toBeGreaterThan(6);
  });
});

describe.each<Death>(['after', 'on-the-way'])('a staged restore that dies %s a call', (death) => {
  test('leaves the rest owed', async () => {
    let call = 0;
    for (; ; call += 1) {
      const root = temporaryState();
      await lambdatopOn(account, root).kill(NAME);
      const { died, deliver } = await dieAt(RESTORE, call, death, root);
      await expectNothingForgotten(root, deliver);
      if (!died) break;
      await reset();
    }
    expect(call).toBeGreaterThan(12);
  });
});

describe.each(['drop-before', 'drop-after'] as const)('a reply lost by %s', (kind) => {
  test('at any call of kill and restore ends in a true statement, and nothing is forgotten', async () => {
    for (let call = 0; ; call += 1) {
      const fault = account.faults.add({ kind, service: '*', operation: '*', after: call, count: 1 });
      const root = temporaryState();
      const { kill, restore, entries } = lambdatopOn(account, root);
      const killed = await kill(NAME).catch((error) => ({ outcome: 'not planned', error }));
      if (killed.outcome === 'done') expect(stateOf(account, NAME).reserved).toBe(0);
      const restored = await restore(NAME).catch((error) => ({ outcome: 'not planned', error }));
      if (restored.outcome === 'done') expect(stateOf(account, NAME)).toEqual(original);
      account.faults.clear();
      const next = lambdatopOn(account, root);
      await expectTrueJournal(next, await entries());
      await next.restore(NAME);
      expect(stateOf(account, NAME)).toEqual(original);
      if (fault.hits === 0) break;
    }
  });
});
