import { expect, it } from 'vitest';
import { UsageMeter } from '../../src/gateways/aws/usage.ts';

const MINUTE = 60_000;

function meter(start = 1_700_000_000_000) {
  let now = start;
  return {
    meter: new UsageMeter({ now: () => now }),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('counts the calls and throttles of the last minute', () => {
  const { meter: usage, pass } = meter();
  usage.call();
  usage.call();
  usage.throttle();
  pass(30_000);
  usage.call();
  expect(usage.usage()).toMatchObject({ callsPerMin: 3, throttledPerMin: 1 });
  pass(45_000);
  expect(usage.usage()).toMatchObject({ callsPerMin: 1, throttledPerMin: 0 });
});

it('prices 240 metrics a minute at 14 cents an hour, early on and later', () => {
  const { meter: usage, pass } = meter();
  for (let minute = 0; minute < 90; minute++) {
    usage.metricsRequested(240);
    pass(MINUTE);
    if (minute >= 5) expect(usage.usage().dollarsPerHour).toBeCloseTo(0.144, 2);
  }
});

it('does not cry wolf over the first burst', () => {
  const { meter: usage, pass } = meter();
  usage.metricsRequested(1_000);
  pass(1_000);
  expect(usage.usage().dollarsPerHour).toBeCloseTo(0.12);
});

it('forgets after an hour', () => {
  const { meter: usage, pass } = meter();
  usage.metricsRequested(100_000);
  pass(61 * MINUTE);
  expect(usage.usage().dollarsPerHour).toBe(0);
});

it('survives a clock that steps back', () => {
  const { meter: usage, pass } = meter();
  usage.call();
  pass(-3_600_000);
  usage.call();
  expect(usage.usage().callsPerMin).toBe(2);
  pass(2 * MINUTE);
  expect(usage.usage().callsPerMin).toBe(0);
});
