/** Sending dead letters on, one by one: the losses of others are the tests here. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { parseWhere } from '../../../src/domain/dead-letters/where.ts';
import { arnOf, drain, queueWorld, redriverIn, withFunction } from './queues.ts';

const numbered = (count: number, from = 'orders') =>
  Array.from({ length: count }, (_, index) => ({ body: `{"n":${index}}`, from }));
const ORDERS = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';
const text = (value: string) => ({ dataType: 'String', value });
const asyncLetter = (body: string) => ({
  body,
  attributes: { RequestID: text('6f1c-1'), ErrorMessage: text('boom') },
});
const record = (requestPayload: unknown, qualifier = '1') => ({
  body: JSON.stringify({
    version: '1.0',
    requestContext: { requestId: 'r', functionArn: `${ORDERS}:${qualifier}`, condition: 'RetriesExhausted' },
    requestPayload,
  }),
});

describe('a redrive by send and delete', () => {
  it('takes everything along that can be sent again', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    const attributes = {
      tenant: text('a'),
      count: { dataType: 'Number.int', value: '7' },
      raw: { dataType: 'Binary.gzip', value: Buffer.from([0, 1, 255]) },
    };
    world.fill(dlq, [
      { body: 'é', attributes, traceHeader: 'Root=1-5', groupId: 'tenant-a', from: 'orders' },
    ]);
    const result = await redriverIn(world).redrive(dlq);
    expect(result).toMatchObject({ outcome: 'done', error: null, counts: { redriven: 1, left: 0 } });
    const received = orders.receive({ most: 10 }, world.account.world.clock.now());
    expect(received).toMatchObject([
      { body: 'é', traceHeader: 'Root=1-5', groupId: 'tenant-a', receiveCount: 1 },
    ]);
    expect(received === 'overLimit' ? null : received[0]?.attributes).toEqual(attributes);
    expect(drain(world, dlq)).toEqual([]);
  });

  it('keeps what AWS refuses of a batch, and deletes the rest', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(30));
    world.account.faults.add({
      ...{ kind: 'partial', service: 'sqs', operation: 'SendMessageBatch' },
      ...{ entries: 3, status: 400, name: 'InvalidMessageContents', message: 'no' },
      count: 1,
    });
    const result = await redriverIn(world).redrive(dlq);
    expect(result).toMatchObject({ outcome: 'partly', counts: { redriven: 27, refused: 3, doubled: 0 } });
    const [sent, kept] = [drain(world, orders), drain(world, dlq)];
    expect([sent.length, kept.length]).toEqual([27, 3]);
    expect(new Set([...sent, ...kept]).size).toBe(30);
  });

  it('names messages whose fate is not known, and leaves them alone the next time', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    const ids = world.fill(dlq, numbered(10));
    world.account.faults.add({ kind: 'drop-after', service: 'sqs', operation: 'SendMessageBatch', count: 1 });
    const redriver = redriverIn(world);
    const lost = await redriver.redrive(dlq);
    expect(lost).toMatchObject({ outcome: 'unconfirmed', error: { code: 'unknown-outcome' } });
    expect(new Set(lost.doubled)).toEqual(new Set(ids));
    expect(world.counts(dlq).visible).toBe(10);
    expect(await redriver.redrive(dlq)).toMatchObject({ outcome: 'already' });
    expect(await redriver.redrive(dlq, { again: true })).toMatchObject({ outcome: 'done', doubled: [] });
    expect(drain(world, orders)).toHaveLength(20);
    expect(drain(world, dlq)).toEqual([]);
  });

  it('asks a FIFO queue again, which knows a repetition', async () => {
    const world = await queueWorld();
    const orders = world.create('orders.fifo');
    const dlq = world.create('orders-dlq.fifo');
    const letters = numbered(25, 'orders.fifo').map((letter) => ({ ...letter, groupId: 'one' }));
    world.fill(dlq, letters);
    world.account.faults.add({
      ...{ kind: 'drop-after', service: 'sqs', operation: 'SendMessageBatch' },
      ...{ after: 3, count: 1 },
    });
    const result = await redriverIn(world).redrive(dlq);
    expect(result).toMatchObject({ outcome: 'done', counts: { redriven: 25, doubled: 0 } });
    expect(drain(world, orders)).toEqual(letters.map(({ body }) => body));
  });

  it('never lets a message of a FIFO group overtake one that stayed', async () => {
    const world = await queueWorld();
    const orders = world.create('orders.fifo');
    const dlq = world.create('orders-dlq.fifo');
    world.fill(
      dlq,
      numbered(8, 'orders.fifo').map((letter, index) => ({ ...letter, groupId: `g${index % 2}` })),
    );
    world.account.faults.add({
      ...{ kind: 'partial', service: 'sqs', operation: 'SendMessageBatch' },
      ...{ entries: 1, after: 1, count: 1, status: 400, name: 'InvalidMessageContents', message: 'no' },
    });
    const result = await redriverIn(world).redrive(dlq);
    expect(result.counts).toMatchObject({ refused: 1 });
    const [sent, kept] = [drain(world, orders), drain(world, dlq)];
    expect(sent).toEqual(['{"n":0}', '{"n":1}', '{"n":3}', '{"n":5}', '{"n":7}']);
    expect(kept).toEqual(['{"n":2}', '{"n":4}', '{"n":6}']);
  });

  it('sends only what is meant, and as many', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(30));
    const redriver = redriverIn(world);
    const one = await redriver.redrive(dlq, { where: parseWhere(['body.n=7']) });
    expect([one.counts.redriven, drain(world, orders)]).toEqual([1, ['{"n":7}']]);
    const five = await redriver.redrive(dlq, { limit: 5 });
    expect([five.counts.redriven, drain(world, orders).length]).toEqual([5, 5]);
    expect(world.counts(dlq)).toMatchObject({ visible: 24, inFlight: 0 });
  });

  it('waits out throttles', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(40));
    world.account.faults.add({ kind: 'throttle', service: 'sqs', operation: 'SendMessageBatch', count: 3 });
    expect(await redriverIn(world).redrive(dlq)).toMatchObject({ outcome: 'done' });
    expect(drain(world, orders)).toHaveLength(40);
  });

  it('keeps to its rate', async () => {
    const world = await queueWorld();
    world.create('orders');
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(200));
    const before = world.clock.now();
    await redriverIn(world).redrive(dlq, { ratePerS: 20 });
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(9_000);
  });

  it('is written in the journal, and takes nothing without it', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(3));
    const redriver = redriverIn(world);
    const result = await redriver.redrive(dlq);
    const { entries } = await (await redriver.operations.journal()).read();
    expect(entries).toMatchObject([
      { id: result.entry, operation: 'redrive', target: dlq.arn, outcome: 'done', reason: null },
    ]);
    expect(drain(world, orders)).toHaveLength(3);
    const undo = { operation: 'undo' as const, entry: result.entry ?? '' };
    const { refusal } = await redriver.operations.plan(undo, new AbortController().signal);
    expect(refusal?.message).toContain('AWS gives none back');
  });
});

describe('a redrive of events', () => {
  it('invokes the version that an on-failure record names with the event in it', async () => {
    const world = await queueWorld();
    const events = await withFunction(world);
    const dlq = world.create('failures');
    world.fill(dlq, [record({ order: 1 })]);
    expect(await redriverIn(world).redrive(dlq)).toMatchObject({ outcome: 'done' });
    expect(events).toMatchObject([{ qualifier: '1' }]);
    expect(events[0]?.payload.toString()).toBe('{"order":1}');
    expect(drain(world, dlq)).toEqual([]);
  });

  it('asks which function and version is meant where nobody can know it', async () => {
    const world = await queueWorld();
    const events = await withFunction(world, arnOf('failures'));
    const dlq = world.create('failures');
    world.fill(dlq, [asyncLetter('{"order":1}')]);
    const redriver = redriverIn(world);
    const asked = await redriver.redrive(dlq);
    expect(asked).toMatchObject({ outcome: 'refused', error: { code: 'refused' } });
    expect(asked.error?.next.join()).toContain('--function');
    expect(world.counts(dlq).visible).toBe(1);
    await redriver.redrive(dlq, { named: { name: 'orders', qualifier: '1' } });
    expect(events).toMatchObject([{ qualifier: '1' }]);
    expect(drain(world, dlq)).toEqual([]);
  });
});

describe('before the first message moves', () => {
  it('names a function that is killed', async () => {
    const world = await queueWorld();
    const events = await withFunction(world);
    await world.aws.changes.putReservedConcurrency('orders', 0);
    const dlq = world.create('failures');
    world.fill(dlq, [record({ order: 1 })]);
    const result = await redriverIn(world).redrive(dlq);
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'refused' } });
    expect(result.error?.message).toContain('orders is stopped (reserved concurrency 0)');
    expect(events).toEqual([]);
    expect(world.counts(dlq).visible).toBe(1);
  });

  it('names a version that is gone, and a queue that is gone', async () => {
    const world = await queueWorld();
    await withFunction(world);
    const dlq = world.create('failures');
    world.fill(dlq, [record({ order: 1 }, '9')]);
    expect(await redriverIn(world).redrive(dlq)).toMatchObject({
      outcome: 'refused',
      error: { code: 'not-found' },
    });
    const other = world.create('orders-dlq');
    world.fill(other, numbered(1));
    expect(await redriverIn(world).redrive(other)).toMatchObject({
      outcome: 'refused',
      error: { code: 'not-found' },
    });
    expect(world.counts(other).visible).toBe(1);
  });

  it('names a key that may not be used, with nothing sent', async () => {
    const world = await queueWorld();
    const orders = world.create('orders');
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(5));
    world.account.faults.add({
      ...{
        kind: 'error',
        service: 'sqs',
        operation: 'SendMessageBatch',
        status: 400,
        name: 'KmsAccessDenied',
      },
      message:
        'User: arn:aws:iam::1:user/x is not authorized to perform: kms:GenerateDataKey on the resource',
    });
    const result = await redriverIn(world).redrive(dlq);
    expect(result).toMatchObject({ outcome: 'failed', counts: { redriven: 0, doubled: 0, refused: 5 } });
    expect(result.error).toMatchObject({ code: 'access-denied' });
    expect(result.error?.message).toContain('kms:GenerateDataKey');
    expect([world.counts(orders).visible, world.counts(dlq).visible]).toEqual([0, 5]);
  });

  it('names messages that do not fit: too large, of no group, pointers to a stream', async () => {
    const world = await queueWorld();
    world.create('orders', { maximumMessageBytes: 1_024 });
    const dlq = world.create('orders-dlq');
    world.fill(dlq, [
      { body: 'x'.repeat(2_000), from: 'orders' },
      { body: JSON.stringify({ requestContext: { functionArn: ORDERS }, KinesisBatchInfo: {} }) },
      ...numbered(2),
    ]);
    const result = await redriverIn(world).redrive(dlq);
    expect(result.counts).toMatchObject({ redriven: 2, refused: 0 });
    expect(drain(world, dlq)).toHaveLength(2);
  });
});

describe('one message first', () => {
  const poisoned = async (visibilityTimeoutS = 40) => {
    const world = await queueWorld();
    const orders = world.create('orders', {
      visibilityTimeoutS,
      redrivePolicy: { deadLetterTargetArn: arnOf('orders-dlq'), maxReceiveCount: 2 },
    });
    const dlq = world.create('orders-dlq');
    world.fill(dlq, numbered(50));
    return { world, orders, dlq };
  };

  it('goes on when it has not come back in time', async () => {
    const { world, orders, dlq } = await poisoned();
    const waits: number[] = [];
    const result = await redriverIn(world).redrive(
      dlq,
      {},
      {
        probe: true,
        onProgress: (progress) => {
          if (progress.kind === 'probe') waits.push(progress.longestMs);
        },
      },
    );
    expect(waits[0]).toBe(90_000);
    expect(result).toMatchObject({ outcome: 'done', counts: { redriven: 50 } });
    expect(result.probe).toContain('has not come back');
    expect(drain(world, orders)).toHaveLength(50);
  });

  it('stops when it is back', async () => {
    const { world, orders, dlq } = await poisoned();
    const redriver = redriverIn(world);
    const result = await redriver.redrive(
      dlq,
      {},
      {
        probe: true,
        // The function that reads the queue, and fails.
        onProgress: () => void orders.receive({ most: 10 }, world.account.world.clock.now()),
      },
    );
    expect(result).toMatchObject({ outcome: 'stopped', counts: { redriven: 1, left: 49 } });
    expect(result.error?.message).toContain('failed again');
    expect(drain(world, dlq)).toHaveLength(50);
  });

  it('stops on its way when what was sent comes back', async () => {
    const { world, orders, dlq } = await poisoned(5);
    world.fill(dlq, numbered(2_000));
    const result = await redriverIn(world).redrive(
      dlq,
      { ratePerS: 20 },
      {
        onProgress: () => {
          const now = world.account.world.clock.now();
          for (let call = 0; call < 5; call += 1) orders.receive({ most: 10 }, now);
        },
      },
    );
    expect(result).toMatchObject({ outcome: 'stopped', error: { code: 'stopped' } });
    expect(result.counts.left).toBeGreaterThan(0);
    expect(world.counts(dlq).inFlight).toBe(0);
  });

  it('stops when the log of its function says so, long before it is back', async () => {
    const world = await queueWorld();
    const events = await withFunction(world);
    const dlq = world.create('failures');
    world.fill(dlq, [record({ order: 1 }), record({ order: 2 })]);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const logs = new CloudWatchLogsClient({ endpoint: world.endpoint, region: 'eu-west-1', credentials });
    const group = { logGroupName: '/aws/lambda/orders' };
    const stream = { ...group, logStreamName: '2026/11/21/[1]0123456789abcdef0123456789abcdef' };
    await logs.send(new CreateLogGroupCommand(group));
    await logs.send(new CreateLogStreamCommand(stream));
    const began = world.clock.now();
    const fail = async ({ requestId }: { requestId: string }): Promise<void> => {
      const timestamp = world.clock.now();
      const error = JSON.stringify({ errorType: 'KeyError', errorMessage: 'order 1 is unknown', stack: [] });
      const message = `${new Date(timestamp).toISOString()}\t${requestId}\tERROR\tInvoke Error \t${error}`;
      await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp, message }] }));
    };
    const result = await redriverIn(world).redrive(
      dlq,
      {},
      {
        probe: true,
        onProgress: (progress) => {
          const [event] = events;
          if (progress.kind === 'probe' && event) void fail(event);
        },
      },
    );
    logs.destroy();
    expect(result).toMatchObject({ outcome: 'stopped', counts: { redriven: 1, left: 1 } });
    expect(result.error?.message).toContain('orders: KeyError: order 1 is unknown');
    expect(world.clock.now() - began).toBeLessThan(200_000);
  });
});
