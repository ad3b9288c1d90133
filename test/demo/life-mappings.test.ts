import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateEventSourceMappingCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { matchesPattern, parsePattern } from '../../src/demo/world/life/event-pattern.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { ofMinutes } from './metrics.ts';
import { arnOf } from './sqs.ts';

const FUNCTION = 'consumer';

interface Mapped extends LivingAccount {
  jobs: string;
  uuid: string;
  /** Seconds since the first message was sent at which invocations began. */
  starts: () => number[];
  sendAll: (bodies: readonly unknown[]) => Promise<void>;
}

async function connectMapped(mapping: Partial<CreateEventSourceMappingCommand['input']>): Promise<Mapped> {
  const account = await connectLife();
  const jobs = await account.create('jobs', { VisibilityTimeout: '120' });
  await account.createFunction(FUNCTION);
  const { UUID: uuid = '' } = await account.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: FUNCTION,
      EventSourceArn: arnOf('jobs'),
      ...mapping,
    }),
  );
  account.live(5);
  const target = account.world.functionNamed(FUNCTION);
  if (target === undefined) throw new Error('no function');
  const sent = account.world.clock.now();
  const { recorded } = account.world.invocations.of(target);
  return {
    ...account,
    jobs,
    uuid,
    starts: () => recorded.map(({ start }) => Math.floor((start - sent) / 1000)),
    async sendAll(bodies) {
      for (let from = 0; from < bodies.length; from += 10) {
        const Entries = bodies
          .slice(from, from + 10)
          .map((body, index) => ({ Id: `${index}`, MessageBody: JSON.stringify(body) }));
        await account.sqs.send(new SendMessageBatchCommand({ QueueUrl: jobs, Entries }));
      }
    },
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => ({ number }));

describe('a mapping of a queue', () => {
  it('gathers messages for its batching window, or until a batch is full', async () => {
    const account = await connectMapped({ BatchSize: 100, MaximumBatchingWindowInSeconds: 20 });
    await account.sendAll(numbers(30));
    account.live(15);
    expect(account.starts()).toEqual([]);
    expect(await account.depth(account.jobs)).toEqual([0, 30]);
    account.live(10);
    expect(account.starts()).toEqual([20]);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
    await account.sendAll(numbers(250));
    account.live(2);
    expect(account.starts()).toEqual([20, 25, 25]);
    account.live(30);
    expect(account.starts()).toEqual([20, 25, 25, 45]);
  });

  it('deletes what its filter does not want, and counts its events where it is told to', async () => {
    const account = await connectMapped({
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"number":[{"numeric":["<",3]}]}}' }] },
      MetricsConfig: { Metrics: ['EventCount'] },
    });
    await account.sendAll(numbers(10));
    account.live(60);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
    await account.control('poison', FUNCTION);
    await account.sendAll(numbers(1));
    account.live(300);
    const of = { EventSourceMappingUUID: account.uuid };
    const count = async (name: string) =>
      [...(await ofMinutes(account, name, 'Sum', of)).values()].reduce((sum, value) => sum + value, 0);
    expect(await count('PolledEventCount')).toBe(10 + 3);
    expect(await count('FilteredOutEventCount')).toBe(7);
    expect(await count('InvokedEventCount')).toBe(3 + 3);
    expect(await count('FailedInvokeEventCount')).toBe(3);
    expect(await count('DeletedEventCount')).toBe(3);
    const { Metrics = [] } = await account.cloudwatch.send(
      new ListMetricsCommand({ Dimensions: [{ Name: 'EventSourceMappingUUID', Value: account.uuid }] }),
    );
    expect(Metrics.map((metric) => metric.MetricName)).toEqual([
      'PolledEventCount',
      'FilteredOutEventCount',
      'InvokedEventCount',
      'FailedInvokeEventCount',
      'DeletedEventCount',
    ]);
  });

  it('has no such metrics unless it is told to, and takes no pattern that is none', async () => {
    const account = await connectMapped({});
    await account.sendAll(numbers(1));
    account.live(300);
    const of = { EventSourceMappingUUID: account.uuid };
    expect(await ofMinutes(account, 'PolledEventCount', 'Sum', of)).toEqual(new Map());
    for (const Pattern of ['{"body":', '{"body":"text"}', '[]']) {
      await expect(
        account.lambda.send(
          new UpdateEventSourceMappingCommand({
            UUID: account.uuid,
            FilterCriteria: { Filters: [{ Pattern }] },
          }),
        ),
      ).rejects.toMatchObject({
        name: 'InvalidParameterValueException',
        message: 'Invalid filter pattern definition.',
      });
    }
  });
});

