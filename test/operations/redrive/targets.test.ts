/** What is said before a redrive of whether it would fail again. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateAliasCommand, CreateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { targetRemarks } from '../../../src/domain/dead-letters/target-state.ts';
import {
  type Letter,
  type QueueWorld,
  queueWorld,
  redriverIn,
  requestFor,
  temporaryDirectory,
  withFunction,
} from './queues.ts';

const HOUR_MS = 3_600_000;

/** A dead letter of version 1 of `orders`, which failed of a KeyError. */
const letter = {
  body: JSON.stringify({
    version: '1.0',
    requestContext: {
      requestId: 'r',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:1',
      condition: 'RetriesExhausted',
    },
    requestPayload: { order: 1 },
    responsePayload: { errorType: 'KeyError', errorMessage: "'customer_id'" },
  }),
};

/** Writes an error of each type into the log of `orders`. */
async function logErrors(world: QueueWorld, errors: readonly [type: string, at: number][]): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const logs = new CloudWatchLogsClient({ endpoint: world.endpoint, region: 'eu-west-1', credentials });
  const group = { logGroupName: '/aws/lambda/orders' };
  const stream = { ...group, logStreamName: '2026/11/21/[1]0123456789abcdef0123456789abcdef' };
  await logs.send(new CreateLogGroupCommand(group));
  await logs.send(new CreateLogStreamCommand(stream));
  const logEvents = errors.map(([errorType, timestamp]) => ({
    timestamp,
    message: `${new Date(timestamp).toISOString()}\t6f1c2a9e-0000-4000-8000-000000000001\tERROR\tInvoke Error \t${JSON.stringify({ errorType, errorMessage: "'customer_id'", stack: [] })}`,
  }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  logs.destroy();
}

async function plan(
  world: QueueWorld,
  change: Parameters<typeof redriverIn>[2] = {},
  letters: readonly Letter[] = [letter],
) {
  const dlq = world.create('failures');
  world.fill(dlq, letters);
  const { redrives, aws } = redriverIn(world, temporaryDirectory(), change);
  const wanted = { named: { name: 'orders', qualifier: '1' } };
  const prepared = await redrives.prepare(await requestFor(aws, dlq, wanted), new AbortController().signal);
  await prepared.close();
  expect(prepared.plan.targets).toHaveLength(1);
  return prepared.plan;
}

it('the error was seen after the last deploy', async () => {
  const world = await queueWorld();
  await withFunction(world);
  const seenAt = world.clock.now();
  await logErrors(world, [
    ['KeyError', seenAt - 1_000],
    ['TypeError', seenAt - 500],
  ]);
  const { targets } = await plan(world);
  expect(targets).toMatchObject([
    { name: 'orders:1', deploy: { version: 'v1' }, lastError: { state: 'seen', at: seenAt - 1_000 } },
  ]);
  const [words] = targets.flatMap(targetRemarks);
  expect(words).toMatchObject({ tone: 'warn' });
  expect(words?.text).toMatch(
    /^orders:1: KeyError: 'customer_id': last seen \d\d:\d\d, after v1, \d\d:\d\d$/,
  );
});

it('the error was not seen since the last deploy, whatever else was', async () => {
  const world = await queueWorld();
  const before = world.clock.now() - HOUR_MS;
  await withFunction(world);
  await logErrors(world, [
    ['KeyError', before],
    ['TypeError', world.clock.now()],
  ]);
  const [words] = (await plan(world)).targets.flatMap(targetRemarks);
  expect(words).toMatchObject({ tone: 'good' });
  expect(words?.text).toMatch(/last seen \d\d:\d\d, none since v1, \d\d:\d\d$/);
});

it('none at all', async () => {
  const world = await queueWorld();
  await withFunction(world);
  await logErrors(world, [['TypeError', world.clock.now()]]);
  const [words] = (await plan(world)).targets.flatMap(targetRemarks);
  expect(words).toMatchObject({ tone: 'good' });
  expect(words?.text).toMatch(/^orders:1: none of this error since v1, \d\d:\d\d$/);
});

it('knows the error of an event by its message alone: Lambda writes no type to its dead letter', async () => {
  const world = await queueWorld();
  await withFunction(world);
  const seenAt = world.clock.now();
  await logErrors(world, [['KeyError', seenAt - 1_000]]);
  const attributes = {
    RequestID: { dataType: 'String', value: 'r' },
    ErrorMessage: { dataType: 'String', value: "'customer_id'" },
  };
  const { targets } = await plan(world, {}, [{ body: '{"order":1}', attributes }]);
  expect(targets).toMatchObject([{ lastError: { state: 'seen', at: seenAt - 1_000, isTheirs: true } }]);
});

it('tells the error share of the function where nobody calls the version by its number', async () => {
  const world = await queueWorld();
  await withFunction(world);
  const sums: Readonly<Record<string, number>> = { Invocations: 200, Errors: 30 };
  const { targets } = await plan(world, {
    aws: (aws) => ({
      ...aws,
      metrics: {
        ...aws.metrics,
        // All came by an alias: nothing stands under the version's own name.
        series: async (queries) =>
          queries.map(({ key, metric, dimensions }) => {
            const sum = 'Resource' in dimensions ? 0 : (sums[metric] ?? 0);
            return { key, points: new Map([[0, sum]]), complete: true };
          }),
      },
    }),
  });
  expect(targets.flatMap(targetRemarks)).toContainEqual({
    text: 'orders, all versions: 15% of 200 invocations failed in the last 5 min',
    tone: 'warn',
  });
});

it('what may not be read is not known, and keeps nobody from redriving', async () => {
  const world = await queueWorld();
  await withFunction(world);
  for (const [service, operation] of [
    ['logs', 'FilterLogEvents'],
    ['cloudwatch', 'GetMetricData'],
  ] as const) {
    world.account.faults.add({ kind: 'deny', service, operation });
  }
  const { targets, refusal } = await plan(world);
  expect(refusal).toBeNull();
  expect(targets).toMatchObject([{ recent: null, lastError: { state: 'unknown' } }]);
  expect(targets.flatMap(targetRemarks).map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /^orders:1: when its log last told of an error is not known; deployed last: v1, \d\d:\d\d$/,
    ),
    'orders:1: its present error share is not known',
  ]);
});

