import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, ListAliasesCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';
import { query } from './metrics.ts';

const CALLER = 'arn:aws:sts::123456789012:assumed-role/OnCall/demo';

describe('a fault', () => {
  it('throttles in the words of each service', async () => {
    const { faults, lambda, cloudwatch, sqs } = await connect();
    faults.add({ kind: 'throttle', service: '*', operation: '*' });
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'CallerRateLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    await expect(cloudwatch.send(new ListMetricsCommand({}))).rejects.toMatchObject({
      name: expect.stringMatching(/^Throttling/),
      message: 'Rate exceeded',
    });
    await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({ name: 'RequestThrottled' });
  });

  it('denies as IAM does, naming caller, action and resource', async () => {
    const { faults, lambda, sts, sqs, logs, endpoint } = await connect();
    faults.add({ kind: 'deny', service: 'lambda', operation: 'ListFunctions' });
    faults.add({ kind: 'deny', service: 'lambda', operation: 'ListAliases' });
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${CALLER} is not authorized to perform: lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(
      lambda.send(new ListAliasesCommand({ FunctionName: 'orders-api-prod' })),
    ).rejects.toMatchObject({
      message: expect.stringContaining(
        'on resource: arn:aws:lambda:eu-west-1:123456789012:function:orders-api-prod because',
      ),
    });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: CALLER });
    faults.add({ kind: 'deny', service: '*', operation: '*' });
    const denied = (action: string, resource: string) => ({
      message: `User: ${CALLER} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    });
    const QueueUrl = `${endpoint}/123456789012/orders-async-dlq`;
    await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject(
      denied('sqs:ReceiveMessage', 'arn:aws:sqs:eu-west-1:123456789012:orders-async-dlq'),
    );
    await expect(
      logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/orders-api-prod' })),
    ).rejects.toMatchObject(
      denied(
        'logs:FilterLogEvents',
        'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders-api-prod:log-stream:',
      ),
    );
    await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject(denied('sqs:ListQueues', '*'));
  });

  it('expires credentials everywhere', async () => {
    const { faults, lambda, sts, cloudwatch } = await connect();
    faults.add({ kind: 'expired', service: '*', operation: '*' });
    const message = 'The security token included in the request is expired';
    for (const call of [
      () => lambda.send(new ListFunctionsCommand({})),
      () => cloudwatch.send(new ListMetricsCommand({})),
      () => sts.send(new GetCallerIdentityCommand({})),
    ]) {
      await expect(call()).rejects.toMatchObject({ name: expect.stringMatching(/^ExpiredToken/), message });
    }
  });

  it('answers any error, a 501 or a page of HTML', async () => {
    const { faults, lambda, endpoint } = await connect();
    const operation = 'ListFunctions';
    faults.add({
      kind: 'error',
      service: 'lambda',
      operation,
      count: 1,
      status: 503,
      name: 'ServiceException',
      message: 'away',
    });
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'ServiceException',
      message: 'away',
      $metadata: { httpStatusCode: 503 },
    });
    faults.add({ kind: 'unsupported', service: 'lambda', operation, count: 1 });
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
      message: expect.stringContaining(operation),
    });
    for (const status of [200, 404, 501]) {
      faults.add({ kind: 'html', service: 'lambda', operation, count: 1, status });
      const reply = await fetch(`${endpoint}/2015-03-31/functions`);
      expect(reply.status).toBe(status);
      expect(reply.headers.get('content-type')).toBe('text/html');
      expect(await reply.text()).toMatch(/^<!doctype html>/);
    }
  });

  it.each(['drop-before', 'drop-after'] as const)('breaks the connection: %s', async (kind) => {
    const { faults, lambda } = await connect();
    faults.add({ kind, service: 'lambda', operation: '*', count: 1 });
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await lambda.send(new ListFunctionsCommand({}))).Functions).toHaveLength(50);
  });

  it('delays, and then lets the next rule decide', async () => {
    const { faults, lambda } = await connect();
    faults.add({ kind: 'delay', service: 'lambda', operation: '*', delayMs: 60 });
    faults.add({ kind: 'throttle', service: 'lambda', operation: 'GetFunction' });
    const began = performance.now();
    await expect(
      lambda.send(new GetFunctionCommand({ FunctionName: 'orders-api-prod' })),
    ).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
    expect(performance.now() - began).toBeGreaterThan(55);
  });

  it('hits as often as told, after as many as told, and ends when cleared', async () => {
    const { faults, lambda } = await connect();
    const outcome = () =>
      lambda.send(new ListFunctionsCommand({ MaxItems: 1 })).then(
        () => 'ok',
        (error: Error) => error.name,
      );
    faults.add({ kind: 'throttle', service: 'lambda', operation: 'ListFunctions', after: 1, count: 2 });
    const outcomes = [await outcome(), await outcome(), await outcome(), await outcome()];
    expect(outcomes).toEqual(['ok', 'TooManyRequestsException', 'TooManyRequestsException', 'ok']);
    faults.add({ kind: 'deny', service: '*', operation: '*' });
    expect(await outcome()).toBe('AccessDeniedException');
    faults.clear();
    expect(await outcome()).toBe('ok');
  });

  it('also reaches operations the account does not have', async () => {
    const { faults, endpoint } = await connect();
    faults.add({ kind: 'throttle', service: 'lambda', operation: 'PublishVersion' });
    const reply = await fetch(`${endpoint}/2015-03-31/functions/x/versions`, { method: 'POST' });
    expect(reply.status).toBe(429);
  });
});

describe('the control endpoint', () => {
  it('adds, shows and clears faults', async () => {
    const { endpoint, lambda } = await connect();
    const url = `${endpoint}/_control/faults`;
    const rule = { kind: 'throttle', service: 'lambda', operation: 'ListFunctions', count: 1 };
    const added = await fetch(url, { method: 'POST', body: JSON.stringify([rule, { kind: 'deny' }]) });
    expect(added.status).toBe(201);
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
    expect(await (await fetch(url)).json()).toMatchObject([
      { ...rule, id: 1, hits: 1 },
      { kind: 'deny', service: '*', operation: '*', id: 2, hits: 0 },
    ]);
    expect(await (await fetch(`${url}?id=1`, { method: 'DELETE' })).json()).toMatchObject([{ id: 2 }]);
    expect(await (await fetch(url, { method: 'DELETE' })).json()).toEqual([]);
    expect((await lambda.send(new ListFunctionsCommand({}))).Functions).toHaveLength(50);
  });

  it.each([
    ['{', 'not JSON'],
    ['{"kind":"nonsense"}', 'kind must be one of'],
    ['{"kind":"delay"}', 'delayMs'],
    ['{"kind":"throttle","cuont":1}', 'no cuont'],
    ['{"kind":"throttle","count":-1}', 'count'],
  ])('refuses the rule %s', async (body, message) => {
    const { endpoint, faults } = await connect();
    const reply = await fetch(`${endpoint}/_control/faults`, { method: 'POST', body });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(message);
    expect(faults.list()).toEqual([]);
  });

  it('describes the world and counts the requests', async () => {
    const { endpoint, lambda, cloudwatch, world } = await connect({ seed: 7 });
    await lambda.send(new ListFunctionsCommand({}));
    await lambda.send(new ListFunctionsCommand({}));
    const range = { StartTime: new Date(START - MINUTE), EndTime: new Date(START) };
    await cloudwatch.send(
      new GetMetricDataCommand({ MetricDataQueries: [query('q', 'Errors', 'Sum', {})], ...range }),
    );
    expect(await (await fetch(`${endpoint}/_control/requests`)).json()).toEqual({
      total: 3,
      counts: { 'lambda.ListFunctions': 2, 'cloudwatch.GetMetricData': 1 },
    });
    expect(await (await fetch(`${endpoint}/_control/world`)).json()).toMatchObject({
      seed: 7,
      scenario: 'company',
      clock: { start: '2026-11-20T14:30:00.000Z', now: '2026-11-20T14:30:00.000Z', speed: 0 },
      counts: { functions: world.functions.length },
    });
    const unknown = await fetch(`${endpoint}/_control/nothing`);
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).toContain('GET /_control/ lists them all');
  });

  it('lists its levers, each with a body that it takes', async () => {
    const { endpoint } = await connect({ scenario: 'bad-canary' });
    const reply = await fetch(`${endpoint}/_control/`);
    const levers = (await reply.json()) as Record<string, { body?: unknown }>;
    expect(Object.keys(levers)).toContain('POST /_control/faults');
    for (const [line, { body }] of Object.entries(levers)) {
      const [method = '', path = ''] = line.split(' ');
      const answer = await fetch(endpoint + path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.ok, line).toBe(true);
    }
  });
});
