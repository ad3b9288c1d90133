/** Numbers as a person reads them in a narrow column. Null is unknown and says so. */

/** What stands where a figure is not known. */
export const UNKNOWN = '–';

/** A count in at most five columns: 0.4, 7, 9400, 12k, 4.1M. One that is not zero never reads as 0. */
export function formatCount(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (value < 9.95 && !Number.isInteger(value)) return value < 0.05 ? '<0.1' : value.toFixed(1);
  const rounded = Math.round(value);
  if (rounded < 10_000) return String(rounded);
  if (rounded < 999_500) return `${scaled(rounded / 1_000)}k`;
  if (rounded < 999.5e6) return `${scaled(rounded / 1e6)}M`;
  return rounded < 999.5e9 ? `${scaled(rounded / 1e9)}G` : '>999G';
}

/** A count with all its digits: what was moved is compared with what was there. */
export const exactly = (count: number): string => count.toLocaleString('en');

/** A share 0–1 as percent in at most six columns: 0%, 0.02%, 3.1%, 45%. Only none reads as 0%, only all as 100%. */
export function formatShare(share: number | null): string {
  if (share === null) return UNKNOWN;
  const percent = share * 100;
  if (percent === 0) return '0%';
  if (percent < 0.01) return '<0.01%';
  if (percent < 0.995) return `${percent.toFixed(2)}%`;
  if (percent < 9.95) return `${percent.toFixed(1)}%`;
  // 99.96 % must not read as all of them.
  if (percent < 100) return `${Math.min(99, Math.round(percent))}%`;
  return '100%';
}

/** A duration in ms in at most six columns: 8ms, 840ms, 1.2s, 29s, 3.5m, 2.1h, 9d. */
export function formatMs(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  if (ms < 9.95 && !Number.isInteger(ms)) return ms < 0.05 ? '<0.1ms' : `${ms.toFixed(1)}ms`;
  if (ms < 999.5) return `${Math.round(ms)}ms`;
  if (ms < 59_500) return `${scaled(ms / 1_000)}s`;
  if (ms < 59.5 * 60_000) return `${scaled(ms / 60_000)}m`;
  if (ms < 99.5 * 3_600_000) return `${scaled(ms / 3_600_000)}h`;
  const days = Math.round(ms / 86_400_000);
  return days < 10_000 ? `${days}d` : '>9999d';
}

/** How long ago, ms: 5s, 3m, 2h, 41d. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3_600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** A point in time as the wall clock of the person's time zone: 02:58. */
export function formatClock(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** One decimal below ten, none from there on. */
function scaled(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}

/** Heights of a bar, lowest first; the full block is left out, so that rows above one another stay apart. */
const BARS = '▁▂▃▄▅▆▇';

/**
 * A trend as one character per value, scaled to the highest. Unknown values are blank; zero is the lowest bar,
 * so that silence and ignorance look different.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return ' ';
      const level = highest === 0 ? 0 : Math.ceil((value / highest) * (BARS.length - 1));
      return BARS[level] ?? ' ';
    })
    .join('');
}

/** How far something has come, as a bar: `█████░░░`. `share` is 0–1, `width` in columns. */
export function progressBar(share: number, width = 24): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
}
