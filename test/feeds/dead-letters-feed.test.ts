import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  createDeadLettersFeed,
  type DeadLettersWish,
} from '../../src/feeds/dead-letters/dead-letters-feed.ts';
import { createDeadLettersStore, type DeadLettersState } from '../../src/stores/dead-letters-store.ts';
import { createInventoryStore } from '../../src/stores/inventory-store.ts';
import { all, connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { wallClock } from './hand-made.ts';

beforeEach(useDummyKeys);

/** A feed on the account of a poisoned company, with its functions and mappings already listed. */
async function feedOf(
  wish: DeadLettersWish,
  keptPaths: (names: readonly string[]) => DeadLettersState['failurePaths'] = () => new Map(),
) {
  const { endpoint } = await embeddedAccount({ scenario: 'poison', messages: 20 });
  const aws = connectTo(endpoint);
  const functions = (await all(aws.functions.listFunctions())).flatMap((page) => page.functions);
  const mappings = (await all(aws.functions.eventSources())).flat();
  const store = createDeadLettersStore();
  store.setState({ mappings, failurePaths: keptPaths(functions.map(({ name }) => name)) });
  const inventory = createInventoryStore();
  inventory.setState({ functions, phase: 'ready' });
  const feed = createDeadLettersFeed({ aws, store, inventory, clock: wallClock, wish: () => wish });
  onTestFinished(() => {
    feed.stop();
    aws.close();
  });
  feed.start();
  return { store, functions };
}

describe('while somebody looks at dead letters', () => {
  it('every target is found, with who feeds it, what kind, how many and how old', async () => {
    const { store, functions } = await feedOf({ all: true, names: [] });
    await eventually(() => expect(store.getState().failurePaths.size).toBe(functions.length));
    await eventually(() => expect(store.getState().figures.size).toBeGreaterThanOrEqual(4));
    const { targets, queues, depthByFunction, figures } = store.getState();
    expect(targets.map(({ name, kinds }) => [name, ...kinds])).toEqual([
      ['checkout-async-dlq', 'async'],
      ['notify-async-failures', 'destination'],
      ['notify-sms-sender-dlq', 'sqs-source'],
      ['orders-fulfilment-worker-dlq', 'sqs-source'],
      ['partner-edi-outbound-sender-dlq', 'sqs-source'],
      ['warehouse-stream-failures', 'stream-record'],
    ]);
    const orders = targets.find(({ name }) => name.startsWith('orders'));
    expect(orders?.sources.map(({ functionNames }) => functionNames)).toEqual([['orders-fulfilment-worker']]);
    expect(queues.get(orders?.arn ?? '')?.queue?.retentionS).toBeGreaterThan(0);
    expect(depthByFunction.get('orders-fulfilment-worker')).toBeGreaterThan(10);
    expect(figures.get(orders?.arn ?? '')?.oldestAgeS).toBeGreaterThan(3_600);
    // Nothing was received for any of it.
    expect(targets.every(({ arn }) => queues.get(arn)?.queue?.inFlight === 0)).toBe(true);
  });
});

describe('what an earlier session has read', () => {
  it('is shown before anything is asked, and asked again: the oldest first, and not all at once', async () => {
    const HOUR_MS = 3_600_000;
    const arn = 'arn:aws:sns:eu-west-1:123456789012:once-upon-a-time';
    const kept = (names: readonly string[]): DeadLettersState['failurePaths'] =>
      new Map(
        names.map((name, index) => {
          const paths = [{ qualifier: '$LATEST', onFailureArn: arn }];
          // Those of the last hour are not asked at all.
          const at = index < 20 ? Date.now() - (30 - index) * HOUR_MS : Date.now() - HOUR_MS / 2;
          return [name, { at, paths, isKept: true as const }];
        }),
      );
    const { store, functions } = await feedOf({ all: true, names: [] }, kept);
    await eventually(() =>
      expect(store.getState().targets.map(({ name }) => name)).toContain('once-upon-a-time'),
    );
    const asked = (): string[] =>
      [...store.getState().failurePaths].flatMap(([name, { isKept }]) => (isKept ? [] : [name]));
    await eventually(() => expect(asked().length).toBeGreaterThan(0));
    const oldest = functions.slice(0, 10).map(({ name }) => name);
    for (const name of asked()) expect(oldest).toContain(name);
    expect(store.getState().failurePaths.size).toBe(functions.length);
  });
});

describe('while nobody does', () => {
  it('only what belongs to the functions in sight is read', async () => {
    const { store } = await feedOf({ all: false, names: ['notify-sms-sender'] });
    await eventually(() => expect(store.getState().depthByFunction.size).toBe(1));
    expect([...store.getState().failurePaths.keys()]).toEqual(['notify-sms-sender']);
    expect([...store.getState().queues.values()].map(({ queue }) => queue?.arn.split(':')[5]).sort()).toEqual(
      ['notify-sms-sender-dlq', 'notify-sms-sender-queue'],
    );
    expect(store.getState().figures.size).toBe(0);
  });
});
