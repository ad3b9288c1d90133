import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { lambdatopOn, quickAccount } from './world.ts';

/** Keeps messages for 4 days. */
const QUEUE = 'orders-fulfilment-worker-queue';
const DAY_S = 86_400;
const LONGEST_S = 14 * DAY_S;

/** How long the account itself keeps a queue's messages, seconds. */
function keptFor({ world }: Account, name: string): number | undefined {
  return world.queues.named(name)?.settings.retentionS;
}

describe('retain', () => {
  test('keeps messages longer, is journalled, and is taken back by an undo that says what is lost', async () => {
    const account = await quickAccount();
    const { plan, operations, entries } = lambdatopOn(account);
    const raise = await plan({ operation: 'retain', queue: QUEUE, forS: LONGEST_S });
    expect(raise).toMatchObject({
      target: { name: QUEUE },
      danger: 'ordinary',
      commandLine: expect.stringContaining(`lambdatop dlq retain ${QUEUE} --for 14d --account`),
      undo: expect.stringContaining(`lambdatop dlq retain ${QUEUE} --for 4d --account`),
    });
    const { outcome, entry } = await operations.apply(raise);
    expect(outcome).toBe('done');
    expect(keptFor(account, QUEUE)).toBe(LONGEST_S);
    expect(await entries()).toMatchObject([
      { id: entry, operation: 'retain', changes: [{ from: 4 * DAY_S, to: LONGEST_S, outcome: 'done' }] },
    ]);

    const back = await plan({ operation: 'undo', entry: entry ?? '' });
    expect(back).toMatchObject({
      danger: 'dangerous',
      warnings: [{ level: 'loss', text: 'messages older than 4d are lost for good' }],
      undo: expect.stringContaining('--for 14d'),
    });
    expect(await operations.apply(back)).toMatchObject({ outcome: 'done' });
    expect(keptFor(account, QUEUE)).toBe(4 * DAY_S);
  });

  test('writes nothing where it is so already, or where somebody was quicker', async () => {
    const account = await quickAccount();
    const { plan, operations, entries } = lambdatopOn(account);
    const same = await plan({ operation: 'retain', queue: QUEUE, forS: 4 * DAY_S });
    expect(await operations.apply(same)).toMatchObject({ outcome: 'already', entry: null });
    const late = await plan({ operation: 'retain', queue: QUEUE, forS: LONGEST_S });
    const quicker = lambdatopOn(account);
    await quicker.operations.apply(
      await quicker.plan({ operation: 'retain', queue: QUEUE, forS: 7 * DAY_S }),
    );
    expect(await operations.apply(late)).toMatchObject({ outcome: 'conflict', entry: null });
    expect(await entries()).toEqual([]);
    expect(keptFor(account, QUEUE)).toBe(7 * DAY_S);
  });

  test('of a lost reply reads what became of it, and says done', async () => {
    const account = await quickAccount();
    const { plan, operations } = lambdatopOn(account);
    const raise = await plan({ operation: 'retain', queue: QUEUE, forS: LONGEST_S });
    account.faults.add({ kind: 'drop-after', service: 'sqs', operation: 'SetQueueAttributes', count: 1 });
    expect(await operations.apply(raise)).toMatchObject({ outcome: 'done' });
    expect(keptFor(account, QUEUE)).toBe(LONGEST_S);
  });

  test('refuses a queue of another region', async () => {
    const account = await quickAccount();
    const queue = 'arn:aws:sqs:us-east-1:123456789012:orders';
    const planned = lambdatopOn(account).plan({ operation: 'retain', queue, forS: LONGEST_S });
    await expect(planned).rejects.toMatchObject({ code: 'usage', next: ['--region us-east-1'] });
  });
});
