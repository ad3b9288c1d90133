import { describe, expect, test } from 'vitest';
import { pointInTime } from '../../src/domain/point-in-time.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 30);
const utc = (text: string): string | null => {
  const at = pointInTime(text, { now: NOW, utc: true });
  return at === null ? null : new Date(at).toISOString();
};

describe('a time as it is typed', () => {
  test.each([
    ['12:05', '2026-11-21T12:05:00.000Z'],
    ['9:05:30', '2026-11-21T09:05:30.000Z'],
    ['9:05:30.5', '2026-11-21T09:05:30.500Z'],
    // Later than now: yesterday's.
    ['14:05', '2026-11-20T14:05:00.000Z'],
    ['10m', '2026-11-21T12:20:00.000Z'],
    ['-90s', '2026-11-21T12:28:30.000Z'],
    ['1.5h', '2026-11-21T11:00:00.000Z'],
    ['7d', '2026-11-14T12:30:00.000Z'],
    ['2026-11-19', '2026-11-19T00:00:00.000Z'],
    ['2026-11-19 14:05', '2026-11-19T14:05:00.000Z'],
    ['2026-11-19T14:05:06.789', '2026-11-19T14:05:06.789Z'],
    ['2026-11-19T14:05:00+02:00', '2026-11-19T12:05:00.000Z'],
  ])('%s', (typed, expected) => {
    expect(utc(typed)).toBe(expected);
  });

  test.each(['', 'soon', '25:00', '12:61', '2026-13-01', '10', 'yesterday 12:00'])('%j is none', (typed) => {
    expect(utc(typed)).toBeNull();
  });

  test('without a zone is of the day where the person is', () => {
    const at = pointInTime('2026-11-19 14:05', { now: NOW, utc: false });
    expect(at).toBe(new Date(2026, 10, 19, 14, 5).getTime());
  });
});
