/** `dlq peek|export|import|redrive|delete|tasks|cancel`, as a script runs them. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  arnOf,
  drain,
  type QueueWorld,
  queueWorld,
  temporaryDirectory,
  withFunction,
} from '../operations/redrive/queues.ts';
import { variablesOf } from '../support/embedded-account.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';

const numbered = (count: number, from = 'orders') =>
  Array.from({ length: count }, (_, index) => ({ body: `{"n":${index}}`, from }));

/** A queue `orders`, its dead-letter queue with so many letters, and lambdatop in one state directory. */
async function scene(count: number) {
  const world = await queueWorld();
  const orders = world.create('orders', {
    redrivePolicy: { deadLetterTargetArn: arnOf('orders-dlq'), maxReceiveCount: 3 },
  });
  const dlq = world.create('orders-dlq');
  const ids = world.fill(dlq, numbered(count));
  const directory = temporaryDirectory();
  const run = (...args: string[]): Promise<CliResult> =>
    runCli(['dlq', ...args, '--state-dir', path.join(directory, 'state')], variablesOf(world));
  return { world, orders, dlq, ids, run, file: path.join(directory, 'letters.ndjson') };
}

const free = ({ counts }: QueueWorld, queue: Parameters<QueueWorld['counts']>[0]) => counts(queue).visible;

describe('dlq peek', () => {
  test('prints messages, says how much of the queue that was, and gives them back', async () => {
    const { world, dlq, run } = await scene(30);
    const sample = await run('peek', 'orders-dlq', '--limit', '5', '--json');
    expect(sample.code).toBe(0);
    const letters = JSON.parse(sample.stdout);
    expect(letters).toHaveLength(5);
    expect(letters[0]).toMatchObject({
      kind: 'sqs-source',
      evidence: 'shape',
      signature: '{n}',
      receiveCount: 4,
      sourceQueueArn: arnOf('orders'),
    });
    expect(sample.stderr).toContain('5 of about 30 messages, a sample');
    expect(sample.stderr).toContain('raises its receive count');
    const one = await run('peek', arnOf('orders-dlq'), '--where', 'body.n=7');
    expect(one.stdout.trim().split('\n')).toHaveLength(2);
    expect(one.stderr).toContain('30 messages: all there are');
    expect(free(world, dlq)).toBe(30);
  });

  test('refuses what cannot be meant, and what may not be done', async () => {
    const { run } = await scene(1);
    const codes = await Promise.all(
      [
        ['peek', 'nobody-dlq'],
        ['peek', 'arn:aws:sqs:us-east-1:123456789012:orders-dlq'],
        ['peek', 'orders-dlq', '--limit', '0'],
        ['peek', 'orders-dlq', '--where', 'colour=red'],
        ['redrive', 'orders-dlq', '--rate', '501', '--yes'],
        ['peek', 'orders-dlq', '--read-only'],
      ].map(async (words) => (await run(...words)).code),
    );
    expect(codes).toEqual([1, 2, 2, 2, 2, 4]);
  });
});

describe('dlq export, delete and import', () => {
  test('keep every message, and never overwrite a file', async () => {
    const { world, orders, dlq, ids, run, file } = await scene(12);
    expect(await run('export', 'orders-dlq', '--out', file)).toMatchObject({ code: 0 });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).messageId))).toEqual(new Set(ids));
    expect(free(world, dlq)).toBe(12);
    expect(await run('export', 'orders-dlq', '--out', file)).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toEqual(lines);

    expect(await run('delete', 'orders-dlq', '--yes', '--exported', file)).toMatchObject({ code: 2 });
    expect(await run('delete', 'orders-dlq', '--limit', '5', '--yes')).toMatchObject({ code: 2 });
    world.fill(dlq, [{ body: '{"n":99}', from: 'orders' }]);
    const notExported = await run('delete', 'orders-dlq', '--limit', '100', '--yes', '--exported', file);
    expect(notExported).toMatchObject({ code: 4 });
    expect(notExported.stderr).toContain('1 of the 13 messages of orders-dlq are not in the export');
    const deleted = await run('delete', 'orders-dlq', '--where', 'body.n=3', '--yes', '--exported', file);
    expect(deleted).toMatchObject({ code: 0, stdout: expect.stringContaining('1 deleted') });
    expect(
      await run('delete', 'orders-dlq', '--where', 'body.n=99', '--yes', '--without-export'),
    ).toMatchObject({
      code: 0,
    });

    const imported = await run('import', file, '--where', 'body.n=3', '--yes', '--json');
    expect(JSON.parse(imported.stdout)).toMatchObject({ outcome: 'done', counts: { redriven: 1 } });
    expect(drain(world, orders)).toEqual(['{"n":3}']);
    expect(await run('import', file, '--where', 'body.n=3', '--yes')).toMatchObject({ code: 0 });
    expect(drain(world, orders)).toEqual([]);
    expect(drain(world, dlq)).toHaveLength(11);
  });

  test('an import names the line that cannot be read, before anything is sent', async () => {
    const { run, file, world, orders } = await scene(0);
    writeFileSync(file, '{"format":"something-else"}\n');
    const result = await run('import', file, '--yes');
    expect(result).toMatchObject({ code: 1 });
    expect(result.stderr).toContain('Line 1 cannot be imported');
    expect(drain(world, orders)).toEqual([]);
  });
});

