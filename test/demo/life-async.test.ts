import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { START } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { query, total } from './metrics.ts';
import { arnOf } from './sqs.ts';

const FUNCTION = 'worker';

async function logOf({ logs }: LivingAccount, filterPattern: string): Promise<string[]> {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FUNCTION}`, filterPattern, startTime: START }),
  );
  return events.map((event) => event.message ?? '');
}

/** The sum of a metric of the function since the world's birth. */
async function metric({ cloudwatch, world }: LivingAccount, name: string): Promise<number> {
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [query('q', name, 'Sum', { FunctionName: FUNCTION })],
      StartTime: new Date(START),
      EndTime: new Date(world.clock.now() + 60_000),
    }),
  );
  return total(MetricDataResults?.[0]);
}

async function destinations(
  { lambda }: LivingAccount,
  where: { OnFailure?: string; OnSuccess?: string },
  more: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number } = {},
): Promise<void> {
  const to = (name: string | undefined) => (name === undefined ? {} : { Destination: arnOf(name) });
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: FUNCTION,
      DestinationConfig: { OnFailure: to(where.OnFailure), OnSuccess: to(where.OnSuccess) },
      ...more,
    }),
  );
}

const reserve = ({ lambda }: LivingAccount, ReservedConcurrentExecutions: number) =>
  lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: FUNCTION, ReservedConcurrentExecutions }));

describe('an event handed to a function that fails', () => {
  it('is tried three times and then recorded at the on-failure destination', async () => {
    const account = await connectLife();
    const { create, receive, live } = account;
    const failures = await create('failures');
    const arn = await account.createFunction(FUNCTION);
    await destinations(account, { OnFailure: 'failures' });
    await account.control('poison', FUNCTION);
    const requestId = await account.invokeLater(FUNCTION, { order: 7 });
    live(150);
    expect(await receive(failures)).toEqual([]);
    live(60);
    const [message] = await receive(failures);
    expect(JSON.parse(message?.Body ?? '')).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^2026-11-20T14:33:\d\d\.\d{3}Z$/),
      requestContext: {
        requestId,
        functionArn: `${arn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { order: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: expect.objectContaining({
        errorType: 'Error',
        errorMessage: 'dependency unavailable',
      }),
    });
    expect(message?.MessageAttributes).toBeUndefined();
    live(180);
    const log = await logOf(account, `"${requestId}"`);
    expect(log.filter((line) => line.startsWith('START'))).toHaveLength(3);
    expect(log.filter((line) => line.includes('dependency unavailable'))).toHaveLength(3);
    expect(await metric(account, 'Errors')).toBe(3);
    expect(await metric(account, 'AsyncEventsReceived')).toBe(1);
    expect(await metric(account, 'AsyncEventsDropped')).toBe(1);
  });

  it('goes as it came to the dead-letter queue, with three attributes and no name of a function', async () => {
    const account = await connectLife();
    const letters = await account.create('letters');
    await account.createFunction(FUNCTION, { DeadLetterConfig: { TargetArn: arnOf('letters') } });
    await account.control('poison', FUNCTION);
    const requestId = await account.invokeLater(FUNCTION, { order: 7 });
    account.live(240);
    const [message] = await account.receive(letters);
    expect(message?.Body).toBe('{"order":7}');
    expect(message?.MessageAttributes).toEqual({
      RequestID: { DataType: 'String', StringValue: requestId },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'dependency unavailable' },
    });
    expect(message?.Attributes?.DeadLetterQueueSourceArn).toBeUndefined();
  });

  it('is tried again no more when it succeeds, or when no retries are wanted', async () => {
    const account = await connectLife();
    const [successes, failures] = [await account.create('successes'), await account.create('failures')];
    await account.createFunction(FUNCTION);
    await destinations(account, { OnSuccess: 'successes', OnFailure: 'failures' });
    await account.control('poison', FUNCTION);
    await account.invokeLater(FUNCTION, { order: 1 });
    account.live(20);
    await account.control('heal');
    account.live(60);
    const [success] = await account.receive(successes);
    expect(JSON.parse(success?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    });
    await destinations(account, { OnFailure: 'failures' }, { MaximumRetryAttempts: 0 });
    await account.control('poison', FUNCTION);
    await account.invokeLater(FUNCTION, { order: 2 });
    account.live(20);
    const [failure] = await account.receive(failures);
    expect(JSON.parse(failure?.Body ?? '').requestContext.approximateInvokeCount).toBe(1);
  });

  it('is given up when it grows too old', async () => {
    const account = await connectLife();
    const failures = await account.create('failures');
    await account.createFunction(FUNCTION);
    await destinations(account, { OnFailure: 'failures' }, { MaximumEventAgeInSeconds: 100 });
    await account.control('poison', FUNCTION);
    await account.invokeLater(FUNCTION, {});
    account.live(99);
    expect(await account.receive(failures)).toEqual([]);
    account.live(5);
    const [message] = await account.receive(failures);
    expect(JSON.parse(message?.Body ?? '').requestContext).toMatchObject({
      condition: 'EventAgeExceeded',
      approximateInvokeCount: 2,
    });
  });

  it('counts what cannot be delivered', async () => {
    const account = await connectLife();
    await account.createFunction(FUNCTION, { DeadLetterConfig: { TargetArn: arnOf('gone') } });
    await destinations(account, { OnFailure: 'gone' }, { MaximumRetryAttempts: 0 });
    await account.control('poison', FUNCTION);
    await account.invokeLater(FUNCTION, {});
    account.live(300);
    expect(await metric(account, 'DestinationDeliveryFailures')).toBe(1);
    expect(await metric(account, 'DeadLetterErrors')).toBe(1);
  });
});

