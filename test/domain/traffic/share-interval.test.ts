import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareInterval } from '../../../src/domain/traffic/share-interval.ts';

test('none of thirty may still be more than a tenth', () => {
  const interval = shareInterval(0, 30);
  expect(interval?.low).toBe(0);
  expect(interval?.high).toBeCloseTo(0.1135, 3);
});

test('nothing invoked says nothing', () => {
  expect(shareInterval(0, 0)).toBeNull();
  // CloudWatch may tell of an error before it tells of its invocation.
  expect(shareInterval(3, 2)?.high).toBe(1);
});

test('holds the share that was seen, within 0 and 1, and narrows with more of the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (total, part) => {
        const events = Math.round(total * part);
        const one = shareInterval(events, total);
        const more = shareInterval(events * 4, total * 4);
        if (one === null || more === null) throw new Error('no interval');
        expect(one.low).toBeGreaterThanOrEqual(0);
        expect(one.high).toBeLessThanOrEqual(1);
        expect(one.low).toBeLessThanOrEqual(events / total);
        expect(one.high).toBeGreaterThanOrEqual(events / total);
        expect(more.high - more.low).toBeLessThan(one.high - one.low);
      },
    ),
    { numRuns: 200 },
  );
});