describe('dlq redrive', () => {
  test('says exactly which messages would go where, and does it only after a yes', async () => {
    const { world, orders, dlq, ids, run } = await scene(8);
    const plan = await run('redrive', 'orders-dlq', '--limit', '100', '--dry-run', '--json');
    expect(plan.code).toBe(0);
    const { messages } = JSON.parse(plan.stdout);
    expect(new Set(messages.map((each: { messageId: string }) => each.messageId))).toEqual(new Set(ids));
    expect(messages[0]).toMatchObject({ kind: 'sqs-source', by: 'send', to: arnOf('orders') });
    expect(await run('redrive', 'orders-dlq', '--limit', '100')).toMatchObject({ code: 4 });
    expect(await run('redrive', 'orders-dlq', '--limit', '9', '--yes', '--read-only')).toMatchObject({
      code: 4,
    });
    expect([free(world, dlq), free(world, orders)]).toEqual([8, 0]);
    const done = await run('redrive', 'orders-dlq', '--limit', '100', '--yes', '--no-probe', '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      target: dlq.arn,
      changed: true,
      outcome: 'done',
      entry: expect.any(String),
      counts: { redriven: 8, doubled: 0, refused: 0, left: 0 },
    });
    expect(drain(world, orders)).toHaveLength(8);
  });

  test('never chooses a version by itself', async () => {
    const { world, dlq, run } = await scene(0);
    const events = await withFunction(world);
    world.fill(dlq, [{ body: '{}', attributes: { RequestID: { dataType: 'String', value: 'r-1' } } }]);
    const asked = await run('redrive', 'orders-dlq', '--limit', '1', '--yes');
    expect(asked).toMatchObject({ code: 4 });
    expect(asked.stderr).toContain('--function');
    expect(
      await run('redrive', 'orders-dlq', '--limit', '1', '--yes', '--function', 'orders:1'),
    ).toMatchObject({ code: 0 });
    expect(events).toMatchObject([{ qualifier: '1' }]);
  });

  test('names messages that may be twice, and ends with 5', async () => {
    const { world, ids, run } = await scene(4);
    world.account.faults.add({ kind: 'drop-after', service: 'sqs', operation: 'SendMessageBatch', count: 1 });
    const lost = await run('redrive', 'orders-dlq', '--limit', '4', '--yes', '--no-probe');
    expect(lost.code).toBe(5);
    for (const id of ids) expect(lost.stderr).toContain(id);
    // Nobody is shown a plan, and is told all the same that some are left alone.
    const next = await run('redrive', 'orders-dlq', '--limit', '9', '--yes', '--no-probe');
    expect(next.code).toBe(0);
    expect(next.stderr).toMatch(/4 may have been sent already by an earlier run/);
  });

  test('has nothing to do on an empty queue, and says so', async () => {
    const { run } = await scene(0);
    const done = await run('redrive', 'orders-dlq', '--yes');
    expect(done).toMatchObject({ code: 0, stdout: 'redrive orders-dlq: already, it is empty\n' });
    expect(JSON.parse((await run('redrive', 'orders-dlq', '--yes', '--json')).stdout)).toMatchObject({
      ...{ outcome: 'already', changed: false, entry: null },
    });
  });

  test('has SQS move a whole queue, follows it, lists it and cancels it', async () => {
    const { world, run } = await scene(40);
    const started = await run(
      'redrive',
      'orders-dlq',
      '--rate',
      '1',
      '--wait',
      'none',
      '--yes',
      '--no-probe',
    );
    expect(started).toMatchObject({ code: 0 });
    expect(await run('redrive', 'orders-dlq', '--yes')).toMatchObject({ code: 4 });
    expect(JSON.parse((await run('tasks', 'orders-dlq', '--json')).stdout)).toMatchObject([
      { status: 'RUNNING', ratePerS: 1 },
    ]);
    const cancelling = run('cancel', 'orders-dlq', '--yes', '--json');
    const moving = setInterval(() => world.pass(1_000), 50);
    expect(JSON.parse((await cancelling).stdout)).toMatchObject({ outcome: 'done', changed: true });
    clearInterval(moving);
  });
});