it.each<[pattern: string, event: unknown, matches: boolean]>([
  ['{"a":[1,2]}', { a: 2 }, true],
  ['{"a":[1,2]}', { a: '2' }, false],
  ['{"a":[null]}', { a: null }, true],
  ['{"a":[""]}', { a: '' }, true],
  ['{"a":{"b":["x"]}}', { a: { b: ['y', 'x'] } }, true],
  ['{"a":{"b":["x"]}}', { a: 'x' }, false],
  ['{"a":[{"exists":false}]}', {}, true],
  ['{"a":{"b":[{"exists":false}]}}', {}, true],
  ['{"a":[{"exists":true}]}', {}, false],
  ['{"a":[{"anything-but":["x","y"]}]}', { a: 'z' }, true],
  ['{"a":[{"anything-but":"x"}]}', { a: 'x' }, false],
  ['{"a":[{"prefix":"eu-"}]}', { a: 'eu-west-1' }, true],
  ['{"a":[{"suffix":".png"}]}', { a: 'a.jpg' }, false],
  ['{"a":[{"equals-ignore-case":"Red"}]}', { a: 'RED' }, true],
  ['{"a":[{"numeric":[">",0,"<=",5]}]}', { a: 5 }, true],
  ['{"a":[{"numeric":[">",0,"<=",5]}]}', { a: 6 }, false],
  ['{"$or":[{"a":[1]},{"b":[2]}],"c":[3]}', { b: 2, c: 3 }, true],
  ['{"$or":[{"a":[1]},{"b":[2]}],"c":[3]}', { c: 3 }, false],
])('the pattern %s on %j: %s', (pattern, event, matches) => {
  const parsed = parsePattern(pattern);
  expect(parsed && matchesPattern(parsed, event)).toBe(matches);
});

describe('a mapping of a stream', () => {
  it('tells its on-failure queue which batches it gave up, and nothing of their records', async () => {
    const account = await connectLife({ scenario: 'poison' });
    const url = `${account.endpoint}/123456789012/warehouse-stream-failures`;
    const [before] = await account.depth(url);
    expect(Math.abs(before - 250)).toBeLessThan(60);
    account.live(1800);
    expect((await account.depth(url))[0]).toBeGreaterThan(before + 8);
    const [message] = await account.receive(url, { MaxNumberOfMessages: 1 });
    expect(message?.MessageAttributes).toBeUndefined();
    const mapping = account.world.eventSourceMappings.find((each) =>
      each.functionArn.endsWith('warehouse-stock-sync'),
    );
    const isTable = mapping?.eventSourceArn.includes(':dynamodb:') === true;
    expect(JSON.parse(message?.Body ?? '')).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:warehouse-stock-sync',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String),
      [isTable ? 'DDBStreamBatchInfo' : 'KinesisBatchInfo']: {
        shardId: expect.stringMatching(/^shardId-/),
        startSequenceNumber: expect.stringMatching(isTable ? /^\d{25}$/ : /^\d{56}$/),
        endSequenceNumber: expect.stringMatching(/^\d+$/),
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: expect.any(Number),
        streamArn: mapping?.eventSourceArn,
      },
    });
  });

  it('counts what it drops and tells where it is told to', async () => {
    const account = await connectLife({ scenario: 'poison' });
    const mapping = account.world.eventSourceMappings.find((each) =>
      each.functionArn.endsWith('warehouse-stock-sync'),
    );
    const UUID = mapping?.uuid ?? '';
    await account.lambda.send(
      new UpdateEventSourceMappingCommand({ UUID, MetricsConfig: { Metrics: ['EventCount'] } }),
    );
    account.live(20 * 60);
    const of = { EventSourceMappingUUID: UUID };
    const [dropped, told, polled] = await Promise.all(
      ['DroppedEventCount', 'OnFailureDestinationDeliveredEventCount', 'PolledEventCount'].map((name) =>
        ofMinutes(account, name, 'Sum', of),
      ),
    );
    expect(told).toEqual(dropped);
    expect([...(dropped?.values() ?? [])].some((value) => value > 0)).toBe(true);
    expect(polled?.get(5)).toBeGreaterThan(500);
  });
});
