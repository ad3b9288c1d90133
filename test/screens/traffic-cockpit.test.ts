import { describe, expect, test } from 'vitest';
import { cockpitLines } from '../../screens/traffic/cockpit/lines.ts';
import { type CockpitInputs, cockpitOf } from '../../screens/traffic/cockpit/model.ts';
import { AppError } from '../../src/domain/app-error.ts';
import type { RolloutRecord } from '../../src/domain/rollout/record.ts';
import type { Rollout } from '../../src/domain/rollout/rollout.ts';
import { widthOf } from '../../src/domain/text.ts';
import type { KnownRollout } from '../../src/stores/rollouts-store.ts';
import type { AliasTraffic, VersionServed } from '../../src/stores/traffic-store.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { recordOf } from '../rollouts/record.ts';

const NOW = Date.UTC(2026, 10, 21, 3, 10);

/** 10 % of orders:live on 42, watched for 40 s of 5 min. */
function running(change: Partial<RolloutRecord> = {}, rollout: Partial<Rollout> = {}): KnownRollout {
  const base = recordOf('aaaaaaaa');
  const record = recordOf('aaaaaaaa', {
    updatedAt: NOW - 1_000,
    rollout: { ...base.rollout, phase: 'baking', bakedMs: 40_000, lookedAt: NOW - 1_000, ...rollout },
    routing: { version: '41', weights: { 42: 0.1 }, revisionId: 'r', at: NOW },
    seenShare: 0.088,
    verdict: { name: 'healthy', sentence: 'canary 2/212 errors vs stable 9/4,310: no worse, p = 0.31' },
    figures: {
      stable: { invocations: 4_310, errors: 9, throttles: 0, p50Ms: 23, p99Ms: 310, coldStarts: 12 },
      canary: { invocations: 212, errors: 2, throttles: null, p50Ms: 24, p99Ms: null, coldStarts: 3 },
    },
    errors: { stable: [], canary: [{ at: NOW, text: 'TypeError: \x1b[31mx', requestId: null }] },
    evidence: 'logs',
    ...change,
  });
  return { record, state: 'running' };
}

function traffic(change: Partial<AliasTraffic> = {}): AliasTraffic {
  const alias = { name: 'live', version: '41', weights: {}, revisionId: 'r' };
  return { functionName: 'orders', alias, served: null, deployment: null, ...change };
}

function drawn(inputs: Partial<CockpitInputs>, size = { width: 120, height: 33 }): string {
  const cockpit = cockpitOf({
    target: 'orders:live',
    rollout: null,
    traffic: null,
    servedAt: NOW,
    servedError: null,
    now: NOW,
    ...inputs,
  });
  const lines = cockpitLines(cockpit, size, createTheme(0));
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(size.width);
  return lines.join('\n');
}

describe('a rollout that runs', () => {
  test('says what was asked, what really runs, the guard’s reason and the clock', () => {
    const text = drawn({ rollout: running() });
    expect(text).toMatch(/orders:live {2}41 → 42 {2}step 1 of 2: 10 %/);
    expect(text).toMatch(/asked .*10 % on 42/);
    expect(text).toMatch(/seen .*8\.8% ran 42/);
    expect(text).toContain('▶10 % 0:41/5:00  ·50 %  ·100 %');
    expect(text).toContain('canary 2/212 errors vs stable 9/4,310');
    expect(text).toMatch(/2, 0\.94% \(0\.26%–3\.4%\)/);
    expect(text).toMatch(/process \d+ on .* · attached/);
    expect(text).toContain('TypeError: x');
  });

  test('shows what is not known as a dash, never as 0', () => {
    const [, canary] = cockpitOf({
      target: 'orders:live',
      rollout: running(),
      traffic: null,
      servedAt: null,
      servedError: null,
      now: NOW,
    }).sides;
    expect(canary?.figures.throttles).toBeNull();
    expect(drawn({ rollout: running() })).toMatch(/p50 \/ p99 .*│.*24ms \/ –/);
  });

  test('fits into 80 columns and 21 lines, one version below the other', () => {
    const text = drawn({ rollout: running() }, { width: 80, height: 21 });
    expect(text.split('\n').length).toBeLessThanOrEqual(21);
    expect(text.indexOf('CANARY 42')).toBeGreaterThan(text.indexOf('STABLE 41'));
    expect(text).toContain('B roll back');
  });

  test('is BLIND with its weight, since when, and how to log in', () => {
    const rollout = running(
      { trouble: { message: 'The login has expired', next: ['aws sso login --profile prod'] } },
      { blindSince: NOW - 125_000 },
    );
    const text = drawn({ rollout });
    expect(text).toMatch(/BLIND since \d\d:\d\d, 2 min 5 s: 10 % on 42, clock stopped/);
    expect(text).toContain('aws sso login --profile prod');
    expect(text).toContain('▶10 % 0:40/5:00');
  });

  test('says how to log in whole, however narrow the terminal', () => {
    const next = [
      'log in again with the profile of the on-call role',
      'aws sso login --profile orders-prod-oncall',
    ];
    const trouble = { message: 'The login has expired', next };
    const rollout = running({ trouble }, { blindSince: NOW - 125_000 });
    const text = drawn({ rollout }, { width: 70, height: 40 });
    expect(text.replace(/\n */g, ' ')).toContain(next.join(' · '));
  });

  test('says when its process has not been heard of, and that it does not advance alone', () => {
    const text = drawn({ rollout: running({ attached: false, updatedAt: NOW - 30_000 }) });
    expect(text).toContain('on its own: may hold or roll back, not advance · no word for 30 s');
  });
});

