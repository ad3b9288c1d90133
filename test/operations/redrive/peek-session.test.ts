/** Looking at messages without losing, doubling or keeping any. */
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../src/domain/dead-letters/message.ts';
import {
  openPeek,
  type PeekOptions,
  type PeekSession,
} from '../../../src/operations/redrive/peek-session.ts';
import { type QueueWorld, queueWorld } from './queues.ts';

const urlOf = ({ endpoint }: QueueWorld, name: string): string => `${endpoint}/123456789012/${name}`;

const open = (world: QueueWorld, name: string, options: PeekOptions): PeekSession =>
  openPeek(urlOf(world, name), options, {
    messages: world.aws.messages,
    clock: world.clock,
    sleep: world.sleep,
  });

async function readAll(session: PeekSession): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for await (const batch of session.batches()) letters.push(...batch);
  return letters;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `{"n":${index}}` }));

describe('a look at a queue', () => {
  it('shows every message once, with all that belongs to it, and gives all back', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq');
    world.fill(queue, numbered(1_203));
    const attributes = {
      tenant: { dataType: 'String', value: 'a' },
      raw: { dataType: 'Binary', value: Buffer.from([0, 255]) },
    };
    const [special] = world.fill(queue, [
      { body: 'x', attributes, traceHeader: 'Root=1-5', groupId: 'g', from: 'orders' },
    ]);
    const session = open(world, 'orders-dlq', { limit: 5_000 });
    const letters = await readAll(session);

    expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(1_204);
    expect(letters).toHaveLength(1_204);
    expect(session.end).toBe('exhausted');
    expect(letters.find(({ messageId }) => messageId === special)).toMatchObject({
      body: 'x',
      attributes: {
        tenant: { dataType: 'String', text: 'a', binary: null },
        raw: { dataType: 'Binary', text: null, binary: 'AP8=' },
      },
      traceHeader: 'Root=1-5',
      groupId: 'g',
      receiveCount: 4,
      sourceQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
    });
    expect(world.counts(queue)).toMatchObject({ visible: 0, inFlight: 1_204 });
    expect(await session.close()).toEqual({ late: 0 });
    expect(world.counts(queue)).toMatchObject({ visible: 1_204, inFlight: 0 });
  });

  it('stops at its limit, and widens', async () => {
    const world = await queueWorld();
    world.fill(world.create('orders-dlq'), numbered(60));
    const session = open(world, 'orders-dlq', { limit: 25 });
    const first = await readAll(session);
    expect([first.length, session.end]).toEqual([25, 'limit']);
    session.widen(15);
    const more = await readAll(session);
    expect([more.length, session.end]).toEqual([15, 'limit']);
    expect(new Set([...first, ...more].map(({ messageId }) => messageId)).size).toBe(40);
    await session.close();
  });

  it('ends when the bodies fill the memory meant for them', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq');
    world.fill(
      queue,
      Array.from({ length: 100 }, () => ({ body: 'x'.repeat(10_000) })),
    );
    const session = open(world, 'orders-dlq', { limit: 100, mostBytes: 50_000 });
    expect((await readAll(session)).length).toBeLessThan(60);
    expect(session.end).toBe('bytes');
    await session.close();
    expect(world.counts(queue).visible).toBe(100);
  });

  it('keeps what it shows hidden for as long as it is open', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq');
    world.fill(queue, numbered(40));
    const session = open(world, 'orders-dlq', { limit: 100 });
    const letters = await readAll(session);
    for (let step = 0; step < 12; step += 1) {
      world.pass(10_000);
      await session.keep();
      expect(world.counts(queue).inFlight).toBe(40);
    }
    expect(await readAll(session)).toEqual([]);
    expect(session.handleOf(letters[0]?.messageId ?? '')).not.toBeNull();
    await session.close();
    expect(world.counts(queue).visible).toBe(40);
  });

  it('leaves nothing hidden for long when it dies, nor claims what ran out', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq');
    const [id = ''] = world.fill(queue, numbered(1));
    const session = open(world, 'orders-dlq', { limit: 10 });
    await readAll(session);
    world.pass(31_000);
    expect(session.handleOf(id)).toBeNull();
    expect(world.counts(queue)).toMatchObject({ visible: 1, inFlight: 0 });
    await session.close();
  });

  it('does not show a message again that came back to it', async () => {
    const world = await queueWorld();
    world.fill(world.create('orders-dlq'), numbered(3));
    const session = open(world, 'orders-dlq', { limit: 10 });
    const [letter] = await readAll(session);
    world.pass(31_000);
    expect(await readAll(session)).toEqual([]);
    expect(session.handleOf(letter?.messageId ?? '')).not.toBeNull();
    await session.close();
  });

  it('sees at most ten of a FIFO group, in their order', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq.fifo', { contentBasedDeduplication: true });
    world.fill(
      queue,
      numbered(14).map((letter) => ({ ...letter, groupId: 'g' })),
    );
    const session = open(world, 'orders-dlq.fifo', { limit: 100 });
    const letters = await readAll(session);
    expect(letters.map(({ body }) => body)).toEqual(numbered(10).map(({ body }) => body));
    expect(session.end).toBe('exhausted');
    await session.close();
  });

  it('goes on after throttles, and says how many replies were lost', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq');
    world.fill(queue, numbered(50));
    const call = { service: 'sqs', operation: 'ReceiveMessage' };
    world.account.faults.add({ kind: 'throttle', ...call, count: 2 });
    world.account.faults.add({ kind: 'drop-after', ...call, after: 4, count: 1 });
    const session = open(world, 'orders-dlq', { limit: 100 });
    const letters = await readAll(session);
    expect(session.lostReplies).toBe(1);
    expect(letters.length).toBeGreaterThanOrEqual(40);
    await session.close();
    world.pass(31_000);
    expect(world.counts(queue).visible).toBe(50);
  });

  it('takes nothing from a queue of an account that may not be changed', async () => {
    const world = await queueWorld();
    const queue = world.create('orders-dlq');
    world.fill(queue, numbered(1));
    world.account.faults.add({ kind: 'deny', service: 'sqs', operation: 'ReceiveMessage' });
    const session = open(world, 'orders-dlq', { limit: 10 });
    await expect(readAll(session)).rejects.toMatchObject({ code: 'access-denied' });
    await session.close();
    expect(world.counts(queue).visible).toBe(1);
  });
});
