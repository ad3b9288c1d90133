/** Rollouts by the thousand, through the very guard that judges real ones. */
import { type Guard, observed, startGuard, type VersionNews } from '../../src/domain/guard/guard.ts';
import { pValue } from '../../src/domain/guard/sequential-test.ts';
import { DEFAULT_GUARD } from '../../src/domain/guard/settings.ts';
import { Random } from '../support/random.ts';

/** What the traffic of a rollout is like. */
export interface Rollouts {
  /** Invocations of both versions together, per second. */
  readonly perSecond: number;
  /** The canary's share of them, 0–1. */
  readonly share: number;
  /** Share of errors, 0–1. */
  readonly stableErrors: number;
}

/** Seconds between two looks of the guard. */
const LOOK_S = 5;
const ROLLOUT_S = 1_800;
/** Up to this pace every single duration is drawn. */
const DURATIONS_UP_TO = 5;

/** Shares (0–1) of rollouts with a canary like its stable version that were called worse. */
export function falseAborts(rollouts: Rollouts, count: number): { errors: number; any: number } {
  let errors = 0;
  let any = 0;
  for (let seed = 0; seed < count; seed += 1) {
    const random = new Random(seed);
    let guard = startGuard(DEFAULT_GUARD);
    for (let second = 0; second < ROLLOUT_S && guard.worse === null; second += LOOK_S) {
      guard = look(guard, random, { ...rollouts, canaryErrors: rollouts.stableErrors });
    }
    if (guard.worse !== null) any += 1;
    if (guard.worse === 'errors') errors += 1;
  }
  return { errors: errors / count, any: any / count };
}

/** Canary invocations until the error test at `alpha` finds a worse canary, and Wald's SPRT that knows both shares. */
export function detection(
  rollouts: Rollouts & { readonly canaryErrors: number },
  alpha: number,
  count: number,
): { guard: { mean: number; p90: number }; sprt: { mean: number } } {
  const needed: number[] = [];
  const sprt: number[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const random = new Random(seed);
    let guard = startGuard(DEFAULT_GUARD);
    while (pValue(guard.comparisons.errors.test) > alpha) guard = look(guard, random, rollouts, false);
    needed.push(guard.sample);
    sprt.push(wald(random, rollouts, alpha));
  }
  needed.sort((one, other) => one - other);
  return {
    guard: { mean: mean(needed), p90: needed[Math.floor(count * 0.9)] ?? Number.NaN },
    sprt: { mean: mean(sprt) },
  };
}

/**
 * An alarm on the canary's error share of single minutes: above 2 %, and two failures at least. `alarmed` is the
 * share (0–1) of half-hour rollouts it stopped; `mean` the canary invocations that took, where it did.
 */
export function fixedThreshold(
  { perSecond, share, canaryErrors }: Rollouts & { readonly canaryErrors: number },
  count: number,
): { alarmed: number; mean: number } {
  const needed: number[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const random = new Random(seed);
    let invocations = 0;
    for (let minute = 0; minute < ROLLOUT_S / 60; minute += 1) {
      const canary = random.binomial(Math.round(perSecond * 60), share);
      const failed = random.binomial(canary, canaryErrors);
      invocations += canary;
      if (failed >= 2 && failed / canary > 0.02) {
        needed.push(invocations);
        break;
      }
    }
  }
  return { alarmed: needed.length / count, mean: mean(needed) };
}

function look(
  guard: Guard,
  random: Random,
  { perSecond, share, stableErrors, canaryErrors }: Rollouts & { readonly canaryErrors: number },
  withDurations = perSecond <= DURATIONS_UP_TO,
): Guard {
  // Requests arrive at random; a fixed number would help whoever counts them.
  const all = random.binomial(Math.round(perSecond * LOOK_S * 10), 0.1);
  const canary = random.binomial(all, share);
  const news = (invocations: number, errors: number): VersionNews => ({
    invocations,
    errors: random.binomial(invocations, errors),
    throttles: 0,
    durationsMs: withDurations ? Array.from({ length: invocations }, () => random.logNormal(100, 0.5)) : [],
  });
  return observed(guard, { canary: news(canary, canaryErrors), stable: news(all - canary, stableErrors) });
}

function wald(
  random: Random,
  { stableErrors, canaryErrors }: Rollouts & { readonly canaryErrors: number },
  alpha: number,
): number {
  let log = 0;
  let invocations = 0;
  while (log < Math.log(1 / alpha)) {
    invocations += 1;
    log +=
      random.next() < canaryErrors
        ? Math.log(canaryErrors / stableErrors)
        : Math.log((1 - canaryErrors) / (1 - stableErrors));
  }
  return invocations;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
