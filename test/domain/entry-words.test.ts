import { expect, test } from 'vitest';
import type { EntryChange } from '../../src/domain/changes/entry.ts';
import { entryAfter, entryBefore, entryChangesText } from '../../src/domain/changes/entry-words.ts';

const setting = {
  kind: 'event-source-concurrency',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  uuid: 'u-1',
  sourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders-queue',
} as const;

/** Three steps of a staged restore, of a trigger without a limit of its own. */
const steps = [
  [null, 2],
  [2, 10],
  [10, null],
].map(([from = null, to = null]): EntryChange => {
  return { setting, from, to, debt: 'borrow', outcome: 'done', requestIds: [] };
});

test('a setting that changed in steps is told from its first value to its last, unset ones too', () => {
  const entry = { changes: steps.slice(0, 2), operation: 'restore', outcome: 'done' } as const;
  expect(entryChangesText(entry)).toBe('maximum concurrency of trigger orders-queue: unset → 10');
  const { eventSourceMappings: before } = entryBefore(entry) ?? {};
  const { eventSourceMappings: after } = entryAfter(entry) ?? {};
  expect(before?.['u-1']).toEqual({ source: setting.sourceArn, maximumConcurrency: null });
  expect(after?.['u-1']).toEqual({ source: setting.sourceArn, maximumConcurrency: 10 });
});

test('what was not reached stays', () => {
  const changes = steps.map((step, index): EntryChange => ({ ...step, outcome: index < 1 ? 'done' : null }));
  const stopped = { changes, operation: 'restore', outcome: 'stopped' } as const;
  expect(entryChangesText(stopped)).toBe('maximum concurrency of trigger orders-queue: unset → 2');
  const refused = { ...stopped, changes: changes.slice(1, 2), outcome: 'failed' } as const;
  expect(entryChangesText(refused)).toBe('maximum concurrency of trigger orders-queue stays 2');
  expect(entryChangesText({ ...stopped, outcome: null })).toContain('stays unset');
});
