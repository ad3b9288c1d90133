import { expect, onTestFinished, test } from 'vitest';
import { createLookupsFeed } from '../../src/feeds/logs/lookups-feed.ts';
import { createLogsLookupsStore, type InvocationHistory } from '../../src/stores/logs-lookups-store.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { logGroup, logsClient } from '../support/log-group.ts';

const ID = '8b91df80-80f7-4688-b5fc-5083a6abb548';

test('a longer past is priced first, and read only when somebody agrees', async () => {
  const embedded = await embeddedAccount({ scenario: 'quiet' });
  const write = await logGroup(logsClient(embedded.endpoint), 'orders', '7');
  const metrics = { durationMs: 30, billedDurationMs: 31, memorySizeMB: 128, maxMemoryUsedMB: 61 };
  const record = { requestId: ID, status: 'success', metrics };
  await write({ timestamp: Date.now(), message: JSON.stringify({ type: 'platform.report', record }) });

  useDummyKeys();
  const account = connectTo(embedded.endpoint, { readOnly: true });
  onTestFinished(() => account.close());
  const store = createLogsLookupsStore();
  const feed = createLookupsFeed({ gateway: account.logs, store, clock: { now: () => Date.now() } });
  feed.start();
  onTestFinished(() => feed.stop());

  const asked: InvocationHistory = {
    targets: [{ functionName: 'orders', qualifier: null }],
    from: Date.now() - 7 * 86_400_000,
    to: Date.now(),
    phase: 'pricing',
    bytes: null,
    silent: [],
    invocations: [],
    matched: null,
    isCut: false,
    bytesScanned: null,
    error: null,
  };
  store.setState({ history: asked });
  await eventually(() => expect(store.getState().history?.phase).toBe('priced'));
  const priced = store.getState().history;
  expect(priced?.bytes).toBeGreaterThanOrEqual(0);
  const calls = async () => {
    const reply = await fetch(`${embedded.endpoint}/_control/requests`);
    return ((await reply.json()) as { counts: Record<string, number> }).counts['logs.StartQuery'] ?? 0;
  };
  expect(await calls()).toBe(0);

  store.setState({ history: { ...(priced ?? asked), phase: 'reading', to: Date.now() } });
  await eventually(() => expect(store.getState().history?.phase).toBe('read'));
  expect(store.getState().history?.invocations).toMatchObject([
    { requestId: ID, version: '7', durationMs: 30, status: 'ok' },
  ]);
  expect(store.getState().history?.bytesScanned).toBeGreaterThan(0);
  expect(await calls()).toBe(1);
});
