/** Whatever is shifted, promoted, rolled back and undone, and whoever else moves the alias: the journal explains it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlanResult } from '../../src/domain/changes/result.ts';
import { type Routing, toRouting } from '../../src/domain/traffic/routing.ts';
import type { ChangeRequest } from '../../src/operations/requests.ts';
import { aliasOf, changeAlias, routeAlias } from './aliases.ts';
import { lambdatopOn, quickAccount } from './world.ts';

const NAME = 'checkout-api-prod';
const VERSIONS = ['40', '41', '42'];
const START: Routing = { version: '41', weights: {} };

const version = fc.constantFrom(...VERSIONS);
/** Percent in steps of 0.1, with both ends. */
const weight = fc.integer({ min: 0, max: 1_000 }).map((tenths) => tenths / 10);

/** One thing that happens; `meddled`: somebody else moves the alias between our plan and our call. */
type Step = { readonly meddled: boolean } & (
  | { readonly kind: 'shift'; readonly to: string; readonly weight: number }
  | { readonly kind: 'rollback'; readonly to: string | null }
  | { readonly kind: 'promote' | 'undo' }
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('shift' as const), to: version, weight, meddled: fc.boolean() }),
  fc.record({ kind: fc.constant('promote' as const), meddled: fc.boolean() }),
  fc.record({ kind: fc.constant('rollback' as const), to: fc.option(version), meddled: fc.boolean() }),
  fc.record({ kind: fc.constant('undo' as const), meddled: fc.constant(false) }),
);

test('random changes leave the alias where the journal says, and never override somebody else', async () => {
  const account = await quickAccount({ functions: 60 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const { operations, plan, entries } = lambdatopOn(account);
      routeAlias(account, NAME, START);
      let last: PlanResult | null = null;
      for (const each of steps) {
        const planned = await plan(requestOf(each, last)).catch(() => null);
        if (!planned) continue;
        const meddled: Routing = { version: '40', weights: { 42: 0.333 } };
        if (each.meddled) routeAlias(account, NAME, meddled);
        const before = aliasOf(account, NAME);
        const result = await operations.apply(planned);
        const after = aliasOf(account, NAME);
        if (result.outcome !== 'done') expect(after).toEqual(before);
        else {
          const [entry] = (await entries()).slice(-1);
          expect(entry).toMatchObject({ id: result.entry, outcome: 'done' });
          expect(toRouting(entry?.changes[0]?.to)).toEqual(after);
          // Only a roll back may go on from what it did not plan, and then from no other versions.
          if (planned.operation !== 'rollback') expect(toRouting(entry?.changes[0]?.from)).toEqual(before);
          expect(Object.values(after.weights).every((share) => share > 0 && share <= 1)).toBe(true);
          expect(Object.keys(after.weights)).not.toContain(after.version);
          last = result;
        }
      }
      if (last === null || last.plan.operation === 'undo') return;
      const change = last.reports[0]?.change;
      if (JSON.stringify(aliasOf(account, NAME)) !== JSON.stringify(change?.to)) return;
      await operations.apply(await plan({ operation: 'undo', entry: last.entry ?? '' }));
      expect(aliasOf(account, NAME)).toEqual(change?.from);
    }),
    { numRuns: 15 },
  );
});

function requestOf(each: Step, last: PlanResult | null): ChangeRequest {
  switch (each.kind) {
    case 'shift':
      return changeAlias('shift', NAME, { to: each.to, weight: each.weight });
    case 'promote':
      return changeAlias('promote', NAME);
    case 'rollback':
      return changeAlias('rollback', NAME, { to: each.to });
    case 'undo':
      return { operation: 'undo', entry: last?.entry ?? 'none' };
  }
}
