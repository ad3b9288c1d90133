/** Durations as they are typed: 30s, 5m, 1h30m. */
import { AppError } from './app-error.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Seconds as they are typed, in the largest unit that has no rest: `14d`, `36h`, `90s`. Nothing is rounded away. */
export function durationTyped(seconds: number): string {
  const [unit, ms] = Object.entries(UNITS).findLast(([, ms]) => (seconds * 1_000) % ms === 0) ?? ['s', 1_000];
  return `${(seconds * 1_000) / ms}${unit}`;
}

/**
 * ms of `90s`, `5m`, `1h30m`, `2d`.
 *
 * @param option what the person typed it for, for the error
 * @throws AppError `usage`
 */
export function parseDuration(text: string, option: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join('') === text;
  if (!isWhole) {
    throw new AppError('usage', `${option} takes a duration, not ${text || 'nothing'}.`, {
      next: ['as in: 30s, 5m, 1h30m, 2d'],
    });
  }
  return parts.reduce((sum, [, figure, unit]) => sum + Number(figure) * (UNITS[unit ?? ''] ?? 0), 0);
}
