/** Having SQS move a whole queue, and deleting: what AWS starts goes on without us, so it is started with care. */
import { describe, expect, it } from 'vitest';
import { parseWhere } from '../../../src/domain/dead-letters/where.ts';
import type { RedriveProgress } from '../../../src/operations/redrive/request.ts';
import type { MoveChoices } from '../../../src/operations/redrive/run-move.ts';
import { arnOf, drain, queueWorld, redriverIn, requestFor } from './queues.ts';

const signal = new AbortController().signal;
const numbered = (count: number, from = 'orders') =>
  Array.from({ length: count }, (_, index) => ({ body: `{"n":${index}}`, from }));

async function scene(count: number) {
  const world = await queueWorld();
  const orders = world.create('orders', {
    visibilityTimeoutS: 40,
    redrivePolicy: { deadLetterTargetArn: arnOf('orders-dlq'), maxReceiveCount: 2 },
  });
  const dlq = world.create('orders-dlq');
  world.fill(dlq, numbered(count));
  const redriver = redriverIn(world);
  const { redrives, aws } = redriver;
  const plan = async (ratePerS: number | null) =>
    redrives.planMove({ queue: await aws.queues.queueAttributes(dlq.arn), ratePerS }, signal);
  const move = async (choices: MoveChoices & { probe?: boolean } = {}, ratePerS: number | null = 100) =>
    redrives.runMove(await plan(ratePerS), { probe: false, ...choices });
  return { world, orders, dlq, redriver, redrives, aws, plan, move };
}

