import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  createDeadLettersFeed,
  type DeadLettersWish,
} from '../../src/feeds/dead-letters/dead-letters-feed.ts';
import { createDeadLettersStore } from '../../src/stores/dead-letters-store.ts';
import { createInventoryStore } from '../../src/stores/inventory-store.ts';
import { all, connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { wallClock } from './hand-made.ts';

beforeEach(useDummyKeys);

/** A feed on the account of a poisoned company, with its functions and mappings already listed. */
async function feedOf(wish: DeadLettersWish) {
  const { endpoint } = await embeddedAccount({ scenario: 'poison', messages: 20 });
  const aws = connectTo(endpoint);
  const functions = (await all(aws.functions.listFunctions())).flatMap((page) => page.functions);
  const mappings = (await all(aws.functions.eventSources())).flat();
  const store = createDeadLettersStore();
  store.setState({ mappings });
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
