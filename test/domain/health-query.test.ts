import { describe, expect, it } from 'vitest';
import { type FunctionHealth, TREND_MINUTES } from '../../src/domain/health.ts';
import {
  type HealthSeries,
  healthFrom,
  healthQueries,
  healthWindow,
  MINUTE_MS,
  metricsOf,
} from '../../src/domain/health-query.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const ORDERS = { name: 'orders', readsStream: false };
const STREAM = { name: 'stream', readsStream: true };

/** What CloudWatch has of one function: per metric, minutes before noon (1 = the newest) → value. */
type Known = Readonly<Record<string, Readonly<Record<number, number>>>>;

/** The health of a function read 10 s after noon, of which CloudWatch has this. */
function healthOf(known: Known, incomplete: readonly string[] = [], subject = ORDERS): FunctionHealth {
  const series = healthQueries([subject]).map(({ key, metric, statistic }): HealthSeries => {
    const minutes = known[`${metric} ${statistic}`] ?? known[metric] ?? {};
    const points = Object.entries(minutes).map(([back, value]) => [NOON - Number(back) * MINUTE_MS, value]);
    return { key, points: new Map(points as [number, number][]), complete: !incomplete.includes(metric) };
  });
  const health = healthFrom([subject], series, healthWindow(NOON + 10_000), NOON + 10_000).get(subject.name);
  if (!health) throw new Error('no health');
  return health;
}

describe('what is asked', () => {
  it('is one query for each metric that is paid for', () => {
    expect(healthQueries([ORDERS])).toHaveLength(metricsOf(ORDERS));
    expect(healthQueries([STREAM])).toHaveLength(metricsOf(STREAM));
    expect(healthQueries([ORDERS, STREAM])).toHaveLength(6 + 7);
  });

  it('is about the function as a whole', () => {
    const queries = healthQueries([STREAM]);
    for (const { dimensions } of queries) expect(dimensions).toEqual({ FunctionName: 'stream' });
    expect(new Set(queries.map(({ key }) => key)).size).toBe(queries.length);
    expect(queries.map(({ metric, statistic }) => `${metric} ${statistic}`)).toEqual([
      'Invocations Sum',
      'Errors Sum',
      'Throttles Sum',
      'Duration p50',
      'Duration p99',
      'ConcurrentExecutions Maximum',
      'IteratorAge Maximum',
    ]);
  });

  it('is half an hour of whole minutes that have ended', () => {
    const window = { start: NOON - TREND_MINUTES * MINUTE_MS, end: NOON };
    expect(healthWindow(NOON)).toEqual(window);
    expect(healthWindow(NOON + MINUTE_MS - 1)).toEqual(window);
  });
});

describe('a function’s figures', () => {
  it('are those of its newest minute', () => {
    const health = healthOf({
      Invocations: { 1: 200, 2: 150 },
      Errors: { 1: 4, 2: 0 },
      Throttles: { 1: 1 },
      'Duration p50': { 1: 80 },
      'Duration p99': { 1: 900 },
      ConcurrentExecutions: { 1: 12 },
    });
    expect(health).toMatchObject({
      at: NOON - MINUTE_MS,
      windowEnd: NOON,
      invocationsPerMin: 200,
      errorsPerMin: 4,
      errorShare: 0.02,
      throttles: 1,
      p50Ms: 80,
      p99Ms: 900,
      concurrency: 12,
      iteratorAgeMs: null,
      idle: false,
    });
  });

  it('are of one and the same minute, up to three back', () => {
    expect(
      healthOf({ Invocations: { 3: 7 }, Errors: { 3: 1 }, ConcurrentExecutions: { 1: 5, 20: 9 } }),
    ).toMatchObject({
      at: NOON - 3 * MINUTE_MS,
      invocationsPerMin: 7,
      errorsPerMin: 1,
      concurrency: null,
      peakConcurrency: 9,
    });
  });

  it('are unknown, not zero, when the newest minutes are missing', () => {
    const health = healthOf({ Invocations: { 4: 7 }, Errors: { 4: 1 }, Throttles: { 4: 0 } });
    expect(health).toMatchObject({
      invocationsPerMin: null,
      errorsPerMin: null,
      errorShare: null,
      throttles: null,
      p99Ms: null,
      concurrency: null,
      peakConcurrency: null,
      idle: false,
    });
  });

  it('are unknown one by one', () => {
    expect(healthOf({ Invocations: { 1: 10 } })).toMatchObject({
      invocationsPerMin: 10,
      errorsPerMin: null,
      errorShare: null,
      throttles: null,
    });
  });

  it('count a minute that had only throttles', () => {
    expect(healthOf({ Invocations: { 2: 5 }, Throttles: { 1: 40 } })).toMatchObject({
      at: NOON - MINUTE_MS,
      throttles: 40,
      invocationsPerMin: null,
    });
  });

  it('have no share of errors without invocations', () => {
    expect(healthOf({ Invocations: { 1: 0 }, Errors: { 1: 0 } }).errorShare).toBeNull();
  });

  it('are provisional for two minutes', () => {
    const at = (back: number) => healthOf({ Invocations: { [back]: 1 } }).provisional;
    expect([at(1), at(2), at(3)]).toEqual([true, true, false]);
  });

  it('have a trend in which what is missing stays missing', () => {
    const { trend } = healthOf({ Invocations: { 1: 3, 3: 0, 30: 9, 31: 99 } });
    expect(trend).toHaveLength(TREND_MINUTES);
    expect(trend.slice(-3)).toEqual([0, null, 3]);
    expect(trend[0]).toBe(9);
    expect(trend.filter((value) => value !== null)).toHaveLength(3);
  });
});

describe('a function nobody called', () => {
  it('is idle', () => {
    const health = healthOf({});
    expect(health.idle).toBe(true);
    expect(health.invocationsPerMin).toBeNull();
  });

  it('is not idle when it called earlier, or was throttled', () => {
    expect(healthOf({ Invocations: { 30: 1 } }).idle).toBe(false);
    expect(healthOf({ Throttles: { 30: 1 } }).idle).toBe(false);
  });

  it.each(['Invocations', 'Throttles'])('is unknown when CloudWatch could not say all of %s', (metric) => {
    expect(healthOf({}, [metric]).idle).toBe(false);
  });

  it('is unknown when CloudWatch did not answer at all', () => {
    const health = healthFrom([ORDERS], [], healthWindow(NOON), NOON).get('orders');
    expect(health).toMatchObject({ idle: false, invocationsPerMin: null });
  });
});

describe('a stream’s consumer', () => {
  it('has the newest iterator age, however old: it is only published when a batch is read', () => {
    expect(healthOf({ IteratorAge: { 20: 90_000, 25: 5 } }, [], STREAM).iteratorAgeMs).toBe(90_000);
    expect(healthOf({}, [], STREAM).iteratorAgeMs).toBeNull();
  });
});
