/** Looking, redriving and moving as a user does, on every SQS server there is: what SQS does, not what we took it to do. */
import { describe, expect, it } from 'vitest';
import { parseWhere } from '../../../src/domain/dead-letters/where.ts';
import { openPeek } from '../../../src/operations/redrive/peek-session.ts';
import { type Letter, redriverIn } from './queues.ts';
import { has, QUEUE_SERVERS, type QueueServer } from './servers/queue-server.ts';

const signal = new AbortController().signal;

/** A dead-letter queue with `count` messages that its source queue gave up. */
async function sceneOn(kind: QueueServer, count: number, end: '' | '.fifo' = '') {
  const server = await kind.start();
  const dlq = await server.create(`orders-dlq${end}`);
  const source = await server.create(`orders${end}`, dlq);
  const letters = Array.from(
    { length: count },
    (_, n): Letter => ({
      body: JSON.stringify({ n }),
      attributes: {
        tenant: { dataType: 'String', value: 'a' },
        raw: { dataType: 'Binary', value: Uint8Array.of(0, 255) },
      },
      groupId: end ? `group-${n % 3}` : undefined,
      from: source.name,
    }),
  );
  await server.fill(dlq, letters);
  return { server, source, dlq, redriver: redriverIn(server) };
}

describe.each(QUEUE_SERVERS)('on $name', (kind) => {
  it('every message is looked at once, knows where it comes from, and is given back', async () => {
    const { server, source, dlq } = await sceneOn(kind, 57);
    const { aws, clock, sleep } = server;
    const { url } = await aws.queues.queueAttributes(dlq.arn);
    const session = openPeek(url, { limit: 200 }, { messages: aws.messages, clock, sleep });
    const letters = [];
    for await (const batch of session.batches()) letters.push(...batch);
    expect(letters).toHaveLength(57);
    expect(new Set(letters.map(({ body }) => body)).size).toBe(57);
    expect(letters[0]).toMatchObject({ sourceQueueArn: source.arn });
    const held = await aws.queues.queueAttributes(dlq.arn);
    expect(held.inFlight).toBe(57);
    if (has(kind, 'counts-of-visible')) expect(held.depth).toBe(0);
    await session.close();
    expect(await server.counts(dlq)).toMatchObject({ visible: 57, inFlight: 0 });
  });

  it('the messages that were meant go back with their attributes, and the others stay', async () => {
    const { server, source, dlq, redriver } = await sceneOn(kind, 30);
    const result = await redriver.redrive(dlq, { where: parseWhere(['body.n=7']) });
    expect(result).toMatchObject({ outcome: 'done', counts: { redriven: 1 } });
    const [message] = await server.take(source);
    expect(message).toMatchObject({ body: '{"n":7}', attributes: { tenant: { value: 'a' } } });
    expect([...(message?.attributes.raw?.value ?? [])]).toEqual([0, 255]);
    expect(await redriver.redrive(dlq, { limit: 9 })).toMatchObject({
      ...{ outcome: 'done', counts: { redriven: 9 } },
    });
    expect(await server.counts(dlq)).toMatchObject({ visible: 20, inFlight: 0 });
  });

  it('a FIFO queue is emptied, each message under its group and in its order', async () => {
    const { server, source, dlq, redriver } = await sceneOn(kind, 12, '.fifo');
    expect(await redriver.redrive(dlq)).toMatchObject({
      ...{ outcome: 'done', counts: { redriven: 12, doubled: 0 } },
    });
    const taken = await server.take(source);
    const ofFirst = taken.filter(({ groupId }) => groupId === 'group-0').map(({ body }) => body);
    expect(ofFirst).toEqual(['{"n":0}', '{"n":3}', '{"n":6}', '{"n":9}']);
    expect(await server.take(dlq)).toEqual([]);
  });

  it('SQS moves the whole queue by itself', async () => {
    // Counted twice while the task holds them, they would look like new ones; so few are nobody's alarm.
    const count = has(kind, 'counts-of-visible') ? 20 : 5;
    const { server, source, dlq, redriver } = await sceneOn(kind, count);
    const queue = await server.aws.queues.queueAttributes(dlq.arn);
    const plan = await redriver.redrives.planMove({ queue, ratePerS: null }, signal);
    const result = await redriver.redrives.runMove(plan, { probe: false });
    expect(result).toMatchObject({ outcome: 'done', error: null, task: { status: 'COMPLETED' } });
    expect(await server.take(source)).toHaveLength(count);
    expect(await server.take(dlq)).toEqual([]);
  });
});