it('waits two seconds for what does not come, and tells the rest', async () => {
  const world = await queueWorld();
  await withFunction(world);
  const never = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const began = performance.now();
  const { targets } = await plan(world, {
    aws: (aws) => ({
      ...aws,
      metrics: { ...aws.metrics, series: (_, __, signal) => never(signal) },
      logs: { ...aws.logs, functionLogging: (_, signal) => never(signal) },
    }),
  });
  expect(performance.now() - began).toBeGreaterThan(1_900);
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(targets).toMatchObject([
    { deploy: { version: 'v1' }, recent: null, lastError: { state: 'unknown' } },
  ]);
});

it('asks about the version that reads the queue; a paused trigger is named, and nothing is sent', async () => {
  const world = await queueWorld();
  await withFunction(world);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint: world.endpoint, region: 'eu-west-1', credentials });
  const { redrives, aws } = redriverIn(world);
  const planFor = async (source: string, Enabled: boolean) => {
    const EventSourceArn = world.create(source).arn;
    await lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'orders:1', EventSourceArn, Enabled }),
    );
    world.pass(300_000);
    const dlq = world.create(`${source}-dlq`);
    world.fill(dlq, [{ body: '{}', from: source }]);
    const prepared = await redrives.prepare(await requestFor(aws, dlq), new AbortController().signal);
    await prepared.close();
    return prepared.plan;
  };
  expect(await planFor('running', true)).toMatchObject({ refusal: null, targets: [{ name: 'orders:1' }] });
  expect((await planFor('halted', false)).refusal?.message).toContain('the triggers of orders are paused');
  lambda.destroy();
});

it('counts an alias as deployed when the journal says it was moved, if that was later', async () => {
  const world = await queueWorld();
  await withFunction(world);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint: world.endpoint, region: 'eu-west-1', credentials });
  await lambda.send(new CreateAliasCommand({ FunctionName: 'orders', Name: 'live', FunctionVersion: '1' }));
  lambda.destroy();
  world.pass(HOUR_MS);
  const { redrives, operations, aws } = redriverIn(world);
  const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';
  const setting = { kind: 'alias-routing', functionArn, alias: 'live' } as const;
  const movedAt = world.clock.now();
  const entry = await (await operations.journal()).begin({
    ...{ group: null, actor: 'somebody', account: '123456789012', region: 'eu-west-1', undoes: null },
    operation: 'shift',
    target: `${functionArn}:live`,
    changes: [{ setting, from: null, to: null, debt: 'set' }],
  });
  await entry.end('done', null);
  world.pass(60_000);
  const dlq = world.create('failures');
  world.fill(dlq, [{ body: letter.body.replace('orders:1', 'orders:live') }]);
  const prepared = await redrives.prepare(await requestFor(aws, dlq), new AbortController().signal);
  await prepared.close();
  expect(prepared.plan.targets).toMatchObject([
    { name: 'orders:live', deploy: { version: 'v1', at: movedAt } },
  ]);
});
