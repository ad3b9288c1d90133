import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import type { RolloutRecord } from '../../src/domain/rollout/record.ts';
import { startRollout } from '../../src/domain/rollout/rollout.ts';
import { parseStrategy } from '../../src/domain/rollout/strategy.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { openRolloutFiles, type RolloutFiles } from '../../src/journal/rollout-files.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { recordOf } from '../rollouts/record.ts';
import { eventually } from '../support/eventually.ts';
import { account, openConsole } from '../support/open-console.ts';
import { press } from '../support/press.ts';

const ID = 'aaaaaaaa';
const CTRL_C = '\x03';
const SHIFT_TAB = '\x1b[Z';

interface WithRollout {
  readonly files: RolloutFiles;
  readonly stateDir: string;
  /** Of the account, in it. */
  readonly directory: string;
  readonly record: RolloutRecord;
}

/** A rollout of checkout-api-prod:live at 10 %, as its process would have written it. */
async function withRollout(started: Account, change: Partial<RolloutRecord> = {}): Promise<WithRollout> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'lambdatop-test-'));
  const where = { account: '123456789012', region: 'eu-west-1', endpoint: started.endpoint };
  const directory = stateDirFrom(stateDir, {}).forScope(where);
  const files = openRolloutFiles(directory, { now: Date.now });
  const plan = {
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout-api-prod',
    alias: 'live',
    stable: '41',
    canary: '42',
    strategy: parseStrategy('10,50,100@5m'),
    guarded: true,
  };
  const now = Date.now();
  const record = recordOf(ID, {
    rollout: { ...startRollout(plan), phase: 'baking', bakedMs: 40_000, lookedAt: now },
    routing: { version: '41', weights: { 42: 0.1 }, revisionId: 'r', at: now },
    verdict: { name: 'not-enough', sentence: 'not enough evidence: 12 of 50 canary invocations' },
    startedAt: now - 60_000,
    updatedAt: now,
    ...change,
  });
  await files.write(record);
  return { files, stateDir, directory, record };
}

/** `lambdatop open traffic`: the function's only alias is there at once. */
const AT_COCKPIT = { startScreen: 'traffic', target: 'checkout-api-prod' } as const;

async function routingIn({ endpoint }: Account): Promise<unknown> {
  const reply = await fetch(`${endpoint}/2015-03-31/functions/checkout-api-prod/aliases/live`);
  const { FunctionVersion, RoutingConfig } = (await reply.json()) as Record<string, unknown>;
  return { FunctionVersion, RoutingConfig };
}

describe('a rollout that runs', () => {
  test('is on its row and in the cockpit, may advance while the console is open, and is asked about at its end', async () => {
    const started = await account({ scenario: 'bad-canary' });
    const { files, stateDir } = await withRollout(started);
    const { terminal, ended } = await openConsole({ account: started, stateDir, console: AT_COCKPIT });
    await terminal.shows('checkout-api-prod:live rollout 10 %');
    await eventually(async () => expect((await files.attached(ID, thisProcess())).present).toBe(1));
    await terminal.shows('not enough evidence: 12 of 50');
    terminal.type('q');
    await terminal.shows(/checkout-api-prod .* roll 10%$/m);
    terminal.type('q');
    await terminal.shows('goes on guarding in its own process');
    await press(terminal, '\t', '[›Quit, keep guarding‹]');
    terminal.type('\r');
    expect(await ended).toBe(0);
    expect((await files.attached(ID, thisProcess())).present).toBe(0);
    expect(await files.orders(ID)).toEqual([]);
  });

  test('B and Enter order the roll back, and what its process answers is told', async () => {
    const started = await account({ scenario: 'bad-canary' });
    const { files, stateDir, record } = await withRollout(started);
    const { terminal } = await openConsole({ account: started, stateDir, console: AT_COCKPIT });
    await terminal.shows('checkout-api-prod:live rollout 10 %');
    await terminal.shows('not enough evidence: 12 of 50');
    await press(terminal, 'B', 'all of the traffic back to 41, at once');
    terminal.type('\r');
    const order = await eventually(async () => {
      const [given] = await files.orders(ID);
      if (given === undefined) throw new Error('no order yet');
      return given;
    });
    expect(order).toMatchObject({ order: 'abort', actor: expect.stringContaining('123456789012') });
    const aborted = { by: 'operator', reason: 'rolled back by hand' } as const;
    const rollout = { ...record.rollout, phase: 'rolled-back', aborted } as const;
    await files.write({ ...record, rollout, answered: { orderId: order.id, refusal: null } });
    await files.answered(ID, order);
    await terminal.shows('checkout-api-prod:live is back on 41: rolled back by hand');
  });

  test('a key that would start a second one says why not', async () => {
    const started = await account({ scenario: 'bad-canary' });
    const { stateDir } = await withRollout(started);
    const { terminal } = await openConsole({ account: started, stateDir, console: AT_COCKPIT });
    await terminal.shows('checkout-api-prod:live rollout 10 %');
    await terminal.shows('not enough evidence: 12 of 50');
    await press(terminal, 'R', 'A rollout runs on checkout-api-prod:live');
  });
});

