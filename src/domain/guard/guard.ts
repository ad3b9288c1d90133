/**
 * The guard of a canary: its errors, throttles and slow invocations against those of the concurrent stable
 * version, judged anew whenever something becomes known. A pure state machine; a state can be journalled.
 */
import { type Comparison, observe, startComparison } from './comparison.ts';
import { pValue } from './sequential-test.ts';
import { type GuardedQuantity, type GuardSettings, rateOf } from './settings.ts';
import { type Durations, NO_DURATIONS, p99Of, slowAmong, withDurations } from './slowness.ts';

/** What became known of one version since the last observation. */
export interface VersionNews {
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  /** Of warm invocations that came to an end, ms: a cold start is the price of any deployment, not of this one. */
  readonly durationsMs: readonly number[];
}

/** What became known of both. */
export interface Observation {
  readonly canary: VersionNews;
  readonly stable: VersionNews;
}

/** Everything the guard knows. */
export interface Guard {
  readonly settings: GuardSettings;
  readonly comparisons: Readonly<Record<GuardedQuantity, Comparison>>;
  readonly stableDurations: Durations;
  /** Canary invocations since the present step of the rollout began. */
  readonly sample: number;
  /** What the canary was found guilty of. Once set, it stays. */
  readonly worse: GuardedQuantity | null;
}

/** A guard that has seen nothing. */
export function startGuard(settings: GuardSettings): Guard {
  return {
    settings,
    comparisons: { errors: startComparison(), throttles: startComparison(), p99: startComparison() },
    stableDurations: NO_DURATIONS,
    sample: 0,
    worse: null,
  };
}

/** The guard at the beginning of a step: evidence against the canary is kept, the sample is counted anew. */
export function beginStep(guard: Guard): Guard {
  return { ...guard, sample: 0 };
}

/** The guard with what became known. */
export function observed(guard: Guard, { canary, stable }: Observation): Guard {
  const { comparisons, settings } = guard;
  const p99 = p99Of(guard.stableDurations);
  const next: Guard = {
    ...guard,
    comparisons: {
      errors: observe(comparisons.errors, {
        canary: { invocations: canary.invocations, events: canary.errors },
        stable: { invocations: stable.invocations, events: stable.errors },
      }),
      throttles: observe(comparisons.throttles, { canary: attempts(canary), stable: attempts(stable) }),
      p99:
        p99 === null
          ? comparisons.p99
          : observe(comparisons.p99, {
              canary: slow(canary, p99 * settings.toleratedSlowdown),
              stable: slow(stable, p99 * settings.toleratedSlowdown),
            }),
    },
    stableDurations: withDurations(guard.stableDurations, stable.durationsMs),
    sample: guard.sample + canary.invocations,
  };
  return { ...next, worse: guard.worse ?? guiltyOf(next) };
}

/** AWS refuses a throttled request before it is an invocation (facts/aws.md section 2): both are attempts. */
function attempts({ invocations, throttles }: VersionNews): { invocations: number; events: number } {
  return { invocations: invocations + throttles, events: throttles };
}

function slow({ durationsMs }: VersionNews, limitMs: number): { invocations: number; events: number } {
  return { invocations: durationsMs.length, events: slowAmong(durationsMs, limitMs) };
}

const QUANTITIES: readonly GuardedQuantity[] = ['errors', 'throttles', 'p99'];

function guiltyOf({ comparisons, settings }: Guard): GuardedQuantity | null {
  return (
    QUANTITIES.find((quantity) => {
      const comparison = comparisons[quantity];
      const isSure = pValue(comparison.test) <= rateOf(quantity, settings);
      return isSure && (quantity === 'p99' || exceeds(comparison, settings.toleratedDifference));
    }) ?? null
  );
}

/** A difference can be certain and still too small to matter. */
function exceeds({ total: { canary, stable } }: Comparison, tolerated: number): boolean {
  return canary.events / canary.invocations - stable.events / stable.invocations > tolerated;
}
