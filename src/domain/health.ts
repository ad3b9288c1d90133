/** A function's live health, from CloudWatch's one-minute metrics. Null always means unknown, never zero. */

/** How far back the trend line of a row reaches, minutes. CloudWatch charges per metric, not per datapoint. */
export const TREND_MINUTES = 30;

/** One function's figures at one minute, plus the trend that led there. */
export interface FunctionHealth {
  /** Start of the minute the figures describe, ms since the epoch. */
  readonly at: number;
  /** End of the window that was asked for, ms since the epoch: how fresh the reading is. */
  readonly windowEnd: number;
  /** Invocations in that minute; null when unknown. */
  readonly invocationsPerMin: number | null;
  /** Errors in that minute. */
  readonly errorsPerMin: number | null;
  /** Errors / invocations, 0–1; null without invocations: no traffic is no evidence. */
  readonly errorShare: number | null;
  /** Duration percentiles, ms. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Throttled attempts in that minute. */
  readonly throttles: number | null;
  /** Most executions at once in that minute. */
  readonly concurrency: number | null;
  /** Most executions at once in the whole trend; null without a datapoint. */
  readonly peakConcurrency: number | null;
  /** Age of the newest record of a stream source when it was read, ms; null for functions without one. */
  readonly iteratorAgeMs: number | null;
  /** Invocations a minute, oldest first, TREND_MINUTES long; null where CloudWatch has no datapoint. */
  readonly trend: readonly (number | null)[];
  /** The minute is so young that CloudWatch may still add to it (the last two are). */
  readonly provisional: boolean;
  /** CloudWatch answered fully and has no datapoint in the whole trend: nobody called it. */
  readonly idle: boolean;
}

/** The metrics a ranking of the whole account can be asked for (Metrics Insights has no percentiles). */
export type RankedMetric =
  | 'invocations'
  | 'errors'
  | 'throttles'
  | 'concurrency'
  /** Events that Lambda could put neither into a dead-letter queue nor anywhere else: they are lost. */
  | 'dead-letter-errors'
  /** The same for on-failure destinations. */
  | 'delivery-failures';

/** One ranking of the account's functions by one metric. */
export interface Ranking {
  readonly metric: RankedMetric;
  /** When it was asked for, ms since the epoch. */
  readonly at: number;
  /** Length of the window that was summed, minutes. */
  readonly windowMinutes: number;
  /**
   * Function name → sum per minute over the window, of concurrency the highest value in it. A function that is
   * missing had no datapoint.
   */
  readonly perMinute: ReadonlyMap<string, number>;
  /** CloudWatch gives at most 500 series: true when the account has more than it returned. */
  readonly truncated: boolean;
}
