import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatClock,
  formatCount,
  formatMs,
  formatShare,
  sparkline,
  UNKNOWN,
} from '../../src/domain/figures.ts';

const anyFigure = fc.oneof(
  fc.double({ min: 0, noNaN: true }),
  fc.double({ min: 0, max: 1_000, noNaN: true }),
  fc.nat(),
);

describe('unknown', () => {
  it('is never a number', () => {
    for (const format of [formatCount, formatShare, formatMs]) expect(format(null)).toBe(UNKNOWN);
  });
});

describe('a count', () => {
  it.each([
    [0, '0'],
    [0.01, '<0.1'],
    [0.2, '0.2'],
    [7, '7'],
    [9.94, '9.9'],
    [9.96, '10'],
    [940.4, '940'],
    [9_999, '9999'],
    [9_999.5, '10k'],
    [12_345, '12k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [4_123_456, '4.1M'],
    [42_000_000, '42M'],
    [3_000_000_000, '3.0G'],
    [1e18, '>999G'],
  ])('of %d reads %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  it('takes at most five columns, and reads 0 only when it is', () => {
    fc.assert(
      fc.property(anyFigure, (value) => {
        expect(formatCount(value).length).toBeLessThanOrEqual(5);
        expect(/^0(\.0)?$/.test(formatCount(value))).toBe(value === 0);
      }),
    );
  });
});

describe('a share', () => {
  it.each([
    [0, '0%'],
    [0.000001, '<0.01%'],
    [0.0002, '0.02%'],
    [0.00994, '0.99%'],
    [0.00996, '1.0%'],
    [0.031, '3.1%'],
    [0.0994, '9.9%'],
    [0.0996, '10%'],
    [0.45, '45%'],
    [0.9996, '99%'],
    [1, '100%'],
    [1.2, '100%'],
  ])('of %d reads %s', (value, text) => {
    expect(formatShare(value)).toBe(text);
  });

  it('takes at most six columns, reads 0% only when it is none and 100% only when it is all', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const text = formatShare(share);
        expect(text.length).toBeLessThanOrEqual(6);
        expect(/^0(\.0+)?%$/.test(text)).toBe(share === 0);
        expect(text === '100%').toBe(share * 100 >= 100);
      }),
    );
  });
});

describe('a duration', () => {
  it.each([
    [0, '0ms'],
    [0.01, '<0.1ms'],
    [1.24, '1.2ms'],
    [9.96, '10ms'],
    [840, '840ms'],
    [999.4, '999ms'],
    [999.5, '1.0s'],
    [29_000, '29s'],
    [59_499, '59s'],
    [59_500, '1.0m'],
    [210_000, '3.5m'],
    [59.5 * 60_000, '1.0h'],
    [7_560_000, '2.1h'],
    [9 * 86_400_000, '9d'],
  ])('of %d ms reads %s', (value, text) => {
    expect(formatMs(value)).toBe(text);
  });

  it('takes at most six columns, and reads 0 only when it is', () => {
    fc.assert(
      fc.property(anyFigure, (ms) => {
        expect(formatMs(ms).length).toBeLessThanOrEqual(6);
        expect(/^0(\.0)?ms$/.test(formatMs(ms))).toBe(ms === 0);
      }),
    );
  });
});

describe('time', () => {
  it.each([
    [-5_000, '0s'],
    [59_999, '59s'],
    [60_000, '1m'],
    [3_599_999, '59m'],
    [3_600_000, '1h'],
    [2 * 86_400_000 - 1, '47h'],
    [41 * 86_400_000, '41d'],
  ])('%d ms ago reads %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });

  it('of day is that of the person’s wall', () => {
    expect(formatClock(new Date(2026, 10, 21, 2, 58, 59).getTime())).toBe('02:58');
  });
});

describe('a trend', () => {
  it('is one bar a value, the highest one tallest', () => {
    expect(sparkline([0, 1, 50, 100])).toBe('▁▂▄▇');
  });

  it('tells silence from ignorance', () => {
    expect(sparkline([0, null, 0])).toBe('▁ ▁');
    expect(sparkline([null, null])).toBe('  ');
    expect(sparkline([])).toBe('');
  });

  it('shows whatever is not zero above the line', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1_000_000_000))), (values) => {
        const bars = [...sparkline(values)];
        expect(bars.length).toBe(values.length);
        for (const [index, value] of values.entries()) {
          expect(bars[index] === ' ').toBe(value === null);
          expect(bars[index] === '▁').toBe(value === 0);
        }
      }),
    );
  });
});
