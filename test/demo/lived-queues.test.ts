import {
  DeleteFunctionConcurrencyCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connectLife, type LivingAccount } from './life.ts';
import { ofMinutes } from './metrics.ts';
import { arnOf } from './sqs.ts';

const FunctionName = 'payments-ledger-writer';
const QUEUE = `${FunctionName}-queue`;
const DEAD = `${FunctionName}-dlq`;
/** The visibility timeout of the company's queues, s. */
const VISIBILITY = 180;

interface Company extends LivingAccount {
  uuid: string;
  url: (name: string) => string;
}

async function connectCompany(): Promise<Company> {
  const account = await connectLife({ scenario: 'company' });
  const { EventSourceMappings = [] } = await account.lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: arnOf(QUEUE) }),
  );
  const url = (name: string) => `${account.endpoint}/123456789012/${name}`;
  return { ...account, uuid: EventSourceMappings[0]?.UUID ?? '', url };
}

const reserve = ({ lambda }: LivingAccount, ReservedConcurrentExecutions: number, name = FunctionName) =>
  lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
const free = ({ lambda }: LivingAccount) =>
  lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
const map = ({ lambda, uuid }: Company, change: { Enabled?: boolean; ScalingConfig?: object }) =>
  lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, ...change }));
const ofQueue = (account: LivingAccount, metric: string, QueueName: string, stat = 'Maximum') =>
  ofMinutes(account, metric, stat, { QueueName }, 'AWS/SQS');
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe('a function of the company behind a queue', () => {
  it('keeps its queue all but empty, whose metrics tell what passes through', async () => {
    const account = await connectCompany();
    account.live(600);
    const [sent, received, deleted, visible, age] = await Promise.all([
      ofQueue(account, 'NumberOfMessagesSent', QUEUE, 'Sum'),
      ofQueue(account, 'NumberOfMessagesReceived', QUEUE, 'Sum'),
      ofQueue(account, 'NumberOfMessagesDeleted', QUEUE, 'Sum'),
      ofQueue(account, 'ApproximateNumberOfMessagesVisible', QUEUE),
      ofQueue(account, 'ApproximateAgeOfOldestMessage', QUEUE),
    ]);
    const invocations = await ofMinutes(account, 'Invocations', 'Sum', { FunctionName });
    expect(sent.get(3)).toBe(invocations.get(3));
    expect(received.get(3)).toBe(sent.get(3));
    expect(deleted.get(3)).toBeLessThanOrEqual(sent.get(3) ?? 0);
    expect(Math.max(...visible.values())).toBeLessThan(10);
    expect(Math.max(...age.values())).toBeLessThan(5);
  });

  it('lets its backlog grow while its mapping is disabled, and works it off afterwards', async () => {
    const account = await connectCompany();
    account.live(30);
    await map(account, { Enabled: false });
    account.live(600);
    const [visible, inFlight] = await account.depth(account.url(QUEUE));
    expect(inFlight).toBe(0);
    const usual = (await ofMinutes(account, 'Invocations', 'Sum', { FunctionName })).get(0) ?? 0;
    expect(visible / (20 * usual)).toBeCloseTo(1, 0);
    expect((await ofMinutes(account, 'Invocations', 'Sum', { FunctionName })).get(3)).toBeUndefined();
    const [depth, age, sent] = await Promise.all([
      ofQueue(account, 'ApproximateNumberOfMessagesVisible', QUEUE),
      ofQueue(account, 'ApproximateAgeOfOldestMessage', QUEUE),
      ofQueue(account, 'NumberOfMessagesSent', QUEUE, 'Sum'),
    ]);
    expect((depth.get(5) ?? 0) - (depth.get(4) ?? 0)).toBe(sent.get(5));
    expect(age.get(8)).toBeGreaterThan(480);
    const [message] = await account.receive(account.url(QUEUE), { MaxNumberOfMessages: 1 });
    expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ type: 'payments.ledger.requested' });

    await map(account, { Enabled: true });
    account.live(300);
    expect((await account.depth(account.url(QUEUE)))[0]).toBeLessThan(10);
    account.live(300);
    const invocations = await ofMinutes(account, 'Invocations', 'Sum', { FunctionName });
    expect((invocations.get(17) ?? 0) / (2 * usual)).toBeCloseTo(1, 0);
    expect((await account.depth(account.url(DEAD)))[0]).toBe(0);
  });

  it('works off no faster than its mapping allows', async () => {
    const account = await connectCompany();
    await map(account, { Enabled: false });
    account.live(900);
    await map(account, { Enabled: true, ScalingConfig: { MaximumConcurrency: 2 } });
    account.live(60);
    const [left] = await account.depth(account.url(QUEUE));
    expect(left).toBeGreaterThan(0);
    account.live(1200);
    const running = await ofMinutes(account, 'ConcurrentExecutions', 'Maximum', { FunctionName });
    expect(running.get(15)).toBe(2);
    expect((await account.depth(account.url(QUEUE)))[0]).toBeLessThan(10);
  });

  it('loses messages to the dead-letter queue when it is killed and its mapping is not disabled', async () => {
    const account = await connectCompany();
    account.live(60);
    await reserve(account, 0);
    account.live(VISIBILITY - 30);
    const [waiting, held] = await account.depth(account.url(QUEUE));
    expect(waiting).toBeLessThan(60);
    expect(held).toBeGreaterThan(1500);
    expect(await account.depth(account.url(DEAD))).toEqual([0, 0]);
    account.live(3 * VISIBILITY);
    const [dead] = await account.depth(account.url(DEAD));
    const rate = held / (VISIBILITY - 30);
    expect(dead / (rate * (VISIBILITY - 30))).toBeCloseTo(1, 0);
    const [letter] = await account.receive(account.url(DEAD));
    expect(letter?.Attributes).toMatchObject({
      DeadLetterQueueSourceArn: arnOf(QUEUE),
      ApproximateReceiveCount: '4',
    });
    expect(sum((await ofQueue(account, 'NumberOfMessagesSent', DEAD, 'Sum')).values())).toBe(0);
    expect((await ofQueue(account, 'ApproximateAgeOfOldestMessage', DEAD)).get(10)).toBeLessThan(300);
    const throttles = await ofMinutes(account, 'Throttles', 'Sum', { FunctionName });
    expect(throttles.get(5)).toBeGreaterThan(100);

    await free(account);
    account.live(400);
    expect((await account.depth(account.url(QUEUE)))[0]).toBeLessThan(10);
    expect((await account.depth(account.url(DEAD)))[0]).toBeLessThan(dead * 1.3);
    expect((await ofMinutes(account, 'Throttles', 'Sum', { FunctionName })).get(18)).toBe(0);
  });

  it('comes out the same at any pace', async () => {
    const outcome = async (step: number) => {
      const account = await connectCompany();
      const pass = (seconds: number) => {
        for (let left = seconds; left > 0; left -= step) {
          account.pass(step);
          account.world.clock.now();
        }
      };
      await reserve(account, 0);
      pass(720);
      await free(account);
      pass(360);
      const letters = await account.receive(account.url(DEAD));
      const target = account.world.functionNamed(FunctionName);
      const runs = target === undefined ? [] : account.world.invocations.of(target).recorded;
      return [
        letters.map((each) => [each.MessageId, each.Body, each.Attributes?.SentTimestamp]),
        await account.depth(account.url(DEAD)),
        [runs.length, runs.at(-1)],
        [...(await ofQueue(account, 'ApproximateNumberOfMessagesNotVisible', QUEUE))].slice(2),
      ];
    };
    expect(await outcome(360)).toEqual(await outcome(2));
  });
});

