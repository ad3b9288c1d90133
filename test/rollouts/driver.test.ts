/** A rollout from its first step to its end, and all that can come between. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { aliasOf, routeAlias } from '../operations/aliases.ts';
import { quickAccount, temporaryState } from '../operations/world.ts';
import { type Driven, NAME, RolloutWorld } from './world.ts';

let account: Account;
let world: RolloutWorld;

beforeEach(async () => {
  account = await quickAccount({ functions: 40 });
  routeAlias(account, NAME, { version: '41', weights: {} });
  const root = temporaryState();
  const directory = stateDirFrom(root, {}).forScope({
    account: '123456789012',
    region: 'eu-west-1',
    endpoint: account.endpoint,
  });
  world = new RolloutWorld(account, root, directory);
});

const alias = () => aliasOf(account, NAME);
const split = (share: number) => ({ version: '41', weights: { 42: share } });
const ALL_BACK = { version: '41', weights: {} };

async function begun(strategy?: string, change = {}): Promise<Driven> {
  await world.propose(strategy, change);
  await world.files.attach('aaaaaaaa', thisProcess());
  const driven = await world.drive(thisProcess());
  await driven.beat();
  await driven.idle();
  await driven.beat();
  await driven.idle();
  return driven;
}

/** Beats until the rollout is somewhere; fails when it never gets there. */
async function until(driven: Driven, isThere: () => boolean, beats = 200): Promise<void> {
  for (let count = 0; count < beats; count += 1) {
    if (isThere()) return;
    await driven.beat(5_000);
    await driven.idle();
  }
  expect(isThere()).toBe(true);
}

