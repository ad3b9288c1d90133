/**
 * What the figures may cost. GetMetricData is billed by the metric requested, whatever the number of datapoints:
 * $0.01 per 1,000 (facts/aws.md section 6), a Metrics Insights query by the metrics it analyses.
 */
import { MINUTE_MS } from './health-query.ts';

/** $ for one metric requested of GetMetricData, or analysed by Metrics Insights. */
export const DOLLARS_PER_METRIC = 0.01 / 1_000;

/** Metrics an hour that lambdatop may ask for unasked: $0.30 worth (design.md, "Budgets"). */
const METRICS_PER_HOUR = 30_000;

/** Of those, what the header's figures of the region use: four a minute (feeds/account-feed.ts). */
const REGION_METRICS_PER_HOUR = 240;

/** Of those, what rankings of the whole account may use; the rest is for the rows on the screen. */
const RANKING_METRICS_PER_HOUR = 8_000;

/** What is left for rows; enough to read 60 rows x 6 metrics each minute, which is 21,600. */
const ROW_METRICS_PER_HOUR = METRICS_PER_HOUR - REGION_METRICS_PER_HOUR - RANKING_METRICS_PER_HOUR;

/** Rows that can be refreshed every minute within that. */
const ROWS_PER_MINUTE = 60;

/** Metrics that may be spent at once on rows that scroll into view, beyond the steady pace. */
const BURST_METRICS = 6_000;

const HOUR_MS = 60 * MINUTE_MS;

/** ms between two readings of a row's figures when `rows` rows are on the screen: whole minutes, one for up to 60. */
export function rowsIntervalMs(rows: number): number {
  return Math.max(1, Math.ceil(rows / ROWS_PER_MINUTE)) * MINUTE_MS;
}

/**
 * ms between two rankings by the same metric of an account with `functions` functions, when the view needs
 * rankings by `metrics` metrics: 5 min, longer from 667 functions on.
 */
export function rankingIntervalMs(functions: number, metrics: number): number {
  return Math.max(
    5 * MINUTE_MS,
    Math.ceil(((functions * metrics) / RANKING_METRICS_PER_HOUR) * 60) * MINUTE_MS,
  );
}

/** What may still be spent on rows: grows with time up to a burst. */
export interface Allowance {
  readonly metrics: number;
  /** ms since the epoch. */
  readonly at: number;
}

/** A full allowance, as at the start. */
export function fullAllowance(now: number): Allowance {
  return { metrics: BURST_METRICS, at: now };
}

/** The allowance at `now`, ms since the epoch: it refills at the hourly rate that region and rankings leave. */
export function refilled(allowance: Allowance, now: number): Allowance {
  const earned = ((now - allowance.at) / HOUR_MS) * ROW_METRICS_PER_HOUR;
  return { metrics: Math.min(BURST_METRICS, allowance.metrics + Math.max(0, earned)), at: now };
}
