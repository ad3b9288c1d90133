import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bucketOf, type Priority, RateBudget } from '../../src/gateways/aws/rate-budget.ts';

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

/** A budget on simulated time, and a record of who went when. */
function simulation() {
  const budget = new RateBudget({ now: () => Date.now() }, 'eu-west-1');
  const went: { name: string; at: number }[] = [];
  const ask = (name: string, priority: Priority, signal?: AbortSignal) =>
    budget.take('lambda', priority, signal).then(() => {
      went.push({ name, at: Date.now() });
    });
  return { budget, went, ask };
}

/** Uses the burst up. */
async function exhaust(budget: RateBudget): Promise<void> {
  await Promise.all(Array.from({ length: 30 }, () => budget.take('lambda', 'read')));
}

it('lets a burst of 30 go without waiting', async () => {
  const { budget } = simulation();
  await exhaust(budget);
  expect(Date.now()).toBe(0);
});

it('then spaces reads at 5 a second, in order of arrival', async () => {
  const { budget, went, ask } = simulation();
  await exhaust(budget);
  for (const name of ['a', 'b', 'c']) void ask(name, 'read');
  await vi.advanceTimersByTimeAsync(600);
  expect(went).toEqual([
    { name: 'a', at: 200 },
    { name: 'b', at: 400 },
    { name: 'c', at: 600 },
  ]);
});

it('lets changes go ahead of what a person waits for, and both ahead of reads', async () => {
  const { budget, went, ask } = simulation();
  await exhaust(budget);
  for (let read = 0; read < 100; read++) void ask('read', 'read');
  await vi.advanceTimersByTimeAsync(10);
  void ask('dialog', 'urgent');
  void ask('kill', 'change');
  await vi.advanceTimersByTimeAsync(300);
  expect(went.slice(0, 2)).toEqual([
    { name: 'kill', at: 100 },
    { name: 'dialog', at: 200 },
  ]);
});

it('lets an aborted call go at once, and those behind it none the later', async () => {
  const { budget, went, ask } = simulation();
  await exhaust(budget);
  const abort = new AbortController();
  const given = ask('given up', 'read', abort.signal).catch((error: unknown) => error);
  void ask('next', 'read');
  await vi.advanceTimersByTimeAsync(50);
  abort.abort();
  expect(await given).toMatchObject({ name: 'AbortError' });
  await vi.advanceTimersByTimeAsync(150);
  expect(went).toEqual([{ name: 'next', at: 200 }]);
});

it('refuses a call that was aborted before it came', async () => {
  const { ask, went } = simulation();
  await expect(ask('late', 'read', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  expect(went).toEqual([]);
});

it('slows down when told of a throttle, this bucket only', async () => {
  const { budget, went, ask } = simulation();
  budget.throttled('lambda');
  for (let read = 0; read < 3; read++) void ask('read', 'read');
  await budget.take('cloudwatch', 'read');
  expect(Date.now()).toBe(0);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(went.map(({ at }) => at)).toEqual([400, 800, 1_200]);
});

it('knows which calls share a limit of AWS', () => {
  expect(bucketOf('lambda', 'ListFunctions')).toBe(bucketOf('lambda', 'UpdateAlias'));
  expect(bucketOf('lambda', 'GetFunction')).not.toBe(bucketOf('lambda', 'ListFunctions'));
  expect(bucketOf('lambda', 'GetPolicy')).not.toBe(bucketOf('lambda', 'GetFunction'));
  expect(bucketOf('sqs', 'ListQueues')).not.toBe(bucketOf('logs', 'DescribeLogGroups'));
});
