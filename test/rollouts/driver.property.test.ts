/**
 * Whatever people, AWS, clocks and crashes do to a rollout: no call leaves without its intent in the journal, none
 * raises the canary's weight after an abort, and an abort gets through in the end.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import type { AliasRouting } from '../../src/gateways/aliases.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import type { NewOrder } from '../../src/journal/rollout-files.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { aliasOf, routeAlias } from '../operations/aliases.ts';
import { deadProcess } from '../operations/crash.ts';
import { lambdatopOn, quickAccount, temporaryState } from '../operations/world.ts';
import { type Behaviour, type Driven, ID, NAME, RolloutWorld } from './world.ts';

/** One thing that happens. */
type Happening =
  | { readonly kind: 'beat'; readonly ms: number; readonly waits: boolean }
  | { readonly kind: 'order'; readonly order: 'hold' | 'resume' | 'advance' | 'promote' | 'abort' }
  | { readonly kind: 'versions'; readonly are: Behaviour }
  | {
      readonly kind: 'fault';
      readonly fault: 'throttle' | 'drop-before' | 'drop-after' | 'expired' | 'error';
    }
  | { readonly kind: 'mended' }
  | { readonly kind: 'others'; readonly weight: number | null }
  | { readonly kind: 'clock'; readonly ms: number }
  | { readonly kind: 'crash'; readonly at: 'now' | 'before-call' | 'after-call' };

