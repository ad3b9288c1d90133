import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logLikelihoodRatio } from '../../../src/domain/guard/batch.ts';
import {
  beginStep,
  type Guard,
  observed,
  startGuard,
  type VersionNews,
} from '../../../src/domain/guard/guard.ts';
import { DEFAULT_GUARD } from '../../../src/domain/guard/settings.ts';
import { verdictOf } from '../../../src/domain/guard/verdict.ts';
import { Random } from '../../support/random.ts';

const news = (invocations: number, errors = 0, more: Partial<VersionNews> = {}): VersionNews => ({
  invocations,
  errors,
  throttles: 0,
  durationsMs: [],
  ...more,
});
const judged = (canary: VersionNews, stable: VersionNews, guard = startGuard(DEFAULT_GUARD)): Guard =>
  observed(guard, { canary, stable });

describe('verdict', () => {
  test('names the counts, both versions and how sure it is', () => {
    expect(verdictOf(judged(news(212, 14), news(4_310, 9)), 20)).toEqual({
      verdict: 'worse',
      sentence: 'canary 14/212 errors vs stable 9/4,310: worse, p < 0.001',
    });
    expect(verdictOf(judged(news(212, 1), news(4_310, 9)), 20)).toEqual({
      verdict: 'healthy',
      sentence: 'canary 1/212 errors vs stable 9/4,310: no worse, p = 1.00',
    });
  });

  test('no data is never healthy, and says how long the evidence will take', () => {
    expect(verdictOf(startGuard(DEFAULT_GUARD), null).verdict).toBe('not-enough');
    expect(verdictOf(judged(news(10), news(90)), 4).sentence).toBe(
      'not enough evidence: 10 of 50 canary invocations of this step; about 10 min at the present rate',
    );
    expect(verdictOf(judged(news(0), news(90)), 0).sentence).toContain('none arrive at present');
  });

  test('a canary without a concurrent stable version has nothing to be compared with', () => {
    const { verdict, sentence } = verdictOf(judged(news(500, 40), news(0)), 20);
    expect(verdict).toBe('not-enough');
    expect(sentence).toContain('no invocation of the stable version');
  });

  test('a step begins its sample anew and forgets no evidence', () => {
    const guard = beginStep(judged(news(60, 3), news(500, 1)));
    expect(verdictOf(guard, null).verdict).toBe('not-enough');
    expect(verdictOf(judged(news(60, 3), news(500, 1), guard), null).verdict).toBe('worse');
  });

  test('the minimum sample never holds back a roll back', () => {
    expect(verdictOf(judged(news(8, 8), news(80)), null).verdict).toBe('worse');
  });

  test('once worse, always worse', () => {
    const guilty = judged(news(40, 20), news(400, 1));
    expect(verdictOf(judged(news(100_000), news(900_000, 9_000), guilty), null).verdict).toBe('worse');
  });
});

describe('what is compared', () => {
  test('an outage that hits both speaks against neither', () => {
    expect(verdictOf(judged(news(1_000, 500), news(9_000, 4_500)), null).verdict).toBe('healthy');
  });

  test('throttles of the canary', () => {
    const guard = judged(news(100, 0, { throttles: 60 }), news(900));
    expect(verdictOf(guard, null).sentence).toBe('canary 60/160 throttles vs stable 0/900: worse, p < 0.001');
  });

  test('a canary whose invocations are slower than the p99 of the stable version', () => {
    const random = new Random(1);
    const durations = (count: number, median: number): number[] =>
      Array.from({ length: count }, () => random.logNormal(median, 0.4));
    const tick = (guard: Guard, median: number): Guard =>
      observed(guard, {
        canary: news(100, 0, { durationsMs: durations(100, median) }),
        stable: news(900, 0, { durationsMs: durations(900, 100) }),
      });
    const alike = Array.from({ length: 20 }).reduce<Guard>(
      (guard) => tick(guard, 100),
      startGuard(DEFAULT_GUARD),
    );
    expect(verdictOf(alike, null).verdict).toBe('healthy');
    const slow = Array.from({ length: 3 }).reduce<Guard>((guard) => tick(guard, 250), alike);
    expect(verdictOf(slow, null).sentence).toMatch(/^canary \d+\/[\d,]+ slow vs stable \d+\/[\d,]+: worse/);
  });

  test('a difference that is certain but smaller than what is tolerated is no reason', () => {
    const guard = judged(news(1_000_000, 1_500), news(9_000_000, 9_000));
    expect(guard.comparisons.errors.test.highest).toBeGreaterThan(20);
    expect(verdictOf(guard, null).verdict).toBe('healthy');
  });
});

