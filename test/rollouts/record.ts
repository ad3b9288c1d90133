/** Records of rollouts, for tests. */
import { DEFAULT_GUARD } from '../../src/domain/guard/settings.ts';
import type { RolloutRecord, VersionFigures } from '../../src/domain/rollout/record.ts';
import { startRollout } from '../../src/domain/rollout/rollout.ts';
import { parseStrategy } from '../../src/domain/rollout/strategy.ts';
import { thisProcess } from '../../src/journal/owner.ts';

const NOTHING_SEEN: VersionFigures = {
  invocations: null,
  errors: null,
  throttles: null,
  p50Ms: null,
  p99Ms: null,
  coldStarts: null,
};

/** A rollout of orders:live from 41 to 42 that has not begun. */
export function recordOf(id: string, change: Partial<RolloutRecord> = {}): RolloutRecord {
  return {
    id,
    place: { account: '111122223333', region: 'eu-west-1', profile: null, endpoint: null },
    actor: 'arn:aws:iam::111122223333:user/oncall',
    startedAt: Date.UTC(2026, 10, 21, 3, 0),
    updatedAt: Date.UTC(2026, 10, 21, 3, 0),
    owner: thisProcess(),
    rollout: startRollout({
      functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
      alias: 'live',
      stable: '41',
      canary: '42',
      strategy: parseStrategy('10,50,100@5m'),
      guarded: true,
    }),
    guard: DEFAULT_GUARD,
    onInterrupt: 'guard',
    maxBlindMs: 600_000,
    attached: true,
    routing: null,
    seenShare: null,
    verdict: null,
    figures: { stable: NOTHING_SEEN, canary: NOTHING_SEEN },
    errors: { stable: [], canary: [] },
    evidence: 'none',
    answered: null,
    trouble: null,
    stopped: null,
    ...change,
  };
}
