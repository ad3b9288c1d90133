/**
 * Finds out who holds the account's reserved concurrency. AWS tells the sum (what is missing from the unreserved
 * pool) and the reservation of one function at a time, so the functions are gone through, the busiest first, until
 * the sum is accounted for. Only while somebody looks.
 */
import { toAppError } from '../domain/app-error.ts';
import { reservedInAll } from '../domain/concurrency/held.ts';
import type { ConcurrencyGateway } from '../gateways/concurrency.ts';
import type { AccountStore } from '../stores/account-store.ts';
import type { ConcurrencyStore } from '../stores/concurrency-store.ts';
import type { HealthStore } from '../stores/health-store.ts';
import type { InventoryStore } from '../stores/inventory-store.ts';
import { createPoller, type Poller } from './poller.ts';

/** Functions asked between two looks at who is wanted most. */
const BATCH = 20;

/** ms between two batches: some ten calls a second of GetFunction's own hundred. */
const PAUSE_MS = 2_000;

/** How soon it is looked whether the sum still is what was found, ms. */
const CHECK_MS = 30_000;

/** How long a search that asked everybody in vain stands, ms. */
const STANDS_MS = 10 * 60_000;

/** How soon somebody's looking is noticed, ms. */
const IDLE_MS = 1_000;

/** What the feed needs. */
export interface ReservationsFeedOptions {
  readonly gateway: ConcurrencyGateway;
  readonly store: ConcurrencyStore;
  readonly inventory: InventoryStore;
  readonly health: HealthStore;
  readonly account: AccountStore;
  /** Whether somebody looks at the reservations of the whole account. */
  readonly isWanted: () => boolean;
}

/** Fills `reserved` while it is wanted. */
export function createReservationsFeed(options: ReservationsFeedOptions): Poller {
  const { gateway, store, inventory, health, account, isWanted } = options;

  /** Asked about in this search. */
  let asked = new Set<string>();

  /** Functions nobody has asked about, the busiest first: reservations are made for those. */
  const unasked = (): string[] => {
    const { details, rankings } = health.getState();
    const peaks = rankings.get('concurrency')?.perMinute;
    return inventory
      .getState()
      .functions.map(({ name }) => name)
      .filter((name) => !asked.has(name) && !details.has(name))
      .sort((a, b) => (peaks?.get(b) ?? 0) - (peaks?.get(a) ?? 0));
  };

  const isAccountedFor = (): boolean => {
    const { settings } = account.getState();
    if (!settings) return false;
    const held = settings.concurrencyLimit - settings.unreservedConcurrency;
    return reservedInAll(health.getState().details, store.getState().reserved).sum >= held;
  };

  const readOne = async (name: string, signal: AbortSignal): Promise<number | null> => {
    const value = await gateway.reserved(name, signal).catch((thrown) => {
      // Deleted since the list was read: it holds nothing.
      if (toAppError(thrown).code === 'not-found') return null;
      throw thrown;
    });
    asked.add(name);
    return value;
  };

  const readBatch = async (names: readonly string[], signal: AbortSignal): Promise<void> => {
    const found = new Map<string, number | null>();
    try {
      for (const name of names) if (isWanted()) found.set(name, await readOne(name, signal));
    } finally {
      store.setState(({ reserved }) => ({ reserved: new Map([...reserved, ...found]) }));
    }
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    if (!isWanted()) return IDLE_MS;
    const isDone = isAccountedFor();
    const queue = isDone ? [] : unasked().slice(0, BATCH);
    store.setState({ search: queue.length > 0 ? 'running' : 'complete', searchError: null });
    if (isDone) return CHECK_MS;
    if (queue.length === 0) {
      asked = new Set();
      return STANDS_MS;
    }
    await readBatch(queue, signal);
    return PAUSE_MS;
  };

  return createPoller({ read, onError: (searchError) => store.setState({ searchError }) });
}