describe('the test', () => {
  test('on average a batch of two versions that are alike says nothing: the likelihood ratio has mean 1', () => {
    const counts = fc.nat(12);
    const ratios = fc.double({ min: 1, max: 50, noNaN: true });
    fc.assert(
      fc.property(counts, counts, fc.nat(24), ratios, ratios, (canary, stable, events, ratio, tolerated) => {
        fc.pre(canary > 0 && stable > 0 && events <= canary + stable);
        let mean = 0;
        let total = 0;
        for (let x = Math.max(0, events - stable); x <= Math.min(canary, events); x += 1) {
          const chance = choose(canary, x) * choose(stable, events - x) * tolerated ** x;
          const batch = {
            canary: { invocations: canary, events: x },
            stable: { invocations: stable, events: events - x },
          };
          mean += chance * Math.exp(logLikelihoodRatio(batch, ratio, tolerated));
          total += chance;
        }
        expect(mean / total).toBeCloseTo(1, 6);
      }),
    );
  });

  test('it does not matter in how many pieces the news come, as long as each has both versions', () => {
    const whole = judged(news(100, 9), news(900, 3));
    const errorsFirst = judged(news(0, 9), news(0, 3));
    expect(judged(news(100), news(900), errorsFirst).comparisons.errors.test).toEqual(
      whole.comparisons.errors.test,
    );
  });

  test('a canary like its stable version is called worse in no more than 1 % of rollouts, looked at all the time', () => {
    const worse = rollouts(400, (random) => runUntil(random, 0.01, 0.01, 360));
    expect(worse.filter((seconds) => seconds !== null).length).toBeLessThanOrEqual(4);
  });

  test('at 20 a second and 10 %, 8 % errors against 0.2 % are found within a minute nine times out of ten', () => {
    const found = rollouts(200, (random) => runUntil(random, 0.08, 0.002, 12));
    expect(found.filter((seconds) => seconds !== null).length).toBeGreaterThanOrEqual(180);
  });

  test('at 20 a second and 10 %, a canary that fails half of the time is found within 15 s', () => {
    const found = rollouts(200, (random) => runUntil(random, 0.5, 0.002, 3));
    expect(found.filter((seconds) => seconds !== null).length).toBeGreaterThanOrEqual(198);
  });
});

/** Seconds until a rollout at 20 invocations a second with a 10 % canary is called worse; null when it is not. */
function runUntil(random: Random, canaryErrors: number, stableErrors: number, looks: number): number | null {
  let guard = startGuard(DEFAULT_GUARD);
  for (let look = 1; look <= looks; look += 1) {
    const canary = random.binomial(100, 0.1);
    guard = judged(
      news(canary, random.binomial(canary, canaryErrors)),
      news(100 - canary, random.binomial(100 - canary, stableErrors)),
      guard,
    );
    if (guard.worse !== null) return look * 5;
  }
  return null;
}

function rollouts<Result>(count: number, run: (random: Random) => Result): Result[] {
  return Array.from({ length: count }, (_, seed) => run(new Random(seed)));
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let index = 1; index <= k; index += 1) result = (result * (n - k + index)) / index;
  return result;
}
