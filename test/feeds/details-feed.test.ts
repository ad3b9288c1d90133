import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../src/domain/app-error.ts';
import type { FunctionDetails } from '../../src/domain/lambda-function.ts';
import { createDetailsFeed } from '../../src/feeds/details-feed.ts';
import type { FunctionsGateway } from '../../src/gateways/gateways.ts';
import { createHealthStore } from '../../src/stores/health-store.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { functionsGateway, wallClock } from './hand-made.ts';

function feedOn(gateway: FunctionsGateway) {
  const store = createHealthStore();
  const feed = createDetailsFeed({ gateway, store, clock: wallClock });
  onTestFinished(() => feed.stop());
  feed.start();
  const known = () => [...store.getState().details.keys()].sort();
  return { feed, store, known };
}

describe('on the embedded account', () => {
  beforeEach(useDummyKeys);
  afterEach(() => vi.unstubAllEnvs());

  it('rows get state, reservation and aliases; one that was deleted since is passed over', async () => {
    const account = await embeddedAccount();
    const { feed, store } = feedOn(connectTo(account.endpoint).functions);
    const reserved = account.world.functions.find(
      ({ reservedConcurrency }) => reservedConcurrency.current !== undefined,
    );
    const split = account.world.functions.find(({ name }) => name !== reserved?.name);
    if (!reserved || !split) throw new Error('the company has both');
    feed.show(['deleted-since', reserved.name, split.name]);
    await vi.waitFor(() => expect(store.getState().details.size).toBe(2));
    expect(store.getState().details.get(reserved.name)).toMatchObject({
      state: 'Active',
      reservedConcurrency: reserved.reservedConcurrency.current,
    });
    expect(store.getState().detailsError).toBeNull();
  });
});

describe('a row', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 3) }));
  afterEach(() => vi.useRealTimers());

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const DETAILS: FunctionDetails = { state: 'Active', reservedConcurrency: null, aliases: [] };

  /** A feed whose calls take 100 ms each; `denied` names fail. */
  function feedWithCalls(denied: readonly string[] = []) {
    const calls: string[] = [];
    let underway = 0;
    let most = 0;
    const gateway = functionsGateway({
      async functionDetails(name) {
        calls.push(name);
        underway += 1;
        most = Math.max(most, underway);
        await new Promise((done) => setTimeout(done, 100));
        underway -= 1;
        if (denied.includes(name)) throw new AppError('access-denied', `not ${name}`);
        return DETAILS;
      },
    });
    return { ...feedOn(gateway), calls, mostAtOnce: () => most };
  }

  const names = (count: number, first = 0) =>
    Array.from({ length: count }, (_, index) => `function-${String(first + index).padStart(2, '0')}`);

  it('is read once the cursor rests, four at a time', async () => {
    const { feed, known, mostAtOnce } = feedWithCalls();
    feed.show(names(10));
    await pass(249);
    expect(known()).toEqual([]);
    await pass(1_000);
    expect(known()).toEqual(names(10));
    expect(mostAtOnce()).toBe(4);
  });

  it('is read again after two minutes, not before', async () => {
    const { feed, calls } = feedWithCalls();
    feed.show(['orders']);
    await pass(110_000);
    expect(calls).toEqual(['orders']);
    feed.show(['users']);
    feed.show(['orders']);
    await pass(20_000);
    expect(calls).toEqual(['orders', 'orders']);
  });

  it('is read at once when the person asks', async () => {
    const { feed, calls } = feedWithCalls();
    feed.show(['orders']);
    await pass(1_000);
    feed.refresh();
    await pass(1_000);
    expect(calls).toEqual(['orders', 'orders']);
  });

  it('that scrolled away while it waited is not worth a call', async () => {
    const { feed, calls } = feedWithCalls();
    feed.show(names(40));
    await pass(300);
    feed.show(names(2, 60));
    await pass(5_000);
    expect(calls.length).toBeLessThanOrEqual(4 + 4 + 2);
    expect(calls).toContain('function-61');
  });

  it('that is denied does not keep the others from being read', async () => {
    const denied = names(6);
    const { feed, store, known, mostAtOnce } = feedWithCalls(denied);
    feed.show(names(20));
    await pass(20_000);
    expect(known()).toEqual(names(14, 6));
    expect(store.getState().detailsError?.code).toBe('access-denied');
    expect(mostAtOnce()).toBeLessThanOrEqual(4);
  });

  it('that is denied like all others costs few calls', async () => {
    const { feed, calls } = feedWithCalls(names(40));
    feed.show(names(40));
    await pass(30_000);
    // Four at the first reading and at each retry after 1, 2, 4, 8 and 16 s (at least half of that).
    expect(calls.length).toBeLessThanOrEqual(4 * 7);
  });

  it('that works again takes the problem away', async () => {
    const denied = ['orders'];
    const { feed, store } = feedWithCalls(denied);
    feed.show(['orders']);
    await pass(400);
    expect(store.getState().detailsError?.code).toBe('access-denied');
    denied.length = 0;
    await pass(2_000);
    expect(store.getState().detailsError).toBeNull();
    expect(store.getState().details.get('orders')).toEqual(DETAILS);
  });
});
