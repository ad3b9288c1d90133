import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import { createIdentityFeed, createRegionFeed } from '../../src/feeds/account-feed.ts';
import type { Poller } from '../../src/feeds/poller.ts';
import { createSourcesFeed } from '../../src/feeds/sources-feed.ts';
import { createAccountStore } from '../../src/stores/account-store.ts';
import { createHealthStore } from '../../src/stores/health-store.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { functionsGateway, wallClock } from './hand-made.ts';

beforeEach(useDummyKeys);
afterEach(() => vi.unstubAllEnvs());

function started<Feed extends Poller>(feed: Feed): Feed {
  onTestFinished(() => feed.stop());
  feed.start();
  return feed;
}

/** An account over HTTP, and the store its feeds fill. */
async function accountToRead() {
  const account = await embeddedAccount();
  const aws = connectTo(account.endpoint);
  onTestFinished(() => aws.close());
  return { account, options: { aws, store: createAccountStore({}), clock: wallClock } };
}

describe('who the credentials belong to', () => {
  it('is told once AWS has answered', async () => {
    const { account, options } = await accountToRead();
    const heard: string[] = [];
    started(createIdentityFeed(options, (id) => heard.push(id)));
    await eventually(() => expect(heard).toEqual([account.world.account]));
    expect(options.store.getState()).toMatchObject({
      identity: { account: account.world.account, arn: account.world.caller.arn },
      credentialsExpireAt: null,
      error: null,
    });
  });

  it('waits for a login that has expired, and tries again when asked', async () => {
    const { account, options } = await accountToRead();
    account.faults.add({ kind: 'expired', service: 'sts', operation: '*' });
    const feed = started(createIdentityFeed(options, () => {}));
    await eventually(() => expect(options.store.getState().error?.code).toBe('expired-credentials'));
    expect(options.store.getState().identity).toBeNull();
    account.faults.clear();
    feed.refresh();
    await eventually(() => expect(options.store.getState().error).toBeNull());
    expect(options.store.getState().identity).not.toBeNull();
  });
});

describe('the region', () => {
  it('has limits and figures of its own', async () => {
    const { account, options } = await accountToRead();
    started(createRegionFeed(options));
    await eventually(() => expect(options.store.getState().regionHealth).not.toBeNull());
    const { settings, regionHealth } = options.store.getState();
    expect(settings).toEqual({
      concurrencyLimit: account.world.concurrencyLimit,
      unreservedConcurrency: account.world.unreservedConcurrency,
      functionCount: account.world.functions.length,
    });
    expect(regionHealth?.invocationsPerMin).toBeGreaterThan(0);
    expect(regionHealth?.concurrency).toBeGreaterThan(0);
    expect(Date.now() - (regionHealth?.at ?? 0)).toBeLessThan(5 * 60_000);
  });

  it('has figures where its limits are denied', async () => {
    const { account, options } = await accountToRead();
    account.faults.add({ kind: 'deny', service: 'lambda', operation: 'GetAccountSettings' });
    started(createRegionFeed(options));
    await eventually(() => expect(options.store.getState().settingsError?.code).toBe('access-denied'));
    expect(options.store.getState().settings).toBeNull();
    expect(options.store.getState().regionHealth).not.toBeNull();
  });

  it('has limits where its figures are denied, and says when all is well again', async () => {
    const { account, options } = await accountToRead();
    account.faults.add({ kind: 'deny', service: 'cloudwatch', operation: '*' });
    const feed = started(createRegionFeed(options));
    await eventually(() => expect(options.store.getState().settingsError?.code).toBe('access-denied'));
    expect(options.store.getState().settings).not.toBeNull();
    account.faults.clear();
    feed.refresh();
    await eventually(() => expect(options.store.getState().settingsError).toBeNull());
    expect(options.store.getState().regionHealth).not.toBeNull();
  });
});

describe('functions that read a stream', () => {
  it('are learnt from the region’s event source mappings', async () => {
    const { account, options } = await accountToRead();
    const store = createHealthStore();
    started(createSourcesFeed(options.aws.functions, store, () => {}));
    await eventually(() => expect(store.getState().streamReaders.size).toBeGreaterThan(0));
    const readers = account.world.eventSourceMappings
      .filter(({ eventSourceArn }) => /:(kinesis|dynamodb):/.test(eventSourceArn))
      .map(({ functionArn }) => functionArn.split(':')[6]);
    expect(store.getState().streamReaders).toEqual(new Set(readers));
  });

  it('are those of Kinesis, DynamoDB and DocumentDB: only these have an iterator age', async () => {
    const source = (name: string, sourceArn: string | null) => ({
      functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
      sourceArn,
      state: 'Enabled',
      qualifier: null,
      onFailureArn: null,
    });
    const where = 'eu-west-1:123456789012';
    const gateway = functionsGateway({
      async *eventSources() {
        yield [source('shards', `arn:aws:kinesis:${where}:stream/s`), source('self-managed-kafka', null)];
        yield [source('table', `arn:aws:dynamodb:${where}:table/t/stream/2026`)];
        yield [source('documents', `arn:aws:rds:${where}:cluster:c`)];
        yield [
          source('queue', `arn:aws:sqs:${where}:q`),
          source('msk', `arn:aws:kafka:${where}:cluster/c/1`),
        ];
      },
    });
    const store = createHealthStore();
    started(createSourcesFeed(gateway, store, () => {}));
    await eventually(() =>
      expect(store.getState().streamReaders).toEqual(new Set(['shards', 'table', 'documents'])),
    );
  });

  it('stay unknown without the permission, and the reason is told', async () => {
    const { account, options } = await accountToRead();
    account.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListEventSourceMappings' });
    const store = createHealthStore();
    const errors: AppError[] = [];
    started(createSourcesFeed(options.aws.functions, store, (error) => errors.push(error)));
    await eventually(() => expect(errors[0]?.code).toBe('access-denied'));
    expect(store.getState().streamReaders.size).toBe(0);
  });
});
