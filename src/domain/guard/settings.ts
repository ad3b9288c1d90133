/** What a person may set about the guard. */

/** How strict the guard is. */
export interface GuardSettings {
  /** Chance (0–1) that a canary like its stable version is ever called worse, over the whole rollout and all tests. */
  readonly falseAlarmRate: number;
  /** Canary invocations a step needs before it can be called healthy. Never holds back a roll back. */
  readonly minimumSample: number;
  /** Worst tolerated difference of the shares of errors (and of throttles), canary minus stable, 0–1. */
  readonly toleratedDifference: number;
  /** How many times the stable version's p99 an invocation of the canary may take before it counts as slow. */
  readonly toleratedSlowdown: number;
}

/** Without anything set. */
export const DEFAULT_GUARD: GuardSettings = {
  falseAlarmRate: 0.01,
  minimumSample: 50,
  toleratedDifference: 0.001,
  toleratedSlowdown: 1.25,
};

/** What is compared, one test each. */
export type GuardedQuantity = 'errors' | 'throttles' | 'p99';

/** How the false-alarm rate is split: errors are what a canary is most often rolled back for. */
const PORTION: Readonly<Record<GuardedQuantity, number>> = { errors: 0.6, throttles: 0.2, p99: 0.2 };

/** The false-alarm rate (0–1) of one test; those of all tests add up to the guard's. */
export function rateOf(quantity: GuardedQuantity, settings: GuardSettings): number {
  return settings.falseAlarmRate * PORTION[quantity];
}