const beat = fc.record({
  kind: fc.constant('beat' as const),
  ms: fc.constantFrom(500, 5_000, 15_000),
  waits: fc.boolean(),
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: beat },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      order: fc.constantFrom('hold' as const, 'resume', 'advance', 'promote', 'abort'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('versions' as const),
      are: fc.constantFrom<Behaviour>('healthy', 'bad', 'idle', 'silent'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom('throttle' as const, 'drop-before', 'drop-after', 'expired', 'error'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'mended' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('others' as const),
      weight: fc.constantFrom(null, 0.1, 0.3, 0.7),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      ms: fc.constantFrom(-3_600_000, -5_000, 90_000, 7_200_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      at: fc.constantFrom('now' as const, 'before-call', 'after-call'),
    }),
  },
);

/** A call that was sent. */
interface Sent {
  readonly routing: AliasRouting;
  /** The abort was on the disk when it left. */
  readonly afterAbort: boolean;
  /** The journal had an open intent to do just this. */
  readonly explained: boolean;
}

/** A rollout under fire. */
class Trial {
  readonly sent: Sent[] = [];
  /** Somebody else moved the alias after everything: what it is then is theirs. */
  isOthers = false;
  readonly world: RolloutWorld;
  #driven: Driven | null = null;
  #kill: () => unknown = () => {};
  #dieAt: 'before-call' | 'after-call' | null = null;
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
    const root = temporaryState();
    const scope = { account: '123456789012', region: 'eu-west-1', endpoint: account.endpoint };
    this.world = new RolloutWorld(account, root, stateDirFrom(root, {}).forScope(scope));
  }

  async begin(): Promise<void> {
    await this.world.propose('10,50,100@1m');
    await this.world.files.attach(ID, { ...deadProcess(), host: 'elsewhere' });
    await this.#start();
  }

  /** A process for the rollout, and what the next start of lambdatop does first. */
  async #start(): Promise<void> {
    let isDead = false;
    const die = (): Promise<never> => {
      isDead = true;
      if (this.#kill === die) this.#driven = null;
      return new Promise<never>(() => {});
    };
    this.#kill = die;
    const mortal = <Part extends object>(part: Part): Part =>
      new Proxy(part, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            if (isDead) return die();
            if (name !== 'updateAlias') return Reflect.apply(member, target, args);
            const sent = await this.#witness(args[2] as AliasRouting);
            if (isDead) return die();
            this.sent.push(sent);
            const death = this.#dieAt;
            this.#dieAt = null;
            if (death === 'before-call') return die();
            const answer = await Reflect.apply(member, target, args).finally(() => this.#look(sent.routing));
            return death === 'after-call' ? die() : answer;
          };
        },
      });
    const wrap = (aws: AwsAccount): AwsAccount => ({
      ...aws,
      aliases: mortal(aws.aliases),
      changes: mortal(aws.changes),
      identity: mortal(aws.identity),
    });
    const driven = await this.world.drive(deadProcess(), wrap);
    this.#driven = driven;
    await driven.lambdatop.operations.recover(AbortSignal.timeout(5_000)).catch(() => []);
  }

  async #witness(routing: AliasRouting): Promise<Sent> {
    const record = await this.world.record();
    const entries = (await this.#driven?.lambdatop.entries()) ?? [];
    const wanted = JSON.stringify({ version: routing.version, weights: routing.weights });
    return {
      routing,
      afterAbort: record.rollout.aborted !== null,
      explained: entries.some(
        ({ outcome, changes, group }) =>
          group === ID && outcome === null && changes.some(({ to }) => JSON.stringify(to) === wanted),
      ),
    };
  }

  async happen(happening: Happening): Promise<boolean> {
    switch (happening.kind) {
      case 'beat':
        return this.beat(happening.ms, happening.waits);
      case 'order':
        await this.world.order(orderOf(happening.order));
        break;
      case 'versions':
        this.world.behaviour = happening.are;
        break;
      case 'fault':
        this.#account.faults.add({
          kind: happening.fault,
          service: 'lambda',
          operation: '*',
          count: 2,
          ...(happening.fault === 'error' ? { status: 500, name: 'ServiceException', message: 'no' } : {}),
        });
        break;
      case 'mended':
        this.#account.faults.clear();
        break;
      case 'others': {
        const weights: Record<string, number> = happening.weight === null ? {} : { 42: happening.weight };
        routeAlias(this.#account, NAME, { version: '41', weights });
        this.isOthers = true;
        break;
      }
      case 'clock':
        this.world.skewMs += happening.ms;
        break;
      case 'crash':
        if (happening.at === 'now') this.#kill();
        else this.#dieAt = happening.at;
    }
    return false;
  }

  /** A call that took effect makes the alias ours again, also when its answer was lost. */
  #look({ version, weights }: AliasRouting): void {
    if (JSON.stringify(aliasOf(this.#account, NAME)) === JSON.stringify({ version, weights }))
      this.isOthers = false;
  }

  /** Where the journal says the alias is, once the next start has settled what dead processes left open. */
  async explained(): Promise<unknown> {
    const next = lambdatopOn(this.#account, this.world.root);
    await next.operations.recover(AbortSignal.timeout(5_000));
    const entries = await next.entries();
    for (const { outcome } of entries) expect(outcome).not.toBeNull();
    const changes = entries.flatMap((entry) => entry.changes);
    return changes.findLast(({ outcome }) => outcome === 'done')?.to ?? { version: '41', weights: {} };
  }

  /** A beat of the process that lives, or the start of one; true when the rollout is over. */
  async beat(ms: number, waits: boolean): Promise<boolean> {
    if (this.#driven === null) await this.#start();
    const driven = this.#driven;
    if (driven === null) return false;
    const isOver = await driven.beat(ms);
    if (waits || isOver) {
      // Throttled reads take real time; a dead process's calls never end.
      const until = performance.now() + 5_000;
      while (driven.driver.isBusy && this.#driven === driven && performance.now() < until) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return isOver;
  }
}

function orderOf(order: 'hold' | 'resume' | 'advance' | 'promote' | 'abort'): NewOrder {
  return order === 'abort' ? { order, actor: 'me', reason: 'enough' } : { order, actor: 'me' };
}

test('a rollout under fire stays explained, and an abort stays an abort', async () => {
  const account = await quickAccount({ functions: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 30 }), async (happenings) => {
      account.faults.clear();
      routeAlias(account, NAME, { version: '41', weights: {} });
      const trial = new Trial(account);
      await trial.begin();
      let isOver = false;
      for (const each of happenings) {
        isOver = await trial.happen(each);
        if (isOver) break;
      }
      account.faults.clear();
      await trial.world.order(orderOf('abort'));
      for (let count = 0; count < 40 && !isOver; count += 1) isOver = await trial.beat(5_000, true);

      for (const { routing, explained, afterAbort } of trial.sent) {
        expect(explained, `${JSON.stringify(routing)} had no intent`).toBe(true);
        if (afterAbort) expect(routing).toMatchObject({ version: '41', weights: {} });
      }
      const explained = await trial.explained();
      if (!trial.isOthers) expect(aliasOf(account, NAME)).toEqual(explained);
      const { rollout, stopped } = await trial.world.record();
      if (stopped !== null || trial.isOthers) return;
      expect(['rolled-back', 'promoted', 'stopped']).toContain(rollout.phase);
      if (rollout.phase === 'rolled-back')
        expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });
      if (rollout.phase === 'promoted')
        expect(aliasOf(account, NAME)).toEqual({ version: '42', weights: {} });
    }),
    { numRuns: 15, timeout: 30_000 },
  );
}, 60_000);
