import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Connected, connect, MINUTE } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';

const invoke = (lambda: LambdaClient, FunctionName: string, more: Partial<InvokeCommandInput> = {}) =>
  lambda.send(new InvokeCommand({ FunctionName, ...more }));

const json = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString('utf8'));

/** Lets a function of the world always end the same way. */
function settle({ world }: Connected, name: string, errorShare: number, medianMs = 10) {
  const target = world.functionNamed(name);
  if (target === undefined) throw new Error('no such function');
  target.profile = { ...target.profile, errorShare, medianMs, troubles: [], slowShare: 0 };
  return target;
}

describe('a synchronous invocation', () => {
  it('answers with what the function made of the event, and says which version ran', async () => {
    const account = await connect();
    settle(account, 'notify-bounce-handler', 0);
    const reply = await invoke(account.lambda, 'notify-bounce-handler', { Payload: '{"bounce":1}' });
    expect(reply).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(reply.FunctionError).toBeUndefined();
    expect(reply.LogResult).toBeUndefined();
    expect(json(reply.Payload)).toEqual({
      function: 'notify-bounce-handler',
      version: '$LATEST',
      received: { bounce: 1 },
    });
  });

  it('returns the tail of its log when asked to', async () => {
    const account = await connect();
    settle(account, 'payments-webhook-stripe-prod', 0);
    const reply = await invoke(account.lambda, 'payments-webhook-stripe-prod', { LogType: 'Tail' });
    const tail = Buffer.from(reply.LogResult ?? '', 'base64').toString('utf8');
    const { requestId } = reply.$metadata;
    expect(tail).toContain(`START RequestId: ${requestId} Version: $LATEST\n`);
    expect(tail).toContain(`END RequestId: ${requestId}\n`);
    expect(tail).toMatch(
      /REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: \d+ MB/,
    );
    expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(4096);
    expect(json(reply.Payload).statusCode).toBe(200);
  });

  it.each([
    ['payments-webhook-stripe-prod', 'trace'],
    ['notify-bounce-handler', 'stackTrace'],
  ])('of %s tells a failure in the words of its runtime', async (name, stack) => {
    const account = await connect();
    settle(account, name, 1);
    const reply = await invoke(account.lambda, name, { LogType: 'Tail' });
    expect(reply).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    const error = json(reply.Payload);
    expect(error).toMatchObject({ errorType: expect.any(String), errorMessage: expect.any(String) });
    expect(error[stack]).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(Buffer.from(reply.LogResult ?? '', 'base64').toString()).toContain(error.errorType);
  });

  it.each([
    ['payments-webhook-stripe-prod', /^RequestId: \S+ Error: Task timed out after [\d.]+ seconds$/],
    ['media-orphan-cleanup', /^\S+Z \S+ Task timed out after [\d.]+ seconds$/],
  ])('of %s that takes too long is cut off', async (name, message) => {
    const account = await connect();
    settle(account, name, 0, 10_000_000);
    const reply = await invoke(account.lambda, name);
    expect(reply.FunctionError).toBe('Unhandled');
    expect(json(reply.Payload).errorMessage).toMatch(message);
  });

  it('takes as long as the function runs, in the time of the account', async () => {
    const account = await connect({ speed: 10 });
    settle(account, 'notify-bounce-handler', 0, 3000);
    const before = performance.now();
    await invoke(account.lambda, 'notify-bounce-handler');
    expect(performance.now() - before).toBeGreaterThan(80);
  });

  it('through an alias with 10 % on a new version lands there one time in ten', async () => {
    const counts = async () => {
      const { lambda } = await connect({ seed: 7 });
      const versions: string[] = [];
      for (let time = 0; time < 300; time++) {
        versions.push((await invoke(lambda, 'checkout-api-prod:live')).ExecutedVersion ?? '');
      }
      return versions;
    };
    const versions = await counts();
    const canary = versions.filter((each) => each === '42').length;
    expect(canary).toBeGreaterThan(15);
    expect(canary).toBeLessThan(50);
    expect(versions.filter((each) => each === '41')).toHaveLength(300 - canary);
    expect(await counts()).toEqual(versions);
  });

  it('of a killed function is throttled, with the reason', async () => {
    const { lambda } = await connect();
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'orders-api-prod', ReservedConcurrentExecutions: 0 }),
    );
    for (const name of ['orders-api-prod', 'orders-api-prod:prod', 'orders-api-prod:17']) {
      await expect(invoke(lambda, name)).rejects.toMatchObject({
        name: 'TooManyRequestsException',
        message: 'Rate Exceeded.',
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        $metadata: { httpStatusCode: 429 },
      });
    }
    expect(await invoke(lambda, 'orders-api-prod', { InvocationType: 'Event' })).toMatchObject({
      StatusCode: 202,
    });
  });

  it('counts in the metrics of the function and of its alias, where nothing else runs', async () => {
    const account = await connect({ scenario: 'empty', speed: 400 });
    const { lambda, cloudwatch, world } = account;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'hello',
        Role: 'arn:aws:iam::123456789012:role/hello',
        Runtime: 'python3.13',
        Handler: 'app.handler',
        Code: { ZipFile: Buffer.from('PK') },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.05 },
      { FunctionName: 'hello' },
    );
    for (let time = 0; time < 5; time++) await invoke(lambda, 'hello');
    const Metric = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: 'hello' }],
    };
    await eventually(async () => {
      const now = world.clock.now();
      const { MetricDataResults } = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - 30 * MINUTE),
          EndTime: new Date(now),
          MetricDataQueries: [{ Id: 'q', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
        }),
      );
      const sum = (MetricDataResults?.[0]?.Values ?? []).reduce((total, each) => total + each, 0);
      expect(sum).toBe(5);
    });
  });
});

