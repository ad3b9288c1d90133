import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, metricsOf } from '../../src/domain/health-query.ts';
import {
  DOLLARS_PER_METRIC,
  fullAllowance,
  rankingIntervalMs,
  refilled,
  rowsIntervalMs,
} from '../../src/domain/metrics-budget.ts';

const HOUR_MS = 60 * MINUTE_MS;
/** The header's four metrics of the region, read each minute. */
const REGION_PER_HOUR = 4 * 60;

/** $ an hour of a screen that goes on showing `rows` rows of an account, ranked by so many metrics. */
function dollarsPerHour(functions: number, rows: number, rankings: number, readsStream = false): number {
  const wanted = (HOUR_MS / rowsIntervalMs(rows)) * rows * metricsOf({ name: '', readsStream });
  // What the rows want is paid from the allowance, which grows no faster than this.
  const allowed = refilled({ metrics: -1e9, at: 0 }, HOUR_MS).metrics + 1e9;
  const ranked = (HOUR_MS / rankingIntervalMs(functions, rankings)) * functions * rankings;
  const dollars = (Math.min(wanted, allowed) + ranked + REGION_PER_HOUR) * DOLLARS_PER_METRIC;
  // What a double adds in its last digit is nobody's money.
  return Number(dollars.toFixed(9));
}

describe('an hour of looking at 1,000 functions', () => {
  it('costs at most $0.30 with 60 rows, sorted by a ranked metric', () => {
    expect(dollarsPerHour(1_000, 60, 1)).toBeLessThanOrEqual(0.3);
  });

  it('pays for 60 rows every minute without touching what is saved for scrolling', () => {
    const wanted = 60 * 60 * metricsOf({ name: '', readsStream: false });
    expect(refilled({ metrics: -wanted, at: 0 }, HOUR_MS).metrics).toBeGreaterThanOrEqual(0);
  });
});

it('costs at most $0.30 an hour whatever the account, the window and the view', () => {
  fc.assert(
    fc.property(
      fc.nat(20_000),
      fc.nat(300),
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      (functions, rows, rankings, readsStream) => {
        expect(dollarsPerHour(functions, rows, rankings, readsStream)).toBeLessThanOrEqual(0.3);
      },
    ),
  );
});

describe('rows', () => {
  it.each([
    [0, 1],
    [1, 1],
    [60, 1],
    [61, 2],
    [120, 2],
    [300, 5],
  ])('%i of them are read every %i min', (rows, minutes) => {
    expect(rowsIntervalMs(rows)).toBe(minutes * MINUTE_MS);
  });
});

describe('rankings', () => {
  it.each([
    [0, 1, 5],
    [666, 1, 5],
    [1_000, 1, 8],
    [1_000, 3, 23],
    [10_000, 1, 75],
  ])('of %i functions by %i metrics are read every %i min', (functions, metrics, minutes) => {
    expect(rankingIntervalMs(functions, metrics)).toBe(minutes * MINUTE_MS);
  });
});

describe('the allowance', () => {
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: -MINUTE_MS, max: HOUR_MS }), wish: fc.nat(10_000) }),
  );

  it('never gives more than the burst and what was earned since', () => {
    const burst = fullAllowance(0).metrics;
    const perHour = refilled({ metrics: -1e9, at: 0 }, HOUR_MS).metrics + 1e9;
    fc.assert(
      fc.property(steps, (wishes) => {
        let allowance = fullAllowance(0);
        let [now, waited, spent] = [0, 0, 0];
        for (const { wait, wish } of wishes) {
          now += wait;
          waited += Math.abs(wait);
          allowance = refilled(allowance, now);
          expect(allowance.metrics).toBeLessThanOrEqual(burst);
          const given = Math.min(wish, Math.floor(allowance.metrics));
          spent += given;
          allowance = { ...allowance, metrics: allowance.metrics - given };
        }
        expect(spent).toBeLessThanOrEqual(burst + (waited / HOUR_MS) * perHour + 1);
      }),
    );
  });

  it('is not lost when the clock is set back', () => {
    const later = refilled({ metrics: 100, at: HOUR_MS }, 0);
    expect(later.metrics).toBe(100);
    expect(refilled(later, MINUTE_MS).metrics).toBeGreaterThan(100);
  });
});
