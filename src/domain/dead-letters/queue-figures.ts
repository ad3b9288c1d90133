/** What CloudWatch tells of a dead-letter queue over time: how old its oldest message is, and whether it grows. */

/** Figures of one queue; null = unknown. */
export interface QueueFigures {
  /**
   * How long ago the oldest message was put HERE, seconds. For a message that SQS moved from a standard queue this
   * is less than its age, by which it expires (AWS, "Setting-up dead-letter queue retention").
   */
  readonly oldestAgeS: number | null;
  /** Messages more each minute, over the last quarter of an hour; negative while it empties. */
  readonly growthPerMin: number | null;
}

/** Start of minute (ms) → value. */
type Points = ReadonlyMap<number, number>;

const MINUTE_MS = 60_000;
/** A datapoint older than this says nothing of now. */
const FRESH_MINUTES = 15;

/** The figures that series of `ApproximateAgeOfOldestMessage` and `ApproximateNumberOfMessagesVisible` make. */
export function queueFigures(ages: Points, depths: Points, now: number): QueueFigures {
  return { oldestAgeS: newest(ages, now), growthPerMin: slope(depths) };
}

/**
 * How long the oldest message will still be there, at most, seconds; 0 when it may be lost any moment. Null when
 * retention or age is unknown, or nothing lies there.
 */
export function timeLeftS(
  retentionS: number | null,
  oldestAgeS: number | null,
  depth: number | null,
): number | null {
  if (retentionS === null || oldestAgeS === null || depth === 0) return null;
  return Math.max(0, retentionS - oldestAgeS);
}

function newest(points: Points, now: number): number | null {
  const at = Math.max(...points.keys());
  return now - at <= FRESH_MINUTES * MINUTE_MS ? (points.get(at) ?? null) : null;
}

function slope(points: Points): number | null {
  const minutes = [...points.keys()].sort((one, other) => one - other);
  const [first] = minutes;
  const last = minutes.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const change = (points.get(last) ?? 0) - (points.get(first) ?? 0);
  return change / ((last - first) / MINUTE_MS);
}