describe('an asynchronous function of the company that is killed', () => {
  it('sends its events to the dead-letter queue at once, until it may run again', async () => {
    const name = 'checkout-order-confirmation-email';
    const account = await connectLife({ scenario: 'company' });
    const url = `${account.endpoint}/123456789012/checkout-async-dlq`;
    const [before] = await account.depth(url);
    account.live(10);
    await reserve(account, 0, name);
    account.live(130);
    const [during] = await account.depth(url);
    await account.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }));
    account.live(400);
    const of = { FunctionName: name };
    const throttles = await ofMinutes(account, 'Throttles', 'Sum', of);
    const killed = sum(throttles.values());
    expect(killed).toBeGreaterThan(200);
    expect((await account.depth(url))[0]).toBe(before + killed);
    expect(during).toBe(before + killed);
    expect(sum((await ofMinutes(account, 'AsyncEventsDropped', 'Sum', of)).values())).toBe(killed);
    expect(sum((await ofQueue(account, 'NumberOfMessagesSent', 'checkout-async-dlq', 'Sum')).values())).toBe(
      killed,
    );
    let letter = (await account.receive(url, { VisibilityTimeout: 600 }))[0];
    for (let page = 0; page < 3; page++) letter = (await account.receive(url, { VisibilityTimeout: 600 }))[0];
    expect(letter?.MessageAttributes).toEqual({
      RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ErrorCode: { DataType: 'Number', StringValue: '429' },
      ErrorMessage: { DataType: 'String', StringValue: 'Rate Exceeded.' },
    });
    expect(letter?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
    expect(JSON.parse(letter?.Body ?? '')).toBeTypeOf('object');
  });

  it('tells its on-failure destination why', async () => {
    const name = 'notify-bounce-handler';
    const account = await connectLife({ scenario: 'company' });
    await reserve(account, 0, name);
    account.live(60);
    const [record] = await account.receive(`${account.endpoint}/123456789012/notify-async-failures`);
    expect(JSON.parse(record?.Body ?? '')).toEqual({
      version: '1.0',
      timestamp: expect.any(String),
      requestContext: {
        requestId: expect.any(String),
        functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}:$LATEST`,
        condition: 'ZeroReservedConcurrency',
        approximateInvokeCount: 0,
      },
      requestPayload: expect.any(Object),
    });
  });
});
