/** What the process of a rollout and everybody else leave each other on the disk. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { next } from '../../src/domain/rollout/rollout.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { openRolloutFiles, type RolloutFiles } from '../../src/journal/rollout-files.ts';
import { deadProcess } from '../operations/crash.ts';
import { recordOf } from './record.ts';

const clock = { now: () => Date.UTC(2026, 10, 21, 3, 0) };
const ABORT = { order: 'abort', actor: 'me', reason: 'wrong version' } as const;

function open(): { files: RolloutFiles; directory: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'lambdatop-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { files: openRolloutFiles(directory, clock), directory };
}

test('a record is read back as it was written, the latest rollout first', async () => {
  const { files, directory } = open();
  expect(await files.list()).toEqual([]);
  const [one, other] = [recordOf('aaaaaaaa'), recordOf('bbbbbbbb', { startedAt: clock.now() + 1 })];
  await files.write(one);
  await files.write(other);
  await files.write({ ...one, attached: false });
  expect(await files.read('aaaaaaaa')).toMatchObject({ ...one, attached: false });
  expect((await files.list()).map(({ id }) => id)).toEqual(['bbbbbbbb', 'aaaaaaaa']);
  const file = path.join(directory, 'rollouts/aaaaaaaa/record.json');
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readdirSync(path.dirname(file))).toEqual(['record.json']);
});

test('torn, foreign and newer files are passed over and left alone', async () => {
  const { files, directory } = open();
  await files.write(recordOf('aaaaaaaa'));
  await files.order('aaaaaaaa', ABORT);
  const rollouts = path.join(directory, 'rollouts');
  for (const [file, text] of [
    ['aaaaaaaa/orders/9-torn.json', '{"v":1,"id":"x'],
    ['aaaaaaaa/orders/9-newer.json', '{"v":2,"id":"x","at":1,"order":"promote"}'],
    ['README', 'not ours'],
  ] as const) {
    writeFileSync(path.join(rollouts, file), text);
  }
  expect((await files.orders('aaaaaaaa')).map(({ order }) => order)).toEqual(['abort']);
  writeFileSync(path.join(rollouts, 'aaaaaaaa/record.json'), '{"v":1,"id":"aaaaaaaa"');
  expect(await files.read('aaaaaaaa')).toBeNull();
  expect(await files.list()).toEqual([]);
  expect(readdirSync(path.join(rollouts, 'aaaaaaaa/orders'))).toHaveLength(3);
});

test('orders wait until they are answered, in the order of their time', async () => {
  const { directory } = open();
  const time = { ms: 1_000 };
  const files = openRolloutFiles(directory, { now: () => time.ms++ });
  const hold = await files.order('aaaaaaaa', { order: 'hold', actor: 'me' });
  const abort = await files.order('aaaaaaaa', ABORT);
  expect(await files.orders('aaaaaaaa')).toMatchObject([hold, abort]);
  await files.answered('aaaaaaaa', hold);
  expect(await files.orders('aaaaaaaa')).toMatchObject([{ ...ABORT, id: abort.id }]);
});

test('a person is attached as long as the process of their terminal lives', async () => {
  const { files } = open();
  const self = thisProcess();
  expect(await files.attached('aaaaaaaa', self)).toEqual({ present: 0, lost: 0 });
  const here = await files.attach('aaaaaaaa', self);
  await files.attach('aaaaaaaa', deadProcess());
  expect(await files.attached('aaaaaaaa', self)).toEqual({ present: 1, lost: 1 });
  expect(await files.attached('aaaaaaaa', self)).toEqual({ present: 1, lost: 0 });
  await here.release();
  expect(await files.attached('aaaaaaaa', self)).toEqual({ present: 0, lost: 0 });
});

test('an order is noticed within a second, in a directory that was not there before', async () => {
  const { files } = open();
  await files.write(recordOf('aaaaaaaa'));
  const seen: unknown[] = [];
  const stop = files.watch('aaaaaaaa', async () => seen.push(...(await files.orders('aaaaaaaa'))));
  onTestFinished(stop);
  await files.order('aaaaaaaa', ABORT);
  await vi.waitFor(() => expect(seen).not.toEqual([]), { timeout: 1_000 });
});

test('rollouts that ended a month ago are forgotten, unfinished ones never', async () => {
  const { files } = open();
  const unfinished = recordOf('aaaaaaaa');
  const ended = next(unfinished.rollout, { type: 'moved', difference: 'it is 43 now' });
  await files.write(unfinished);
  await files.write(recordOf('bbbbbbbb', { rollout: ended }));
  await files.prune(clock.now() + 29 * 86_400_000);
  expect(await files.list()).toHaveLength(2);
  await files.prune(clock.now() + 31 * 86_400_000);
  expect((await files.list()).map(({ id }) => id)).toEqual(['aaaaaaaa']);
});
