/** What the guard says, as a word that decides and a sentence for the person. */
import type { VersionCounts } from './batch.ts';
import type { Guard } from './guard.ts';
import { pValue } from './sequential-test.ts';
import type { GuardedQuantity } from './settings.ts';

/** `healthy` may advance, `not-enough` has to hold, `worse` has to roll back at once. */
export type VerdictName = 'healthy' | 'not-enough' | 'worse';

/** A verdict and its reason. */
export interface Verdict {
  readonly verdict: VerdictName;
  /** "canary 14/212 errors vs stable 9/4,310: worse, p < 0.001" */
  readonly sentence: string;
}

const NOUN: Readonly<Record<GuardedQuantity, string>> = {
  errors: 'errors',
  throttles: 'throttles',
  p99: 'slow',
};

/**
 * What the guard says now.
 *
 * @param perMinute canary invocations a minute at present; null when that is not known
 */
export function verdictOf(guard: Guard, perMinute: number | null): Verdict {
  const { worse, sample, settings, comparisons } = guard;
  if (worse !== null) {
    return { verdict: 'worse', sentence: `${figures(guard, worse)}: worse, ${chanceText(guard, worse)}` };
  }
  const { canary, stable } = comparisons.errors.total;
  const missing = settings.minimumSample - sample;
  if (missing > 0 || stable.invocations === 0) {
    const reason =
      canary.invocations > 0 && stable.invocations === 0
        ? 'no invocation of the stable version to compare with'
        : `${exact(sample)} of ${exact(settings.minimumSample)} canary invocations of this step`;
    return {
      verdict: 'not-enough',
      sentence: `not enough evidence: ${reason}${waitText(missing, perMinute)}`,
    };
  }
  return {
    verdict: 'healthy',
    sentence: `${figures(guard, 'errors')}: no worse, ${chanceText(guard, 'errors')}`,
  };
}

/** How long the minimum sample will take, minutes; null when nothing arrives or the rate is not known. */
export function waitMinutes(missing: number, perMinute: number | null): number | null {
  return perMinute === null || perMinute <= 0 ? null : Math.max(0, missing / perMinute);
}

function waitText(missing: number, perMinute: number | null): string {
  if (missing <= 0) return '';
  const minutes = waitMinutes(missing, perMinute);
  if (minutes === null) return perMinute === 0 ? '; none arrive at present' : '';
  return minutes < 1
    ? '; less than a minute at the present rate'
    : `; about ${Math.ceil(minutes)} min at the present rate`;
}

function figures({ comparisons }: Guard, quantity: GuardedQuantity): string {
  const { canary, stable } = comparisons[quantity].total;
  return `canary ${countText(canary)} ${NOUN[quantity]} vs stable ${countText(stable)}`;
}

function countText({ events, invocations }: VersionCounts): string {
  return `${exact(events)}/${exact(invocations)}`;
}

function chanceText({ comparisons }: Guard, quantity: GuardedQuantity): string {
  const p = pValue(comparisons[quantity].test);
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** Counts of evidence are never rounded: `4,310`. */
function exact(count: number): string {
  return count.toLocaleString('en-US');
}
