/**
 * Keeps the list of functions true: pages stream in as they arrive, a refresh replaces the old list without a
 * blink, and what the last session knew paints at once, marked as such.
 */
import type { Clock } from '../domain/clock.ts';
import type { LambdaFunction } from '../domain/lambda-function.ts';
import type { FunctionsGateway } from '../gateways/gateways.ts';
import type { InventoryStore } from '../stores/inventory-store.ts';
import { createPoller, type Poller } from './poller.ts';

/** ms between two passes over the account; a pass over N functions costs N / 50 calls of the shared quota. */
const REFRESH_MS = 5 * 60_000;

/** ms of pause per call a pass took, so that big accounts spend under one call a second of the quota. */
const PAUSE_PER_PAGE_MS = 3_000;

/** What the feed needs. */
export interface InventoryFeedOptions {
  readonly gateway: FunctionsGateway;
  readonly store: InventoryStore;
  readonly clock: Clock;
  /** Called with each complete list, to keep it for the next start. */
  readonly onComplete: (functions: readonly LambdaFunction[], at: number) => void;
}

/** Fills the inventory store until stopped. */
export function createInventoryFeed({ gateway, store, clock, onComplete }: InventoryFeedOptions): Poller {
  const readAll = async (signal: AbortSignal): Promise<number> => {
    const seen = new Map<string, LambdaFunction>();
    let pages = 0;
    let known = store.getState().functions;
    let lay = layOver(known);
    store.setState({ loaded: 0, phase: store.getState().phase === 'ready' ? 'ready' : 'loading' });
    for await (const page of gateway.listFunctions(signal)) {
      pages += 1;
      for (const one of page.functions) seen.set(one.arn, one);
      // Another account's list was taken away meanwhile.
      const isOurs = store.getState().functions === known;
      if (!isOurs) lay = layOver(store.getState().functions);
      // What is known stays, also what a pass that broke off had read; it is pruned only at the end.
      known = lay(isOurs ? page.functions : [...seen.values()]);
      store.setState({ functions: known, loaded: seen.size, error: null });
    }
    const functions = [...seen.values()];
    const at = clock.now();
    store.setState({ functions, phase: 'ready', at, loaded: functions.length, error: null });
    onComplete(functions, at);
    return Math.max(REFRESH_MS, pages * PAUSE_PER_PAGE_MS);
  };

  return createPoller({ read: readAll, onError: (error) => store.setState({ error }) });
}

/** Lays what a pass reads over the known list, page after page; new functions come last. */
function layOver(
  known: readonly LambdaFunction[],
): (read: readonly LambdaFunction[]) => readonly LambdaFunction[] {
  const functions = [...known];
  const places = new Map(known.map(({ arn }, place) => [arn, place]));
  return (read) => {
    for (const one of read) {
      const place = places.get(one.arn) ?? functions.length;
      places.set(one.arn, place);
      functions[place] = one;
    }
    return [...functions];
  };
}