describe('an event for a function that may not run', () => {
  it('goes to the destination at once while reserved concurrency is 0', async () => {
    const account = await connectLife();
    const failures = await account.create('failures');
    await account.createFunction(FUNCTION);
    await destinations(account, { OnFailure: 'failures' });
    await reserve(account, 0);
    await account.invokeLater(FUNCTION, { order: 7 });
    const [message] = await account.receive(failures);
    const record = JSON.parse(message?.Body ?? '');
    expect(record).toMatchObject({
      requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
      requestPayload: { order: 7 },
    });
    expect(Object.keys(record)).toEqual(['version', 'timestamp', 'requestContext', 'requestPayload']);
  });

  it('is lost where there is neither destination nor dead-letter queue', async () => {
    const account = await connectLife();
    await account.createFunction(FUNCTION);
    await reserve(account, 0);
    await account.invokeLater(FUNCTION, {});
    await account.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: FUNCTION }));
    account.live(400);
    expect(await metric(account, 'AsyncEventsDropped')).toBe(1);
    expect(await metric(account, 'Invocations')).toBe(0);
  });

  it('waits for others to leave the reserved concurrency', async () => {
    const account = await connectLife();
    const successes = await account.create('successes');
    await account.createFunction(FUNCTION, { Timeout: 60 });
    const profile = account.world.functionNamed(FUNCTION)?.profile;
    if (profile === undefined) throw new Error('no such function');
    profile.medianMs = 6000;
    profile.slowShare = 0;
    await destinations(account, { OnSuccess: 'successes' });
    await reserve(account, 1);
    await account.invokeLater(FUNCTION, { number: 1 });
    await account.invokeLater(FUNCTION, { number: 2 });
    account.live(60);
    expect(await account.receive(successes)).toHaveLength(2);
    account.live(200);
    expect(await metric(account, 'Invocations')).toBe(2);
    expect(await metric(account, 'Throttles')).toBeGreaterThanOrEqual(2);
    expect(await metric(account, 'ConcurrentExecutions')).toBeGreaterThan(0);
  });
});

it('refuses to break what is not there', async () => {
  const account = await connectLife();
  expect((await account.control('poison', 'nobody')).status).toBe(404);
  const wrong = await fetch(`${account.endpoint}/_control/heal`, { method: 'POST', body: '"x"' });
  expect(wrong.status).toBe(400);
  await account.createFunction(FUNCTION);
  const listed = await (await account.control('poison', FUNCTION)).json();
  expect(listed).toMatchObject([{ function: FUNCTION, isActive: true }]);
  await expect(
    account.lambda.send(new InvokeCommand({ FunctionName: FUNCTION, Payload: '{}' })),
  ).resolves.toMatchObject({ FunctionError: 'Unhandled' });
});
