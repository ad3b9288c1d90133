import { expect, test } from 'vitest';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { runCli } from '../support/run-cli.ts';

test('dlq lists where failed work lies, of the account or of one function, and receives nothing for it', async () => {
  const account = await embeddedAccount({ scenario: 'poison', messages: 12 });
  const dlq = (...words: string[]) => runCli(['dlq', ...words], variablesOf(account));

  const all = await dlq('--json');
  expect(all.code).toBe(0);
  const queues: { name: string; depth: number; sources: string[]; kinds: string[] }[] = JSON.parse(
    all.stdout,
  );
  expect(queues.map(({ name, kinds }) => [name, ...kinds])).toContainEqual([
    'orders-fulfilment-worker-dlq',
    'sqs-source',
  ]);
  const orders = queues.find(({ name }) => name === 'orders-fulfilment-worker-dlq');
  expect(orders).toMatchObject({
    arn: 'arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-dlq',
    url: expect.stringContaining('/123456789012/orders-fulfilment-worker-dlq'),
    inFlight: 0,
    oldestAgeS: expect.any(Number),
    timeLeftS: expect.any(Number),
    // SQS moves what failed there: nothing is lost on the way.
    lostEventsIn3h: 0,
    sources: ['arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-queue'],
  });
  expect(orders?.depth).toBeGreaterThan(5);

  const one = await dlq('notify-bounce-handler');
  expect(one.stdout).toMatch(/^notify-async-failures +\d+ +0 .* destination +notify-bounce-handler/m);
  expect(one.stdout).not.toContain('orders');

  const none = await dlq('orders-api-prod');
  expect(none).toMatchObject({ code: 0, stdout: '' });
  expect(none.stderr).toContain('orders-api-prod has neither dead-letter queue nor destination');

  expect((await dlq('nobody')).code).toBe(1);
  expect((await dlq('peek')).code).toBe(2);
  const typo = await dlq('peak', 'orders-dlq');
  expect(typo.code).toBe(2);
  expect(typo.stderr).toContain('did you mean peek');
});
