/** What becomes known of two versions: by their log streams, by CloudWatch, and each invocation once. */
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import type { Observation, VersionNews } from '../../src/domain/guard/guard.ts';
import type { Side } from '../../src/domain/guard/ledger.ts';
import { type Evidence, gatherEvidence } from '../../src/rollouts/evidence.ts';
import { lambdatopOn, pass, quickAccount } from '../operations/world.ts';
import { eventually } from '../support/eventually.ts';

const NAME = 'checkout-api-prod';
const MINUTE_MS = 60_000;

let account: Account;
let since: number;

beforeEach(async () => {
  account = await quickAccount({ scenario: 'bad-canary', functions: 10 });
  // A whole minute, so that both sources mean the same time.
  const { clock } = account.world;
  pass(MINUTE_MS - (clock.now() % MINUTE_MS) + 10);
  since = clock.now() - 10;
  pass(3 * MINUTE_MS);
});

function gather(): { evidence: Evidence; total: () => Observation } {
  const { logs, metrics } = lambdatopOn(account).aws;
  const evidence = gatherEvidence({
    logs,
    metrics,
    clock: account.world.clock,
    functionName: NAME,
    alias: 'live',
    versions: { canary: '42', stable: '41' },
    since,
    onTrouble: () => {},
  });
  const sums: Record<Side, VersionNews> = { canary: NOTHING, stable: NOTHING };
  evidence.start();
  onTestFinished(() => evidence.stop());
  return {
    evidence,
    total() {
      const news = evidence.take();
      for (const side of ['canary', 'stable'] as const) sums[side] = sum(sums[side], news[side]);
      return sums;
    },
  };
}

const NOTHING: VersionNews = { invocations: 0, errors: 0, throttles: 0, durationsMs: [] };
const sum = (one: VersionNews, other: VersionNews): VersionNews => ({
  invocations: one.invocations + other.invocations,
  errors: one.errors + other.errors,
  throttles: one.throttles + other.throttles,
  durationsMs: [...one.durationsMs, ...other.durationsMs],
});

test('logs and metrics together count every invocation once, and know its errors and durations', async () => {
  const { evidence, total } = gather();
  await eventually(() => expect(evidence.seen().evidence).toBe('logs and metrics'));
  await eventually(() => expect(total().canary.durationsMs.length).toBeGreaterThan(200));
  const { canary, stable } = total();
  // Twenty a second for three minutes, a tenth of them to the canary, of which 8 % fail.
  expect(canary.invocations + stable.invocations).toBeGreaterThan(2_500);
  expect(canary.invocations + stable.invocations).toBeLessThan(4_500);
  expect(canary.errors / canary.invocations).toBeGreaterThan(0.03);
  expect(canary.errors / canary.invocations).toBeLessThan(0.15);
  expect(stable.errors / stable.invocations).toBeLessThan(0.01);
  expect(canary.durationsMs.length).toBeLessThanOrEqual(canary.invocations);
  const { figures, errors } = evidence.seen();
  expect(figures.canary.invocations).toBe(canary.invocations);
  expect(figures.canary.p50Ms).toBeGreaterThan(figures.stable.p50Ms ?? 0);
  expect(errors.canary).toHaveLength(5);
  expect(errors.canary[0]?.text).toMatch(/\w/);
});

test('without logs there are the metrics, and no durations', async () => {
  account.faults.add({ kind: 'deny', service: 'logs', operation: '*' });
  const { evidence, total } = gather();
  await eventually(() => expect(total().canary.invocations).toBeGreaterThan(100));
  expect(evidence.seen()).toMatchObject({
    evidence: 'metrics',
    figures: { canary: { p99Ms: null, coldStarts: null } },
  });
  expect(evidence.readUpTo()).not.toBeNull();
});

test('of what cannot be read nothing is known, and nothing is zero', async () => {
  account.faults.add({ kind: 'deny', service: '*', operation: '*' });
  const { evidence, total } = gather();
  await eventually(() => expect(account.faults.list()[0]?.hits).toBeGreaterThan(2));
  expect(total()).toEqual({ canary: NOTHING, stable: NOTHING });
  expect(evidence.readUpTo()).toBeNull();
  expect(evidence.seen()).toMatchObject({ evidence: 'none', seenShare: null, canaryPerMinute: null });
  expect(Object.values(evidence.seen().figures.canary)).toEqual([null, null, null, null, null, null]);
});
