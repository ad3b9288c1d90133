/** What drives a function's day. */
export type Shape =
  | 'day' // people: a low night, a high afternoon
  | 'office' // weekdays, nine to five
  | 'flat'
  | 'night' // a batch between one and four (UTC)
  | 'hourly' // the first two minutes of each hour
  | 'every5' // a schedule: once every five minutes
  | 'rare' // a handful a day
  | 'idle'; // never

/** How a function is invoked, which decides the metrics it has. */
export type Source = 'sync' | 'async' | 'queue' | 'stream' | 'schedule';

/** A stretch of time in which something goes wrong; minutes are relative to the world's birth. */
export interface Trouble {
  kind: 'errors' | 'slow' | 'surge' | 'behind' | 'dead-letter-errors';
  /**
   * errors: share of invocations (0–1) that fail. slow: durations times this. surge: rate times this.
   * behind: ms of iterator age gained per minute. dead-letter-errors: failed deliveries per minute.
   */
  amount: number;
  /** First minute. */
  from: number;
  /** First minute after it; open-ended when absent. */
  until?: number;
  /** Comes back every so many minutes (before and after `from`), each time for `until - from`. */
  every?: number;
}

/** Who calls what: a share (0–1) of the invocations goes to `$LATEST`, a version or an alias. */
export interface Entrance {
  qualifier: string;
  share: number;
}

/** The pure description from which a function's every past minute is derived. */
export interface TrafficProfile {
  shape: Shape;
  source: Source;
  /** Invocations per minute asked for, averaged over a day. */
  ratePerMinute: number;
  /** Share (0–1) of invocations that fail on a good day. */
  errorShare: number;
  /** Median duration, ms. */
  medianMs: number;
  /** Spread of the durations' logarithm; 0.3 is steady, 0.8 is wild. */
  spread: number;
  /** Share (0–1) of slow invocations, and how many times slower they are. */
  slowShare: number;
  slowFactor: number;
  /** The timeout it was made with, ms; it may have been changed since. */
  timeoutMs: number;
  entrances: readonly Entrance[];
  troubles: readonly Trouble[];
}
