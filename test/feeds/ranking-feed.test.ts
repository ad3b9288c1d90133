import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../src/domain/app-error.ts';
import type { RankedMetric } from '../../src/domain/health.ts';
import { createRankingFeed } from '../../src/feeds/ranking-feed.ts';
import type { MetricsGateway, TimeWindow } from '../../src/gateways/gateways.ts';
import { createHealthStore } from '../../src/stores/health-store.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { metricsGateway, wallClock } from './hand-made.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 21, 3, 0, 20);

function feedOn(gateway: MetricsGateway, functions = 100) {
  const store = createHealthStore();
  const feed = createRankingFeed({ gateway, store, clock: wallClock, functionCount: () => functions });
  onTestFinished(() => feed.stop());
  feed.start();
  return { feed, store };
}

describe('on the embedded account', () => {
  beforeEach(useDummyKeys);
  afterEach(() => vi.unstubAllEnvs());

  it('the account is ranked by what the view is sorted by', async () => {
    const account = await embeddedAccount();
    const { feed, store } = feedOn(connectTo(account.endpoint).metrics);
    feed.want(['invocations']);
    await vi.waitFor(() => expect(store.getState().rankings.size).toBe(1));
    const ranking = store.getState().rankings.get('invocations');
    expect(ranking?.perMinute.size).toBeGreaterThan(20);
    expect(ranking).toMatchObject({ metric: 'invocations', truncated: false, windowMinutes: 5 });
    const known = new Set(account.world.functions.map(({ name }) => name));
    for (const name of ranking?.perMinute.keys() ?? []) expect(known).toContain(name);
  });
});

describe('a ranking', () => {
  beforeEach(() => vi.useFakeTimers({ now: START }));
  afterEach(() => vi.useRealTimers());

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  function feedWithQueries(functions = 100) {
    const queries: RankedMetric[] = [];
    const windows: TimeWindow[] = [];
    const answer: { error: AppError | null } = { error: null };
    const gateway = {
      ...metricsGateway(() => undefined),
      async ranking(metric: RankedMetric, window: TimeWindow): ReturnType<MetricsGateway['ranking']> {
        queries.push(metric);
        windows.push(window);
        if (answer.error) throw answer.error;
        return { totals: new Map([['orders', 35]]), truncated: true, complete: true };
      },
    };
    return { ...feedOn(gateway, functions), queries, windows, answer };
  }

  it('that nobody needs is not paid for', async () => {
    const { queries } = feedWithQueries();
    await pass(60 * MINUTE);
    expect(queries).toEqual([]);
  });

  it('is read at once when it is wanted, and again after five minutes', async () => {
    const { feed, queries, windows, store } = feedWithQueries();
    await pass(1_000);
    feed.want(['errors']);
    await pass(0);
    expect(queries).toEqual(['errors']);
    expect(windows[0]).toEqual({ start: START - 20_000 - 5 * MINUTE, end: START - 20_000 });
    expect(store.getState().rankings.get('errors')).toEqual({
      metric: 'errors',
      at: START + 1_000,
      windowMinutes: 5,
      perMinute: new Map([['orders', 7]]),
      truncated: true,
    });
    await pass(5 * MINUTE - 1);
    expect(queries).toHaveLength(1);
    await pass(1);
    expect(queries).toEqual(['errors', 'errors']);
  });

  it('is read less often in an account where it costs more', async () => {
    const { feed, queries } = feedWithQueries(10_000);
    feed.want(['errors']);
    await pass(74 * MINUTE);
    expect(queries).toHaveLength(1);
    await pass(2 * MINUTE);
    expect(queries).toHaveLength(2);
  });

  it('by several metrics costs no more than by one', async () => {
    const { feed, queries } = feedWithQueries(1_000);
    feed.want(['errors', 'throttles', 'invocations']);
    await pass(60 * MINUTE - 1);
    expect(queries.length * 1_000).toBeLessThanOrEqual(9_000);
  });

  it('that is still fresh is not read again when the view comes back to it', async () => {
    const { feed, queries } = feedWithQueries();
    for (const metric of ['errors', 'invocations', 'errors', 'invocations'] as const) {
      feed.want([metric]);
      await pass(1_000);
    }
    expect(queries).toEqual(['errors', 'invocations']);
  });

  it('is read when the person asks, but not twice in a minute: there would be nothing new', async () => {
    const { feed, queries } = feedWithQueries();
    feed.want(['errors']);
    await pass(0);
    for (let press = 0; press < 100; press++) {
      feed.refresh();
      await pass(30);
    }
    expect(queries).toHaveLength(1);
    await pass(MINUTE);
    feed.refresh();
    await pass(0);
    expect(queries).toHaveLength(2);
  });

  it('that fails is tried again, and its problem goes when it is over', async () => {
    const { feed, store, answer } = feedWithQueries();
    answer.error = new AppError('access-denied', 'no');
    feed.want(['errors']);
    await pass(0);
    expect(store.getState().rankingError?.code).toBe('access-denied');
    answer.error = null;
    await pass(1_000);
    expect(store.getState().rankingError).toBeNull();
    expect(store.getState().rankings.has('errors')).toBe(true);
  });
});
