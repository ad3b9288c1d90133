/** A process that dies, or a reply that is lost, at every call of shift, roll back and publish. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import type { Routing } from '../../src/domain/traffic/routing.ts';
import type { ChangeRequest } from '../../src/operations/requests.ts';
import { aliasOf, changeAlias, routeAlias } from './aliases.ts';
import { type Death, deadlyAws, deadProcess } from './crash.ts';
import { type Lambdatop, lambdatopOn, pass, quickAccount, temporaryState } from './world.ts';

const NAME = 'checkout-api-prod';
const SPLIT: Routing = { version: '41', weights: { 42: 0.1 } };

/** Each change with where the alias is before and after it. */
const CHANGES: readonly (readonly [name: string, request: ChangeRequest, to: Routing])[] = [
  ['shift', changeAlias('shift', NAME, { to: '42', weight: 25 }), { version: '41', weights: { 42: 0.25 } }],
  ['roll back', changeAlias('rollback', NAME), { version: '41', weights: {} }],
];

let account: Account;

beforeEach(async () => {
  account = await quickAccount({ functions: 60 });
});

/** Settles the journal as the next start does, now and when what was on its way must have arrived. */
async function settle(root: string, deliver: () => Promise<void> = async () => {}): Promise<Lambdatop> {
  const next = lambdatopOn(account, root);
  const signal = new AbortController().signal;
  await next.operations.recover(signal);
  await deliver();
  pass(10_000);
  await next.operations.recover(signal);
  return next;
}

/** The journal explains where the alias is: every entry has an end, and what is done is what AWS shows. */
async function expectExplained(next: Lambdatop, to: Routing): Promise<void> {
  const entries = await next.entries();
  const now = aliasOf(account, NAME);
  const isDone = JSON.stringify(now) === JSON.stringify(to);
  if (!isDone) expect(now).toEqual(SPLIT);
  if (isDone) expect(entries.at(-1)).toMatchObject({ outcome: 'done', changes: [{ from: SPLIT, to }] });
  else expect(entries.map(({ outcome }) => outcome)).toEqual(entries.map(() => 'not-applied'));
}

describe.each(CHANGES)('%s', (_, request, to) => {
  test.each<Death>(['before', 'after', 'on-the-way'])('that dies %s any call is explained', async (death) => {
    let call = 0;
    for (; ; call += 1) {
      routeAlias(account, NAME, SPLIT);
      const root = temporaryState();
      const planned = await lambdatopOn(account, root).plan(request);
      const deadly = deadlyAws(call, death);
      const victim = lambdatopOn(account, root, { aws: deadly.wrap, owner: deadProcess() });
      const ended = victim.operations.apply(planned);
      const died = await Promise.race([deadly.died.then(() => true), ended.then(() => false)]);
      await expectExplained(await settle(root, deadly.deliver), to);
      if (!died) break;
    }
    expect(call).toBeGreaterThanOrEqual(4);
  });

  test.each(['drop-before', 'drop-after'] as const)(
    'with a line that fails (%s) at any call ends in a true statement',
    async (kind) => {
      for (let call = 0; ; call += 1) {
        routeAlias(account, NAME, SPLIT);
        const root = temporaryState();
        const { plan, operations } = lambdatopOn(account, root);
        const planned = await plan(request);
        const fault = account.faults.add({ kind, service: '*', operation: '*', after: call, count: 1 });
        const result = await operations.apply(planned);
        account.faults.clear();
        if (result.outcome === 'done') expect(aliasOf(account, NAME)).toEqual(to);
        if (result.outcome === 'failed') expect(aliasOf(account, NAME)).toEqual(SPLIT);
        await expectExplained(await settle(root), to);
        if (fault.hits === 0) break;
      }
    },
  );
});

test.each<Death>(['after', 'on-the-way'])(
  'a roll back of a CodeDeploy deployment that dies %s any call is explained',
  async (death) => {
    for (let call = 0; ; call += 1) {
      account = await quickAccount({ functions: 60, scenario: 'codedeploy' });
      const root = temporaryState();
      const planned = await lambdatopOn(account, root).plan(changeAlias('rollback', NAME));
      const deadly = deadlyAws(call, death);
      const victim = lambdatopOn(account, root, { aws: deadly.wrap, owner: deadProcess() });
      const ended = victim.operations.apply(planned);
      const died = await Promise.race([deadly.died.then(() => true), ended.then(() => false)]);
      const entries = await (await settle(root, deadly.deliver)).entries();
      const isBack =
        JSON.stringify(aliasOf(account, NAME)) === JSON.stringify({ version: '41', weights: {} });
      if (isBack) expect(entries).toMatchObject([{ outcome: 'done' }]);
      else expect(entries.map(({ outcome }) => outcome)).toEqual(entries.map(() => 'not-applied'));
      if (!died) break;
    }
  },
);

test('publish makes one version, however its reply is lost, and the journal knows its number', async () => {
  const target = account.world.functionNamed(NAME);
  for (const kind of ['drop-before', 'drop-after'] as const) {
    const before = target?.lastVersion ?? 0;
    if (target) target.configuration = { ...target.configuration, CodeSha256: `bmV3${kind}` };
    account.faults.add({ kind, service: 'lambda', operation: 'PublishVersion', count: 1 });
    const { plan, operations, entries } = lambdatopOn(account);
    const result = await operations.apply(await plan({ operation: 'publish', function: NAME }));
    expect(result).toMatchObject({ outcome: 'done' });
    expect(target?.lastVersion).toBe(before + 1);
    const [entry] = await entries();
    expect(entry?.changes[0]).toMatchObject({ outcome: 'done', to: { version: String(before + 1) } });
  }
});

test('publish that dies after AWS has done it is found by its number', async () => {
  const target = account.world.functionNamed(NAME);
  if (target) target.configuration = { ...target.configuration, CodeSha256: 'bmV3' };
  const root = temporaryState();
  const request: ChangeRequest = { operation: 'publish', function: NAME };
  const planned = await lambdatopOn(account, root).plan(request);
  for (let call = 0; target?.lastVersion === 42; call += 1) {
    const deadly = deadlyAws(call, 'after');
    const victim = lambdatopOn(account, root, { aws: deadly.wrap, owner: deadProcess() });
    await Promise.race([deadly.died, victim.operations.apply(planned)]);
  }
  const entries = await (await settle(root)).entries();
  expect(entries.at(-1)).toMatchObject({ outcome: 'done', changes: [{ to: { version: '43' } }] });
});
