/** How far a share that was counted may be from the true one. */

/** Both ends of an interval, 0–1. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5th percentile of the normal distribution: an interval of 95 %. */
const Z = 1.959964;

/**
 * The interval (95 %, Wilson's score) in which the true share lies when `events` of `total` were seen; null without
 * any. Unlike the textbook's it holds for small counts and for none at all: 0 of 30 may still be 11 %.
 */
export function shareInterval(events: number, total: number): ShareInterval | null {
  if (total <= 0) return null;
  // CloudWatch may tell of an error before it tells of its invocation.
  const share = Math.min(1, events / total);
  const weight = 1 + Z ** 2 / total;
  const centre = (share + Z ** 2 / (2 * total)) / weight;
  const half = (Z / weight) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  return {
    low: share === 0 ? 0 : Math.max(0, centre - half),
    high: share === 1 ? 1 : Math.min(1, centre + half),
  };
}
