/** What a rollout says of itself while it goes on. */
import { expect, test } from 'vitest';
import { RolloutTeller } from '../../src/cli/rollout/telling.ts';
import type { RolloutRecord } from '../../src/domain/rollout/record.ts';
import { next, type Rollout, startRollout } from '../../src/domain/rollout/rollout.ts';
import { parseStrategy } from '../../src/domain/rollout/strategy.ts';
import { recordOf } from '../rollouts/record.ts';

const NOW = Date.UTC(2026, 10, 21, 3, 0);

const started = startRollout({
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  alias: 'live',
  stable: '41',
  canary: '42',
  strategy: parseStrategy('20,100@5m'),
  guarded: true,
});
const baking = next(started, { type: 'set', at: NOW, routing: { to: 'split', weight: 20 } });
const blind = (rollout: Rollout): Rollout => next(rollout, { type: 'blind', at: NOW });

const record = (rollout: Rollout, atS: number): RolloutRecord =>
  recordOf('aaaaaaaa', { rollout, updatedAt: NOW + atS * 1_000, seenShare: 0.2 });

const words = (teller: RolloutTeller, said: RolloutRecord): string =>
  teller
    .tell(said)
    .map((told) => `${told.event}: ${told.words}`)
    .join('\n');

test('tells each thing once, and the share that was seen only while it sees', () => {
  const teller = new RolloutTeller();
  expect(words(teller, record(baking, 0))).toContain('weight: step 1 of 1: 20 % set, watched for 5:00');
  expect(words(teller, record(baking, 5))).toBe('');
  expect(words(teller, record(baking, 10))).toMatch(/^progress: 20 % for 0:00 of 5:00 · 20% seen/);
  expect(words(teller, record(blind(baking), 11))).toMatch(/^blind: BLIND since .*, with 20 % on 42/);
  const progress = words(teller, record(blind(baking), 21));
  expect(progress).toMatch(/^progress: 20 % for 0:00 of 5:00 · BLIND/);
  expect(progress).not.toContain('seen');
});

test('claims no more of a step that was not read back than that it may be there', () => {
  const teller = new RolloutTeller();
  expect(words(teller, record(blind(started), 0))).toContain('with up to 20 % on 42');
});
