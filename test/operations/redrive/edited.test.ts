/** A message that a person changed before it is sent again. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Queue } from '../../../src/demo/world/queues/queue.ts';
import { changedLines, editedFrom, editWords } from '../../../src/domain/dead-letters/edit.ts';
import type { TriagedLetter } from '../../../src/domain/dead-letters/groups.ts';
import { drain, queueWorld, type Redriver, redriverIn, temporaryDirectory, withFunction } from './queues.ts';

const only = (messageId: string) => (triaged: TriagedLetter) => triaged.letter.messageId === messageId;

function redriveEdited(redriver: Redriver, dlq: Queue, messageId: string, before: string, after: string) {
  return redriver.redrive(dlq, { where: only(messageId), edit: { messageId, before, after } });
}

/** Every line of every file of redrives. */
function logged(root: string): Record<string, unknown>[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const logs = files.filter((file) => path.basename(file).startsWith('redrive-'));
  return logs
    .filter((file) => file.endsWith('.ndjson'))
    .flatMap((file) => readFileSync(path.join(root, file), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line));
}

it('goes to its queue with its attributes and the new body; what it was is kept before it is sent', async () => {
  const world = await queueWorld();
  const orders = world.create('orders');
  const dlq = world.create('orders-dlq');
  const attributes = { tenant: { dataType: 'String', value: 'a' } };
  const [id = ''] = world.fill(dlq, [
    { body: '{"id":null}', attributes, from: 'orders' },
    { body: '{"id":2}', from: 'orders' },
  ]);
  const root = temporaryDirectory();
  const result = await redriveEdited(redriverIn(world, root), dlq, id, '{"id":null}', '{"id":"ü"}');
  expect(result).toMatchObject({ outcome: 'done', error: null, counts: { redriven: 1 } });
  const received = orders.receive({ most: 10 }, world.account.world.clock.now());
  expect(received).toMatchObject([{ body: '{"id":"ü"}', attributes }]);
  expect(drain(world, dlq)).toEqual(['{"id":2}']);
  const lines = logged(root);
  const kept = lines.findIndex(({ edited, original }) => edited === id && original === '{"id":null}');
  const sending = lines.findIndex(({ phase }) => phase === 'sending');
  expect(kept).toBeGreaterThanOrEqual(0);
  expect(sending).toBeGreaterThan(kept);
});

it('is the event of an invocation where it came from one', async () => {
  const world = await queueWorld();
  const events = await withFunction(world);
  const dlq = world.create('failures');
  const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders:1';
  const requestContext = { requestId: 'r', functionArn, condition: 'RetriesExhausted' };
  const body = JSON.stringify({ version: '1.0', requestContext, requestPayload: { order: null } });
  const [id = ''] = world.fill(dlq, [{ body }]);
  const result = await redriveEdited(redriverIn(world), dlq, id, '{"order":null}', '{"order":7}');
  expect(result).toMatchObject({ outcome: 'done', counts: { redriven: 1 } });
  expect(events.map(({ payload }) => JSON.parse(Buffer.from(payload).toString()))).toEqual([{ order: 7 }]);
});

it.each([
  ['larger than its queue takes', `"${'x'.repeat(1_048_600)}"`, /takes 1048576/],
  ['empty', '', /empty/],
])('is named and stays when it is %s', async (_, after, why) => {
  const world = await queueWorld();
  world.create('orders');
  const dlq = world.create('orders-dlq');
  const [id = ''] = world.fill(dlq, [{ body: '{}', from: 'orders' }]);
  const result = await redriveEdited(redriverIn(world), dlq, id, '{}', after);
  expect(result).toMatchObject({ outcome: 'refused', counts: { redriven: 0 } });
  expect(result.error?.message).toMatch(why);
  expect(drain(world, dlq)).toEqual(['{}']);
});

it('is neither sent nor deleted when an earlier run may have sent it as it was', async () => {
  const world = await queueWorld();
  const orders = world.create('orders');
  const dlq = world.create('orders-dlq');
  const [id = ''] = world.fill(dlq, [{ body: '{}', from: 'orders' }]);
  const redriver = redriverIn(world);
  world.account.faults.add({ kind: 'drop-after', service: 'sqs', operation: 'SendMessageBatch', count: 1 });
  expect(await redriver.redrive(dlq)).toMatchObject({ outcome: 'unconfirmed' });
  const result = await redriveEdited(redriver, dlq, id, '{}', '{"n":1}');
  expect(result).toMatchObject({ outcome: 'refused' });
  expect(drain(world, orders)).toEqual(['{}']);
  expect(drain(world, dlq)).toEqual(['{}']);
});

it('is what was meant: the line break that an editor ends a file with is none', () => {
  expect(editedFrom('{}', '{}\n')).toBeNull();
  expect(editedFrom('{}\n', '{}')).toBe('{}');
  expect(editedFrom('{"a":1}', '{"a":2}\n')).toBe('{"a":2}');
});

it('is told by its bytes and the first lines that differ, cut to where they do', () => {
  const before = `{\n"a": 1,\n"long": "${'x'.repeat(200)}",\n"z": 0\n}`;
  const after = before.replace('xx"', 'xxö"').replace('"a": 1', '"a": 2');
  const edit = { messageId: '1', before, after };
  expect(editWords(edit)).toBe('body edited: 230 → 232 bytes');
  expect(changedLines(edit)).toEqual([
    { line: 2, before: '"a": 1,', after: '"a": 2,' },
    { line: 3, before: `…${'x'.repeat(24)}",`, after: `…${'x'.repeat(24)}ö",` },
  ]);
  expect(changedLines({ messageId: '1', before: 'a\nb', after: 'a\nnew\nb' })).toEqual([
    { line: 2, before: null, after: 'new' },
  ]);
});
