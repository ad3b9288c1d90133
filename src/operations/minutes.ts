/** Figures of CloudWatch since something was done: they come by the minute, and a minute without one is unknown, never 0. */
import type { MetricSeries, TimeWindow } from '../gateways/gateways.ts';

const MINUTE_MS = 60_000;

/** The minutes that began at or after `since`, the present one too, ms since the epoch; null while there is none. */
export function minutesSince(since: number, now: number): TimeWindow | null {
  const start = Math.ceil(since / MINUTE_MS) * MINUTE_MS;
  const end = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  return end > start ? { start, end } : null;
}

/** The sum of all minutes that have a figure; null when none has. */
export function sumOf(series: Pick<MetricSeries, 'points'> | undefined): number | null {
  const values = [...(series?.points.values() ?? [])];
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