describe('what else would move an alias that a rollout of ours is moving', () => {
  const REFUSED = 'A rollout of checkout-api-prod:live from 41 to 42 is in progress, at 10 %';
  const ABORTS = 'B aborts it: everything goes back to 41';

  test('an undo in the journal is refused with the keys that are right', async () => {
    const started = await account({ scenario: 'bad-canary' });
    const { stateDir, record, directory } = await withRollout(started);
    const { functionArn, alias } = record.rollout.plan;
    const { begin } = openJournal(directory, thisProcess(), { now: Date.now });
    const { change, end } = await begin({
      group: ID,
      actor: 'arn:aws:iam::123456789012:user/anna',
      account: '123456789012',
      region: 'eu-west-1',
      operation: 'shift',
      target: `${functionArn}:${alias}`,
      changes: [
        {
          setting: { kind: 'alias-routing', functionArn, alias },
          from: { version: '41', weights: {} },
          to: { version: '41', weights: { 42: 0.1 } },
          debt: 'set',
        },
      ],
      undoes: null,
    });
    await change(0, 'done', 'request-1');
    await end('done', null);
    const before = await routingIn(started);
    const { terminal } = await openConsole({
      account: started,
      stateDir,
      columns: 120,
      rows: 40,
      console: { startScreen: 'journal' },
    });
    await terminal.shows('checkout-api-prod:live is being rolled out');
    await press(terminal, 'u', REFUSED);
    await terminal.shows(ABORTS);
    await terminal.shows('[›Close‹]');
    expect(terminal.text()).not.toContain('[Undo]');
    terminal.type('\r');
    await terminal.hides(REFUSED);
    await press(terminal, 'B', 'all of the traffic back to 41, at once');
    expect(await routingIn(started)).toEqual(before);
  });

  test('a shift that is named in the palette is judged by its name, whatever is focused', async () => {
    const started = await account({ scenario: 'bad-canary' });
    const { stateDir, record, files } = await withRollout(started);
    const { terminal } = await openConsole({ account: started, stateDir, columns: 120, rows: 40 });
    const named = async (target: string): Promise<void> => {
      let typed = '';
      // As fast as a person sees it: what comes faster is a paste, which changes nothing.
      for (const character of `:shift ${target}`) {
        terminal.type(character);
        typed += character;
        await terminal.shows(typed.trimEnd());
      }
      terminal.type('\r');
    };
    await terminal.shows('checkout-api-prod:live is being rolled out');
    await terminal.shows(/^1\/\d+/m);
    await named('checkout-api-prod:live');
    await terminal.shows('A rollout runs on checkout-api-prod:live: B rolls it back, t shows it');
    await named('orders-api-prod:prod');
    await terminal.shows('Percent for that version');
    terminal.type(CTRL_C);
    await terminal.hides('Percent for that version');
    // One that began after the dialog was opened is found by the plan.
    const plan = {
      ...record.rollout.plan,
      functionArn: record.rollout.plan.functionArn.replace('checkout', 'orders'),
    };
    await named('orders-api-prod:prod');
    await terminal.shows('‹19›');
    await files.write({
      ...record,
      id: 'bbbbbbbb',
      rollout: { ...record.rollout, plan: { ...plan, alias: 'prod' } },
    });
    terminal.type('50\r');
    await terminal.shows('A rollout of orders-api-prod:prod from 41 to 42 is in progress, at 10 %');
    await terminal.shows(ABORTS);
  });
});

test('a rollout that nobody drives is shown first, with what AWS says, and rolled back from there', async () => {
  const started = await account({ scenario: 'bad-canary' });
  const dead = { ...thisProcess(), boot: 'another boot' };
  const { stateDir, files } = await withRollout(started, { owner: dead });
  const { terminal } = await openConsole({ account: started, stateDir });
  await terminal.shows('The rollout of checkout-api-prod:live is unfinished');
  await terminal.shows('41 90 %, 42 10 %');
  // Who decides later finds it again in the cockpit.
  await press(terminal, '\t', '[›Resume‹]');
  terminal.type(SHIFT_TAB);
  await terminal.shows('[›Decide later‹]');
  terminal.type('\r');
  await terminal.hides('is unfinished');
  terminal.type('4');
  await terminal.shows('R resume  A promote  B roll back');
  await press(terminal, 'R', 'The rollout of checkout-api-prod:live is unfinished');
  await terminal.shows('[›Decide later‹]');
  for (const button of ['Resume', 'Promote…', 'Roll back…']) await press(terminal, '\t', `[›${button}‹]`);
  terminal.type('\r');
  await terminal.shows('alias live  41 90 %, 42 10 % → 41');
  await press(terminal, '\r', 'Rolling back checkout-api-prod:live');
  await eventually(async () => expect(await routingIn(started)).toEqual({ FunctionVersion: '41' }));
  await eventually(async () => expect((await files.read(ID))?.rollout.phase).toBe('stopped'));
});

test('without a rollout of ours: an alias that is split by hand, and a version that is chosen', async () => {
  const started = await account({ scenario: 'bad-canary' });
  const { terminal } = await openConsole({ account: started, columns: 80, rows: 24, console: AT_COCKPIT });
  await terminal.shows('split by hand: nobody guards it');
  await terminal.shows(/CANARY 42/);
  await terminal.shows(/10 %, [\d.]+% seen/);
  await press(terminal, 'W', 'Percent for that version');
  await terminal.shows('‹42›');
  terminal.type('140\r');
  await terminal.shows('Type percent from 0 to 100');
  terminal.type(CTRL_C);
  await terminal.hides('Percent for that version');
  terminal.type('q');
  await terminal.shows(/^1\/\d+/m);
  terminal.type(':traffic warehouse-stock-sync\r');
  await terminal.shows('warehouse-stock-sync has no alias');
  await terminal.shows('aws lambda create-alias');
});
