import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DesiredRouting,
  desired,
  hasEnded,
  next,
  type Rollout,
  type RolloutEvent,
  refusal,
  startRollout,
} from '../../../src/domain/rollout/rollout.ts';
import { parseStrategy } from '../../../src/domain/rollout/strategy.ts';

const START = Date.UTC(2026, 10, 21, 3, 0);

const rollout = (strategy = '5,25,50,100@1m', guarded = true): Rollout =>
  startRollout({
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
    alias: 'live',
    stable: '41',
    canary: '42',
    strategy: parseStrategy(strategy),
    guarded,
  });

type Look = Extract<RolloutEvent, { type: 'look' }>;
const look = (seconds: number, more: Partial<Look> = {}): Look => ({
  type: 'look',
  at: START + seconds * 1_000,
  verdict: 'healthy',
  sentence: '',
  attached: true,
  ...more,
});
/** The alias is read back as it was wanted. */
const set = (state: Rollout): Rollout => {
  const routing = desired(state);
  return routing ? next(state, { type: 'set', at: START, routing }) : state;
};
const then = (state: Rollout, ...events: readonly RolloutEvent[]): Rollout => events.reduce(next, state);
/** Looks every five seconds, for `seconds`. */
const watched = (seconds: number, more: Partial<Look> = {}): Look[] =>
  Array.from({ length: seconds / 5 }, (_, index) => look((index + 1) * 5, more));

const ROUTINGS: readonly DesiredRouting[] = [
  { to: 'split', weight: 5 },
  { to: 'split', weight: 25 },
  { to: 'split', weight: 50 },
  { to: 'canary' },
  { to: 'stable' },
];

