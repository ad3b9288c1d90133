import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../src/domain/app-error.ts';
import { createHealthFeed } from '../../src/feeds/health-feed.ts';
import type { MetricsGateway } from '../../src/gateways/gateways.ts';
import { createHealthStore } from '../../src/stores/health-store.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { metricsGateway, wallClock } from './hand-made.ts';

const MINUTE = 60_000;
/** 20 s into a minute: what it has of the last one has settled. */
const START = Date.UTC(2026, 10, 21, 3, 0, 20);

function feedOn(gateway: MetricsGateway) {
  const store = createHealthStore();
  const feed = createHealthFeed({ gateway, store, clock: wallClock });
  onTestFinished(() => feed.stop());
  feed.start();
  return { feed, store };
}

const names = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => `function-${first + index}`);

describe('on the embedded account', () => {
  beforeEach(useDummyKeys);
  afterEach(() => vi.unstubAllEnvs());

  it('the rows shown get their figures', async () => {
    const account = await embeddedAccount();
    const { feed, store } = feedOn(connectTo(account.endpoint).metrics);
    feed.show(account.world.functions.slice(0, 40).map(({ name }) => name));
    await vi.waitFor(() => expect(store.getState().health.size).toBe(40), 8000);
    const health = [...store.getState().health.values()];
    expect(health.some(({ invocationsPerMin }) => (invocationsPerMin ?? 0) > 0)).toBe(true);
    expect(health.some(({ p99Ms }) => (p99Ms ?? 0) > 0)).toBe(true);
    expect(store.getState()).toMatchObject({ error: null, overBudget: false });
  });
});

describe('a row', () => {
  beforeEach(() => vi.useFakeTimers({ now: START }));
  afterEach(() => vi.useRealTimers());

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  /** A feed whose every figure is 7, and what it asked for: the names of each reading. */
  function feedWithReadings(answer: Parameters<typeof metricsGateway>[0] = () => 7) {
    const gateway = metricsGateway(answer);
    const readings = () =>
      gateway.asked.map((queries) => [...new Set(queries.map(({ dimensions }) => dimensions.FunctionName))]);
    const metrics = () => gateway.asked.reduce((sum, queries) => sum + queries.length, 0);
    return { ...feedOn(gateway), readings, metrics };
  }

  it('is read once the cursor has come to rest on it, not while it is passed', async () => {
    const { feed, readings } = feedWithReadings();
    for (let step = 0; step < 20; step++) {
      feed.show(names(2, step));
      await pass(30);
    }
    expect(readings()).toEqual([]);
    await pass(250);
    expect(readings()).toEqual([['function-19', 'function-20']]);
  });

  it('has figures that say how fresh they are', async () => {
    const { feed, store } = feedWithReadings();
    feed.show(['orders']);
    await pass(300);
    expect(store.getState().health.get('orders')).toMatchObject({
      windowEnd: START - 20_000,
      at: START - 20_000 - MINUTE,
      invocationsPerMin: 7,
      errorShare: 1,
    });
    expect(store.getState().at).toBeGreaterThanOrEqual(START + 250);
  });

  it('is read again each minute, some seconds after it ended', async () => {
    const { feed, readings } = feedWithReadings();
    feed.show(['orders']);
    await pass(300);
    await pass(MINUTE + 8_000 - 20_000 - 300 - 1);
    expect(readings()).toHaveLength(1);
    await pass(1);
    expect(readings()).toHaveLength(2);
    await pass(10 * MINUTE);
    expect(readings()).toHaveLength(12);
  });

  it('that was just read is not paid for again when it comes back into view', async () => {
    const { feed, readings } = feedWithReadings();
    feed.show(names(2));
    await pass(300);
    feed.show(names(2, 1));
    await pass(300);
    feed.show(names(2));
    await pass(300);
    expect(readings()).toEqual([['function-0', 'function-1'], ['function-2']]);
  });

  it('is read at once when the person asks, however fresh', async () => {
    const { feed, readings } = feedWithReadings();
    feed.show(['orders']);
    await pass(300);
    feed.refresh();
    await pass(0);
    expect(readings()).toEqual([['orders'], ['orders']]);
  });

  it('of a screen of more than 60 is read less often', async () => {
    const { feed, readings } = feedWithReadings();
    feed.show(names(100));
    await pass(300);
    await pass(MINUTE);
    expect(readings()).toHaveLength(1);
    await pass(MINUTE);
    expect(readings()).toHaveLength(2);
  });

  it('that reads a stream has one more metric', async () => {
    const { feed, store, metrics } = feedWithReadings();
    store.setState({ streamReaders: new Set(['function-1']) });
    feed.show(names(2));
    await pass(300);
    expect(metrics()).toBe(6 + 7);
    expect(store.getState().health.get('function-1')?.iteratorAgeMs).toBe(7);
    expect(store.getState().health.get('function-0')?.iteratorAgeMs).toBeNull();
  });

  it('waits when reading it would cost too much, and goes first as soon as there is money', async () => {
    const { feed, store, readings, metrics } = feedWithReadings();
    feed.show(names(1_200));
    await pass(300);
    expect(metrics()).toBeLessThanOrEqual(6_000);
    expect(store.getState()).toMatchObject({ overBudget: true });
    expect(store.getState().health.size).toBe(1_000);
    await pass(MINUTE);
    expect(readings()[1]?.[0]).toBe('function-1000');
    await pass(4 * MINUTE);
    expect(store.getState()).toMatchObject({ overBudget: false });
    expect(store.getState().health.size).toBe(1_200);
  });

  it('takes turns with the others when there is not enough for all of them', async () => {
    const { feed, store } = feedWithReadings();
    store.setState({ streamReaders: new Set(names(60)) });
    feed.show(names(1_000));
    await pass(300);
    feed.show(names(60));
    await pass(30 * MINUTE);
    for (const { windowEnd } of names(60).flatMap((name) => store.getState().health.get(name) ?? [])) {
      expect(Date.now() - windowEnd).toBeLessThan(4 * MINUTE);
    }
  });

  it('costs with 59 others at most $0.30 in an hour, whatever is scrolled and refreshed after the first burst', async () => {
    const { feed, metrics } = feedWithReadings();
    feed.show(names(1_000));
    await pass(MINUTE);
    const before = metrics();
    for (let minute = 0; minute < 60; minute++) {
      feed.show(names(60, minute * 10));
      feed.refresh();
      await pass(MINUTE / 2);
      feed.refresh();
      await pass(MINUTE / 2);
    }
    expect(metrics() - before).toBeLessThanOrEqual(30_000);
  });

  it('keeps its figures when CloudWatch fails, and the reason goes when it is over', async () => {
    let fails = false;
    const { feed, store } = feedWithReadings(() =>
      fails ? Promise.reject(new AppError('throttled', 'too fast')) : 7,
    );
    feed.show(['orders']);
    await pass(300);
    fails = true;
    await pass(MINUTE);
    expect(store.getState().error?.code).toBe('throttled');
    expect(store.getState().health.get('orders')?.invocationsPerMin).toBe(7);
    fails = false;
    await pass(MINUTE);
    expect(store.getState().error).toBeNull();
  });

  it('is not read any more once the feed is stopped', async () => {
    const { feed, readings } = feedWithReadings();
    feed.show(['orders']);
    feed.stop();
    feed.show(['users']);
    await pass(10 * MINUTE);
    expect(readings()).toEqual([]);
  });
});