describe('a move by SQS', () => {
  it('takes all back to where they came from, and counts them by itself', async () => {
    const { world, orders, dlq, move, redriver } = await scene(600);
    const told: RedriveProgress[] = [];
    const result = await move({ onProgress: (progress) => told.push(progress) });
    expect(result).toMatchObject({ outcome: 'done', moved: 600, error: null, task: { status: 'COMPLETED' } });
    const moving = told.filter((progress) => progress.kind === 'moving');
    expect(moving.some(({ ratePerS }) => ratePerS !== null && ratePerS > 80 && ratePerS < 120)).toBe(true);
    expect(moving.some(({ etaMs }) => etaMs !== null && etaMs > 0)).toBe(true);
    const { entries } = await (await redriver.operations.journal()).read();
    expect(entries).toMatchObject([{ operation: 'redrive', target: dlq.arn, outcome: 'done' }]);
    expect(drain(world, orders)).toHaveLength(600);
    expect(drain(world, dlq)).toEqual([]);
  });

  it('is planned without keeping a message hidden', async () => {
    const { world, dlq, plan } = await scene(30);
    expect(await plan(null)).toMatchObject({
      refusal: null,
      sources: ['orders'],
      sampled: 30,
      probeMs: 80_000,
    });
    expect(world.counts(dlq)).toMatchObject({ visible: 30, inFlight: 0 });
  });

  it('is refused for a mixed queue, with the way that is left', async () => {
    const { world, dlq, plan, move } = await scene(3);
    world.fill(dlq, [{ body: '{}', attributes: { RequestID: { dataType: 'String', value: 'r' } } }]);
    const { refusal } = await plan(null);
    expect(refusal?.message).toContain('1 async');
    expect(refusal?.next.join()).toContain('--where kind=sqs-source');
    expect(await move()).toMatchObject({ outcome: 'refused', error: { code: 'refused' }, entry: null });
    expect(world.counts(dlq).visible).toBe(4);
  });

  it('is refused for a queue that is no dead-letter queue, and while another runs', async () => {
    const { world, orders, plan, move, aws, redrives } = await scene(400);
    const none = await redrives.planMove(
      { queue: await aws.queues.queueAttributes(orders.arn), ratePerS: null },
      signal,
    );
    expect(none.refusal?.message).toContain('no dead-letter queue');
    expect(await move({ wait: 'none' }, 1)).toMatchObject({ outcome: 'accepted' });
    expect((await plan(1)).refusal?.message).toContain('under way already');
    expect(world.counts(orders).visible).toBeLessThan(400);
  });

  it('would outlast what AWS allows, and says so', async () => {
    const { plan } = await scene(1);
    expect((await plan(1)).refusal).toBeNull();
    const { redrives, aws, dlq } = await scene(1);
    const queue = { ...(await aws.queues.queueAttributes(dlq.arn)), depth: 200_000 };
    expect((await redrives.planMove({ queue, ratePerS: 1 }, signal)).refusal?.next).toEqual([
      'faster: --rate 2',
    ]);
  });

  it('is started once, whatever becomes of the answer', async () => {
    const { world, orders, move } = await scene(50);
    world.account.faults.add({
      kind: 'drop-after',
      service: 'sqs',
      operation: 'StartMessageMoveTask',
      count: 1,
    });
    expect(await move()).toMatchObject({ outcome: 'done', moved: 50 });
    expect(drain(world, orders)).toHaveLength(50);
  });

  it('goes on in AWS when nobody waits any more, until it is cancelled', async () => {
    const { world, orders, dlq, move, redrives } = await scene(500);
    const left = await move({ timeoutMs: 10_000 }, 10);
    expect(left).toMatchObject({ outcome: 'unconfirmed', task: { status: 'RUNNING' } });
    expect(left.error?.next.join()).toContain('dlq cancel orders-dlq');
    expect(await redrives.cancel(dlq.arn, signal)).toMatchObject({
      outcome: 'done',
      task: { status: 'CANCELLED' },
    });
    expect(await redrives.cancel(dlq.arn, signal)).toMatchObject({ outcome: 'already' });
    expect(await redrives.tasks(dlq.arn, signal)).toMatchObject([{ status: 'CANCELLED', ratePerS: 10 }]);
    const [moved, kept] = [drain(world, orders), drain(world, dlq)];
    expect(new Set([...moved, ...kept]).size).toBe(500);
    expect(moved.length).toBeLessThan(300);
  });

  it('is not begun when the one message sent first is back', async () => {
    const { world, orders, dlq, move } = await scene(40);
    const result = await move({
      probe: true,
      // The function that reads the queue, and fails.
      onProgress: () => void orders.receive({ most: 10 }, world.account.world.clock.now()),
    });
    expect(result).toMatchObject({ outcome: 'stopped', task: null });
    expect(drain(world, dlq)).toHaveLength(40);
  });

  it('is cancelled when what was moved comes back', async () => {
    const { world, orders, move } = await scene(900);
    const onProgress = (): void => {
      for (let call = 0; call < 10; call += 1) orders.receive({ most: 10 }, world.account.world.clock.now());
    };
    const result = await move({ onProgress }, 4);
    expect(result).toMatchObject({ outcome: 'stopped', task: { status: 'CANCELLED' } });
    expect(result.error?.message).toContain('dead letters came to the queue');
  });

  it('is begun when the one message sent first is gone', async () => {
    const { world, orders, move } = await scene(40);
    const result = await move({ probe: true });
    expect(result).toMatchObject({ outcome: 'done', moved: 39 });
    expect(result.probe).toContain('has not come back');
    expect(drain(world, orders)).toHaveLength(40);
  });
});

describe('deleting', () => {
  it('deletes what is meant and nothing else', async () => {
    const { world, dlq, redrives, aws } = await scene(25);
    const wanted = { where: parseWhere(['body.n=7']), words: ['delete', 'orders-dlq'] };
    const prepared = await redrives.prepareDeletion(await requestFor(aws, dlq, wanted), signal);
    expect(prepared.letters.map(({ letter }) => letter.body)).toEqual(['{"n":7}']);
    expect(await redrives.runDeletion(prepared, signal)).toMatchObject({
      outcome: 'done',
      deleted: 1,
      left: [],
    });
    const kept = drain(world, dlq);
    expect(kept).toHaveLength(24);
    expect(kept).not.toContain('{"n":7}');
  });
});