describe('a rollout', () => {
  test('sets each weight, watches it for its time, and ends with the promotion', () => {
    const seen: unknown[] = [];
    let state = rollout('5,25,100@1m');
    while (!hasEnded(state)) {
      seen.push(desired(state));
      state = then(set(state), ...watched(60));
    }
    expect(seen).toEqual([{ to: 'split', weight: 5 }, { to: 'split', weight: 25 }, { to: 'canary' }]);
    expect(state.phase).toBe('promoted');
  });

  test('all at once is the promotion alone', () => {
    expect(desired(rollout('all-at-once'))).toEqual({ to: 'canary' });
  });

  test.each(['not-enough', null] as const)(
    'with the verdict %s it goes on watching beyond its time',
    (verdict) => {
      expect(then(set(rollout()), ...watched(600, { verdict })).phase).toBe('baking');
    },
  );

  test('without a guard time alone decides', () => {
    expect(then(set(rollout(undefined, false)), ...watched(60, { verdict: null })).step).toBe(1);
  });

  test('worse rolls back at once, in the middle of a wait, held or not, attached or not', () => {
    const worse = look(5, { verdict: 'worse', sentence: 'canary 14/212', attached: false });
    const state = then(set(rollout()), { type: 'hold' }, worse);
    expect(desired(state)).toEqual({ to: 'stable' });
    expect(state.aborted).toEqual({ by: 'guard', reason: 'canary 14/212' });
  });

  test('with nobody attached it never advances, and does so when somebody comes', () => {
    const alone = then(set(rollout()), ...watched(600, { attached: false }));
    expect(alone.phase).toBe('baking');
    expect(next(alone, look(605)).phase).toBe('shifting');
  });

  test('held or blind, its clock stands still and it does not advance', () => {
    const held = then(set(rollout()), { type: 'hold' }, ...watched(600));
    expect(held).toMatchObject({ phase: 'baking', bakedMs: 0 });
    const blind = then(set(rollout()), { type: 'blind', at: START }, ...watched(600));
    expect(blind).toMatchObject({ phase: 'baking', bakedMs: 0, blindSince: START });
    expect(refusal(blind, 'promote')).toContain('cannot be read');
    expect(then(blind, { type: 'promote' }, { type: 'advance' })).toEqual(blind);
  });

  test('time that nobody watched does not count, nor does a clock set back', () => {
    expect(then(set(rollout()), look(3_600)).bakedMs).toBe(15_000);
    expect(then(set(rollout()), look(10), look(-50)).bakedMs).toBe(10_000);
  });

  test('an answer to what is no longer wanted settles nothing', () => {
    const promoting = then(set(rollout()), { type: 'promote' });
    const aborted = next(promoting, { type: 'abort', by: 'operator', reason: 'pressed B' });
    expect(next(aborted, { type: 'set', at: START, routing: { to: 'canary' } }).phase).toBe('rolling-back');
    expect(set(aborted).phase).toBe('rolled-back');
  });

  test('somebody else moving the alias ends it', () => {
    const state = next(rollout(), { type: 'moved', difference: 'live now points to 43' });
    expect(state).toMatchObject({ phase: 'stopped', moved: 'live now points to 43' });
    expect(desired(state)).toBeNull();
  });

  test('whatever is pressed and whatever happens: after an abort the canary never gets more, and it stays', () => {
    const at = fc.integer({ min: -1_000, max: 10_000 });
    const event: fc.Arbitrary<RolloutEvent> = fc.oneof(
      fc.record({
        type: fc.constant('set' as const),
        at: fc.constant(START),
        routing: fc.constantFrom(...ROUTINGS),
      }),
      fc.record({
        type: fc.constant('look' as const),
        at: at.map((seconds) => START + seconds * 1_000),
        verdict: fc.constantFrom('healthy' as const, 'not-enough' as const, 'worse' as const, null),
        sentence: fc.constant(''),
        attached: fc.boolean(),
      }),
      fc.constantFrom<RolloutEvent>(
        { type: 'blind', at: START },
        { type: 'sighted' },
        { type: 'hold' },
        { type: 'resume' },
        { type: 'advance' },
        { type: 'promote' },
        { type: 'abort', by: 'operator', reason: '' },
        { type: 'moved', difference: '' },
      ),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state = rollout();
        let highest = -1;
        for (const one of events) {
          const before = state;
          state = next(state, one);
          const wanted = desired(state);
          if (before.aborted) {
            expect(state.aborted).toEqual(before.aborted);
            expect(wanted === null || wanted.to === 'stable').toBe(true);
          } else if (wanted?.to === 'split') {
            expect(wanted.weight).toBeGreaterThanOrEqual(highest);
            highest = wanted.weight;
          }
          if (hasEnded(before)) expect(state).toBe(before);
        }
      }),
    );
  });
});

describe('a strategy', () => {
  test.each([
    ['linear10percentevery1minute', 9, 9],
    ['CodeDeployDefault.LambdaLinear10PercentEvery10Minutes', 9, 90],
    ['canary10percent5minutes', 1, 5],
    ['CodeDeployDefault.LambdaAllAtOnce', 0, 0],
    ['all-at-once', 0, 0],
    ['5,25,50,100@5m', 3, 15],
    ['0.5@90s, 10@1h, 100', 2, 61.5],
  ])('%s has %i steps and takes %d minutes', (text, steps, minutes) => {
    const strategy = parseStrategy(text);
    expect(strategy.steps).toHaveLength(steps);
    expect(strategy.steps.reduce((sum, { bakeMs }) => sum + bakeMs, 0)).toBe(minutes * 60_000);
  });

  test.each([
    ['5,25,50@5m', 'the last step has to be 100'],
    ['25,5,100@5m', 'weights have to rise'],
    ['5,140,100@5m', '140 is no weight'],
    ['0,100@5m', '0 is no weight'],
    ['5.55,100@5m', '5.55 is no weight'],
    ['5,100', 'does not say how long'],
    ['5,100@5x', 'is no time'],
    ['linear10percentevery7minutes', 'is no weight'],
    ['', 'is no weight'],
  ])('%s is refused: %s', (text, reason) => {
    expect(() => parseStrategy(text)).toThrow(reason);
  });
});
