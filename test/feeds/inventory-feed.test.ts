import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../src/domain/app-error.ts';
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import { createInventoryFeed } from '../../src/feeds/inventory-feed.ts';
import type { FunctionsGateway } from '../../src/gateways/gateways.ts';
import { createInventoryStore, type InventoryState } from '../../src/stores/inventory-store.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { functionNamed, listingsByHand, wallClock } from './hand-made.ts';

beforeEach(useDummyKeys);
afterEach(() => vi.unstubAllEnvs());

/** A running feed, and everything its store went through. */
function feedOn(gateway: FunctionsGateway, known: Partial<InventoryState> = {}) {
  const store = createInventoryStore();
  store.setState(known);
  const states: InventoryState[] = [];
  store.subscribe((state) => states.push(state));
  const kept: (readonly LambdaFunction[])[] = [];
  const feed = createInventoryFeed({
    gateway,
    store,
    clock: wallClock,
    onComplete: (functions) => kept.push(functions),
  });
  onTestFinished(() => feed.stop());
  feed.start();
  const names = () => store.getState().functions.map(({ name }) => name);
  const shows = (...expected: string[]) => eventually(() => expect(names()).toEqual(expected));
  return { feed, store, states, kept, names, shows };
}

const YESTERDAY = Date.now() - 86_400_000;

/** What the last session left. */
const cached = (...names: string[]): Partial<InventoryState> => ({
  functions: names.map((name) => functionNamed(name)),
  phase: 'cached',
  at: YESTERDAY,
});

describe('the first pass', () => {
  it('streams the pages in as they arrive, and keeps the whole list', async () => {
    const account = await embeddedAccount({ functions: 120 });
    const { store, states, kept } = feedOn(connectTo(account.endpoint).functions);
    await eventually(() => expect(store.getState().phase).toBe('ready'));
    const lengths = states.map(({ functions }) => functions.length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(new Set(lengths)).toEqual(new Set([0, 50, 100, 120]));
    expect(states[0]).toMatchObject({ phase: 'loading', at: null });
    expect(store.getState()).toMatchObject({ loaded: 120, error: null });
    expect(Date.now() - (store.getState().at ?? 0)).toBeLessThan(60_000);
    expect(kept).toEqual([store.getState().functions]);
    expect(new Set(store.getState().functions.map(({ name }) => name))).toEqual(
      new Set(account.world.functions.map(({ name }) => name)),
    );
  });

  it('of an empty account is complete too', async () => {
    const account = await embeddedAccount({ scenario: 'empty' });
    const { store, kept } = feedOn(connectTo(account.endpoint).functions);
    await eventually(() => expect(store.getState().phase).toBe('ready'));
    expect(store.getState().functions).toEqual([]);
    expect(kept).toEqual([[]]);
  });

  it('that breaks off keeps what it read, also while the next one begins anew', async () => {
    const { gateway, listings } = listingsByHand();
    const { feed, store, shows, states } = feedOn(gateway);
    listings[0]?.page('a', 'b');
    await shows('a', 'b');
    listings[0]?.page('c');
    await shows('a', 'b', 'c');
    listings[0]?.fails(new AppError('throttled', 'too fast'));
    await eventually(() => expect(store.getState().error?.code).toBe('throttled'));
    feed.refresh();
    await eventually(() => expect(listings).toHaveLength(2));
    listings[1]?.page('a', 'b');
    await eventually(() => expect(store.getState()).toMatchObject({ error: null, loaded: 2 }));
    await shows('a', 'b', 'c');
    listings[1]?.end();
    await shows('a', 'b');
    const lengths = states.slice(0, -1).map(({ functions }) => functions.length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  });
});

describe('the list of the last session', () => {
  it('stays while it is confirmed page by page, and loses what is gone only at the end', async () => {
    const { gateway, listings } = listingsByHand();
    const { store, shows, names, kept } = feedOn(gateway, cached('gone', 'orders', 'users'));
    await eventually(() => expect(store.getState().phase).toBe('loading'));
    expect(names()).toEqual(['gone', 'orders', 'users']);
    listings[0]?.page('new', 'orders');
    await shows('gone', 'orders', 'users', 'new');
    expect(store.getState()).toMatchObject({ phase: 'loading', at: YESTERDAY, loaded: 2 });
    expect(kept).toEqual([]);
    listings[0]?.page('users');
    listings[0]?.end();
    await shows('new', 'orders', 'users');
    expect(store.getState()).toMatchObject({ phase: 'ready', loaded: 3 });
    expect(store.getState().at).toBeGreaterThan(YESTERDAY);
    expect(kept).toHaveLength(1);
  });

  it('is overlaid with what AWS says now', async () => {
    const { gateway, listings } = listingsByHand();
    const old = functionNamed('orders', { memoryMb: 128 });
    const { store } = feedOn(gateway, { functions: [old], phase: 'cached', at: YESTERDAY });
    listings[0]?.page('orders');
    await eventually(() => expect(store.getState().functions[0]?.memoryMb).toBe(256));
  });

  it('stays when AWS does not answer', async () => {
    const { gateway, listings } = listingsByHand();
    const { store, names, kept } = feedOn(gateway, cached('orders'));
    listings[0]?.fails(new AppError('expired-credentials', 'log in'));
    await eventually(() => expect(store.getState().error?.code).toBe('expired-credentials'));
    expect(names()).toEqual(['orders']);
    expect(store.getState().at).toBe(YESTERDAY);
    expect(kept).toEqual([]);
  });
});

describe('a later pass', () => {
  it('replaces the list without a blink', async () => {
    const { gateway, listings } = listingsByHand();
    const { feed, store, states, shows } = feedOn(gateway);
    listings[0]?.page('a', 'b', 'c');
    listings[0]?.end();
    await eventually(() => expect(store.getState().phase).toBe('ready'));
    states.length = 0;
    feed.refresh();
    await eventually(() => expect(listings).toHaveLength(2));
    listings[1]?.page('a');
    await eventually(() => expect(store.getState().loaded).toBe(1));
    listings[1]?.page('c', 'd');
    listings[1]?.end();
    await shows('a', 'c', 'd');
    for (const { phase, functions } of states) {
      expect(phase).toBe('ready');
      expect(functions.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('that is denied keeps the rows and says so, until it works again', async () => {
    const account = await embeddedAccount({ functions: 60 });
    const { feed, store } = feedOn(connectTo(account.endpoint).functions);
    await eventually(() => expect(store.getState().phase).toBe('ready'));
    account.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListFunctions' });
    feed.refresh();
    await eventually(() => expect(store.getState().error?.code).toBe('access-denied'));
    expect(store.getState().functions).toHaveLength(60);
    account.faults.clear();
    feed.refresh();
    await eventually(() => expect(store.getState().error).toBeNull());
    expect(store.getState().functions).toHaveLength(60);
  });
});

it('stopped, changes nothing any more', async () => {
  const { gateway, listings } = listingsByHand();
  const { feed, states, shows } = feedOn(gateway);
  listings[0]?.page('a');
  await shows('a');
  feed.stop();
  const before = states.length;
  listings[0]?.fails(new AppError('interrupted', 'stopped'));
  feed.refresh();
  await new Promise(setImmediate);
  expect(states).toHaveLength(before);
});
