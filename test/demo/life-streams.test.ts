import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { MINUTE, START } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { query } from './metrics.ts';

const FunctionName = 'orders-stream-consumer';

/** The largest IteratorAge of each minute since birth, ms; minutes without one are absent. */
async function ages({ cloudwatch, world }: LivingAccount): Promise<Map<number, number>> {
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [query('q', 'IteratorAge', 'Maximum', { FunctionName })],
      StartTime: new Date(START),
      EndTime: new Date(world.clock.now()),
    }),
  );
  const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {};
  return new Map(Timestamps.map((at, index) => [(at.getTime() - START) / MINUTE, Values[index] ?? 0]));
}

it('grows a stream’s iterator age while the function is killed, seen when it runs again and falls', async () => {
  const account = await connectLife({ scenario: 'company' });
  account.live(120);
  await account.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
  );
  account.live(600);
  await account.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  account.live(600);
  const found = await ages(account);
  expect(found.get(0)).toBeLessThan(5000);
  expect(found.get(5)).toBeUndefined();
  expect(found.get(12)).toBeGreaterThan(9 * MINUTE);
  expect(found.get(14)).toBeGreaterThan(2 * MINUTE);
  expect(found.get(14)).toBeLessThan(6 * MINUTE);
  expect(found.get(17)).toBeLessThan(5000);
});

it('does so while its mapping is disabled', async () => {
  const account = await connectLife({ scenario: 'company' });
  const mapping = account.world.eventSourceMappings.find((each) =>
    each.functionArn.includes(`:${FunctionName}`),
  );
  const enable = (Enabled: boolean) =>
    account.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.uuid, Enabled }));
  await enable(false);
  account.live(300);
  await enable(true);
  account.live(480);
  const found = await ages(account);
  expect(found.get(3)).toBeUndefined();
  expect(found.get(6)).toBeGreaterThan(2 * MINUTE);
  expect(found.get(9)).toBeLessThan(5000);
});