describe('an invocation', () => {
  it('for later is accepted, and one that is only tried does nothing', async () => {
    const { lambda, world } = await connect();
    const target = world.functionNamed('notify-bounce-handler');
    if (target === undefined) throw new Error('no such function');
    const accept = vi.spyOn(world.asyncInvocations, 'accept');
    const Payload = '{"a":1}';
    const event = await invoke(lambda, target.name, { InvocationType: 'Event', Payload });
    expect(event).toMatchObject({ StatusCode: 202 });
    expect(event.ExecutedVersion).toBeUndefined();
    expect(accept.mock.calls).toMatchObject([
      [{ target, qualifier: '$LATEST', requestId: event.$metadata.requestId }],
    ]);
    expect(String(accept.mock.calls[0]?.[0].payload)).toBe(Payload);
    const tried = await invoke(lambda, target.name, { InvocationType: 'DryRun' });
    expect(tried).toMatchObject({ StatusCode: 204 });
    expect(accept).toHaveBeenCalledTimes(1);
    expect(world.invocations.of(target).recorded).toHaveLength(1);
  });

  it('of a function that is idle wakes it up, and works then', async () => {
    const { lambda } = await connect({ speed: 200 });
    const name = 'catalog-search-indexer-green';
    await expect(invoke(lambda, name)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    });
    await eventually(async () => expect((await invoke(lambda, name)).StatusCode).toBe(200));
  });

  it.each<[string, Partial<InvokeCommandInput>, string, string, number]>([
    ['nope', {}, 'ResourceNotFoundException', `Function not found: ${ARN}:nope:$LATEST`, 404],
    ['nope:live', {}, 'ResourceNotFoundException', `Function not found: ${ARN}:nope:live`, 404],
    [
      'orders-api-prod:99',
      {},
      'ResourceNotFoundException',
      `Function not found: ${ARN}:orders-api-prod:99`,
      404,
    ],
    [
      'orders-api-prod',
      { Payload: "{'a':1}" },
      'InvalidRequestContentException',
      "Could not parse request body into json: Could not parse payload into json: Unexpected character (''' (code 39)): was expecting double-quote to start field name\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]",
      400,
    ],
    [
      'orders-api-prod',
      { Payload: new Uint8Array([0x99]) },
      'InvalidRequestContentException',
      "Could not parse request body into json: Could not parse payload into json: Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1]",
      400,
    ],
    [
      'orders-api-prod',
      { Payload: 'foo' },
      'InvalidRequestContentException',
      "Could not parse request body into json: Could not parse payload into json: Unrecognized token 'foo': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 4]",
      400,
    ],
    [
      'orders-api-prod',
      { Payload: '{"a":1' },
      'InvalidRequestContentException',
      'Unexpected end-of-input: expected close marker for Object (start marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 7]',
      400,
    ],
    [
      'orders-api-prod',
      { InvocationType: 'Later' as 'Event' },
      'ValidationException',
      "at 'invocationType' failed",
      400,
    ],
    ['forecasting-demand-batch', {}, 'ResourceConflictException', 'in the following state: Failed', 409],
    [
      'orders-api-prod',
      { InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(1_048_576)) },
      'RequestEntityTooLargeException',
      '1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
      413,
    ],
    [
      'orders-api-prod',
      { Payload: JSON.stringify('x'.repeat(6_291_456)) },
      'RequestEntityTooLargeException',
      'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      413,
    ],
  ])('of %s is refused', async (name, more, error, message, status) => {
    const { lambda } = await connect();
    await expect(invoke(lambda, name, more)).rejects.toMatchObject({
      name: error,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: status },
    });
  });
});
