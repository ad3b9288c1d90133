/**
 * What one batch of concurrent invocations says about two versions. A batch holds the invocations of both that
 * became known together; an `event` is what is being compared: a failed invocation, a throttled or a slow one.
 */

/** Counts of one version in a batch. */
export interface VersionCounts {
  /** Invocations. */
  readonly invocations: number;
  /** Those of them that were events; at most `invocations`. */
  readonly events: number;
}

/** The same moments, both versions. */
export interface Batch {
  readonly canary: VersionCounts;
  readonly stable: VersionCounts;
}

/**
 * Log of the likelihood ratio of a batch: its events had odds `ratio` times as high in the canary, against odds
 * `tolerated` times as high.
 *
 * Given how many invocations each version had and how many events there were in all, the canary's part of the
 * events has Fisher's noncentral hypergeometric distribution; its parameter is the odds ratio alone. So neither
 * the versions' own shares nor the split of the traffic has to be known, and a moment that is bad for both (a
 * database that is down) speaks against neither.
 */
export function logLikelihoodRatio({ canary, stable }: Batch, ratio: number, tolerated: number): number {
  const events = canary.events + stable.events;
  if (events === 0) return 0;
  return (
    canary.events * Math.log(ratio / tolerated) -
    logNormaliser(canary.invocations, stable.invocations, events, ratio) +
    logNormaliser(canary.invocations, stable.invocations, events, tolerated)
  );
}

/**
 * Log of Σ C(canary, x) C(stable, events − x) ratioˣ over every possible x, up to a constant that does not depend
 * on `ratio`: the terms are built from one to the next, largest kept at 1, so that nothing overflows.
 */
function logNormaliser(canary: number, stable: number, events: number, ratio: number): number {
  const least = Math.max(0, events - stable);
  const most = Math.min(canary, events);
  let logTerm = least * Math.log(ratio);
  let largest = logTerm;
  let sum = 1;
  for (let x = least; x < most; x += 1) {
    logTerm += Math.log((ratio * (canary - x) * (events - x)) / ((x + 1) * (stable - events + x + 1)));
    if (logTerm <= largest) sum += Math.exp(logTerm - largest);
    else {
      sum = sum * Math.exp(largest - logTerm) + 1;
      largest = logTerm;
    }
  }
  return largest + Math.log(sum);
}
