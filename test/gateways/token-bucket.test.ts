import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BucketLimits, TokenBucket } from '../../src/gateways/aws/token-bucket.ts';

const LIMITS: BucketLimits = { burst: 30, perSecond: 5, urgentPerSecond: 10 };

/** Takes as fast as the bucket allows until `until` (ms); returns when each call went. */
function drain(bucket: TokenBucket, from: number, until: number, urgent = false): number[] {
  const times: number[] = [];
  for (let now = from; now < until; ) {
    const wait = bucket.waitMs(now, urgent);
    if (wait > 0) now += wait;
    else {
      bucket.take(now);
      times.push(now);
    }
  }
  return times;
}

/** The most calls that fall into any window of `seconds`. */
function most(times: readonly number[], seconds: number): number {
  return Math.max(
    0,
    ...times.map((start) => times.filter((at) => at >= start && at < start + seconds * 1000).length),
  );
}

describe('a full bucket', () => {
  it('lets the 20 pages of 1,000 functions go at once', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    expect(drain(bucket, 0, 1)).toHaveLength(30);
  });

  it('then lets 5 reads a second go', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    expect(drain(bucket, 0, 10_000)).toHaveLength(30 + 50 - 1);
  });

  it('then lets 10 urgent calls a second go', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    expect(drain(bucket, 0, 10_000, true)).toHaveLength(30 + 100 - 1);
  });
});

it('makes reads pay back what urgent calls took', () => {
  const bucket = new TokenBucket(LIMITS, 0);
  drain(bucket, 0, 2_000, true);
  expect(bucket.waitMs(2_000, true)).toBeLessThanOrEqual(100);
  expect(bucket.waitMs(2_000, false)).toBeGreaterThan(1_000);
});

it('never exceeds burst plus rate in any window, whatever the mix', () => {
  const call = fc.record({ urgent: fc.boolean(), pause: fc.integer({ min: 0, max: 2_000 }) });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 150 }), fc.integer({ min: 1, max: 20 }), (calls, seconds) => {
      const bucket = new TokenBucket(LIMITS, 0);
      const all: number[] = [];
      let now = 0;
      for (const { urgent, pause } of calls) {
        now += pause;
        now += bucket.waitMs(now, urgent);
        bucket.take(now);
        all.push(now);
      }
      expect(most(all, seconds)).toBeLessThanOrEqual(30 + 10 * seconds + 1);
      if (calls.every(({ urgent }) => !urgent)) {
        expect(most(all, seconds)).toBeLessThanOrEqual(30 + 5 * seconds + 1);
      }
    }),
  );
});

it('never asks for a wait that does not end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 100 }),
      fc.integer({ min: 0, max: 40 }),
      (kinds, throttles) => {
        const bucket = new TokenBucket(LIMITS, 0);
        let now = 0;
        for (let count = 0; count < throttles; count++) {
          now += 1_500;
          bucket.throttled(now);
        }
        for (const urgent of kinds) {
          now += bucket.waitMs(now, urgent);
          expect(bucket.waitMs(now, urgent)).toBe(0);
          bucket.take(now);
        }
      },
    ),
  );
});

describe('when AWS throttles', () => {
  it('stops the burst and halves the rate', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    bucket.throttled(0);
    expect(drain(bucket, 0, 10_000)).toHaveLength(24);
  });

  it('counts the throttles of one burst once', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    for (const at of [0, 100, 300, 900]) bucket.throttled(at);
    expect(drain(bucket, 900, 10_000).length).toBeGreaterThanOrEqual(20);
  });

  it('halves again when it goes on, and never stops', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    for (let at = 0; at < 60_000; at += 2_000) bucket.throttled(at);
    const times = drain(bucket, 58_000, 68_000);
    expect(times.length).toBeGreaterThan(1);
    expect(times.length).toBeLessThanOrEqual(4);
  });

  it('comes back to the whole rate and burst when it ends', () => {
    const bucket = new TokenBucket(LIMITS, 0);
    for (let at = 0; at < 20_000; at += 2_000) bucket.throttled(at);
    expect(drain(bucket, 120_000, 120_001)).toHaveLength(30);
    expect(drain(bucket, 120_001, 130_000)).toHaveLength(49);
  });
});

it('takes a clock that steps back as standing still', () => {
  const bucket = new TokenBucket(LIMITS, 1_000_000);
  drain(bucket, 1_000_000, 1_000_001);
  expect(bucket.waitMs(0, false)).toBe(200);
  expect(bucket.waitMs(200, false)).toBe(0);
});