describe('a rollout that does not run', () => {
  test('left behind says that nobody drives it, and believes AWS rather than its own record', () => {
    const rollout: KnownRollout = { ...running(), state: 'unfinished' };
    const text = drawn({ rollout, traffic: traffic() });
    expect(text).toContain('UNFINISHED, nobody drives it');
    expect(text).toMatch(/asked .* 0 % on 42/);
  });

  test('rolled back says why; a quarter of an hour later the alias is shown as it is', () => {
    const aborted = { by: 'guard', reason: 'canary 14/212 errors vs stable 9/4,310: worse' } as const;
    const rollout: KnownRollout = { ...running({}, { phase: 'rolled-back', aborted }), state: 'over' };
    expect(drawn({ rollout, traffic: traffic() })).toContain('ROLLED BACK to 41: canary 14/212');
    const later = drawn({ rollout, traffic: traffic(), now: NOW + 16 * 60_000 });
    expect(later).toContain('all of the traffic goes to 41');
  });
});

describe('without a rollout', () => {
  const served = (recent: number): VersionServed => ({
    invocations: 1_000,
    recent,
    errors: 0,
    throttles: null,
    p50Ms: null,
    p99Ms: null,
    lastServed: NOW - 60_000,
  });

  test('the last known versions stand beside each other, the former one with its last minute', () => {
    const text = drawn({
      traffic: traffic({
        served: new Map([
          ['41', served(90)],
          ['40', served(10)],
        ]),
      }),
    });
    expect(text).toContain('SERVES 41');
    expect(text).toMatch(/SERVED 40 until \d\d:\d\d/);
    expect(text).toMatch(/100 %, 90% seen/);
  });

  test('says that CodeDeploy cannot be seen where that is denied, and what one in progress does', () => {
    const unknown = traffic({
      deployment: { state: 'unknown', why: 'codedeploy:ListDeployments is denied' },
    });
    const unseen = drawn({ traffic: { ...unknown, alias: { ...unknown.alias, weights: { 42: 0.1 } } } });
    expect(unseen).toContain('cannot see whether CodeDeploy moves this alias');
    // So it may be CodeDeploy that has split it.
    expect(unseen).toContain('split: nobody here guards it');
    const value = {
      id: 'd-1',
      application: 'shop',
      group: 'g',
      status: 'InProgress',
      currentVersion: '41',
      targetVersion: '42',
      weight: 0.3,
      isRollback: false,
    };
    const text = drawn({ traffic: traffic({ deployment: { state: 'known', value } }) });
    expect(text).toContain('CodeDeploy d-1 moves it to 42 30 %: B stops it (InProgress, shop)');
  });

  test('says why figures are missing', () => {
    const servedError = new AppError('access-denied', 'cloudwatch:GetMetricData is denied');
    expect(drawn({ traffic: traffic(), servedError })).toContain('cloudwatch:GetMetricData is denied');
  });
});