describe('a rollout', () => {
  test('that is told to end while its record is being written rolls back all the same', async () => {
    const driven = await begun();
    const writing = driven.beat();
    // The record is on its way to the disk from here on; the signal may come at any moment.
    while (!world.isWriting) await new Promise((resolve) => setImmediate(resolve));
    driven.driver.abort('its process was told to end');
    await writing;
    await until(driven, () => driven.driver.record.rollout.phase === 'rolled-back');
    expect(alias()).toEqual(ALL_BACK);
    expect(driven.driver.record.rollout.aborted).toMatchObject({ by: 'interrupt' });
  });

  test('goes step by step to the promotion, each step in the journal under one group', async () => {
    const driven = await begun();
    expect(alias()).toEqual(split(0.1));
    await until(driven, () => driven.driver.record.rollout.step === 1);
    await driven.idle();
    expect(alias()).toEqual(split(0.5));
    await until(driven, () => driven.driver.record.rollout.phase === 'promoted');
    expect(alias()).toEqual({ version: '42', weights: {} });
    const entries = await driven.lambdatop.entries();
    expect(entries.map(({ operation, outcome, group }) => [operation, outcome, group])).toEqual([
      ['shift', 'done', 'aaaaaaaa'],
      ['shift', 'done', 'aaaaaaaa'],
      ['promote', 'done', 'aaaaaaaa'],
    ]);
    const { rollout, routing } = await world.record();
    expect(rollout.phase).toBe('promoted');
    // The last record tells where the alias went, not where it was looked at last.
    expect(routing).toMatchObject({ version: '42', weights: {} });
  });

  test('goes back as soon as the guard says worse, with nobody there', async () => {
    const driven = await begun();
    world.behaviour = 'bad';
    await driven.beat();
    await driven.beat();
    await driven.idle();
    await driven.beat();
    expect(alias()).toEqual(ALL_BACK);
    const { rollout } = await world.record();
    expect(rollout).toMatchObject({ phase: 'rolled-back', aborted: { by: 'guard' } });
    expect(rollout.aborted?.reason).toMatch(/^canary \d+\/\d+ errors vs stable .*: worse, p/);
  });

  test('waits for ever where nothing can be read, and where nobody is attached', async () => {
    const driven = await begun();
    world.behaviour = 'silent';
    for (let count = 0; count < 60; count += 1) await driven.beat(10_000);
    await driven.idle();
    expect(alias()).toEqual(split(0.1));
    expect(driven.driver.record.verdict?.name).toBe('not-enough');
  });

  test('holds, refuses with a sentence, advances and promotes by order', async () => {
    const driven = await begun();
    const given = await world.files.order('aaaaaaaa', { order: 'resume', actor: 'me' });
    await driven.beat();
    expect((await world.record()).answered).toEqual({ orderId: given.id, refusal: 'It is not held' });
    await world.order({ order: 'hold', actor: 'me' });
    for (let count = 0; count < 60; count += 1) await driven.beat(10_000);
    await driven.idle();
    expect(alias()).toEqual(split(0.1));
    await world.order({ order: 'advance', actor: 'me' });
    await driven.beat();
    await driven.idle();
    expect(alias()).toEqual(split(0.5));
    await driven.beat();
    await world.order({ order: 'promote', actor: 'me' });
    await driven.beat();
    await driven.idle();
    expect(alias()).toEqual({ version: '42', weights: {} });
    expect(await world.files.orders('aaaaaaaa')).toEqual([]);
  });

  test('aborts at once while a step is on its way, and proves it when that one has ended', async () => {
    account.faults.add({
      kind: 'delay',
      service: 'lambda',
      operation: 'UpdateAlias',
      delayMs: 300,
      count: 1,
    });
    await world.propose();
    const driven = await world.drive(thisProcess());
    await driven.beat();
    await world.order({ order: 'abort', actor: 'me', reason: 'wrong version' });
    await driven.beat();
    await until(driven, () => driven.driver.record.rollout.phase === 'rolled-back');
    expect(alias()).toEqual(ALL_BACK);
    expect((await world.record()).rollout.aborted).toEqual({ by: 'operator', reason: 'wrong version' });
  });

  test('stops, with the difference, when somebody else moves the alias', async () => {
    const driven = await begun();
    routeAlias(account, NAME, { version: '41', weights: { 42: 0.3 } });
    await until(driven, () => driven.driver.record.rollout.phase === 'stopped');
    expect(driven.driver.record.rollout.moved).toContain('41 70 %, 42 30 % now');
    expect(driven.driver.record.rollout.moved).toContain('41 90 %, 42 10 %');
    expect(alias()).toEqual(split(0.3));
  });

  test('is blind without credentials, stands still, and goes on when they are back', async () => {
    const driven = await begun();
    account.faults.add({ kind: 'expired', service: 'lambda', operation: '*' });
    await until(driven, () => driven.driver.record.rollout.blindSince !== null);
    const { bakedMs } = driven.driver.record.rollout;
    for (let count = 0; count < 20; count += 1) await driven.beat(10_000);
    await driven.idle();
    expect(driven.driver.record.rollout.bakedMs).toBe(bakedMs);
    expect((await world.record()).trouble?.message).toMatch(/expired/i);
    account.faults.clear();
    await until(driven, () => driven.driver.record.rollout.phase === 'promoted');
  });

  test('gives up when it is blind for too long, and leaves the alias as it is', async () => {
    const driven = await begun();
    account.faults.add({ kind: 'expired', service: 'lambda', operation: '*' });
    await until(driven, () => driven.driver.record.stopped !== null);
    expect(driven.driver.record.stopped?.why).toBe('blind');
    expect(alias()).toEqual(split(0.1));
  });

  test('is taken up after a crash, and judges what happened meanwhile before anything else', async () => {
    await begun();
    // Its process died while it was being promoted.
    const record = await world.record();
    await world.files.write({ ...record, rollout: { ...record.rollout, phase: 'promoting' } });
    world.behaviour = 'silent';
    const next = await world.drive(thisProcess());
    for (let count = 0; count < 5; count += 1) {
      await next.beat();
      await next.idle();
    }
    expect(alias()).toEqual(split(0.1));
    expect((await world.record()).trouble?.message).toMatch(/^Reading what happened/);
    world.behaviour = 'bad';
    await until(next, () => next.driver.record.rollout.phase === 'rolled-back');
    expect(alias()).toEqual(ALL_BACK);
    expect((await next.lambdatop.entries()).map(({ operation }) => operation)).toEqual(['shift', 'rollback']);
  });

  test('is rolled back when its terminal is lost, where that was wanted', async () => {
    const { deadProcess } = await import('../operations/crash.ts');
    await world.propose('10,100@5m', { onInterrupt: 'rollback' });
    const driven = await world.drive(thisProcess());
    await driven.beat();
    await driven.idle();
    await world.files.attach('aaaaaaaa', deadProcess());
    await until(driven, () => driven.driver.record.rollout.phase === 'rolled-back');
    expect(driven.driver.record.rollout.aborted?.by).toBe('interrupt');
  });

  test('ends at once when AWS refuses its first step, and has changed nothing', async () => {
    account.faults.add({ kind: 'deny', service: 'lambda', operation: 'UpdateAlias' });
    await world.propose();
    const driven = await world.drive(thisProcess());
    await until(driven, () => driven.driver.record.stopped !== null, 5);
    expect(driven.driver.record.stopped?.why).toBe('refused');
    expect(alias()).toEqual(ALL_BACK);
  });
});
