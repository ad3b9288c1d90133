import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';
import { connectQueues } from './sqs.ts';

const FunctionName = 'orders-fulfilment-worker';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-queue';
/** How long a mapping takes from one state to the next, and then some, s. */
const SETTLED_S = 5;

async function mappingOf(lambda: LambdaClient, name = FunctionName) {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  return EventSourceMappings[0]?.UUID ?? '';
}

const stateOf = async (lambda: LambdaClient, UUID: string) =>
  (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;

const update = (lambda: LambdaClient, UUID: string, change: Partial<UpdateEventSourceMappingCommandInput>) =>
  lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...change }));

describe('UpdateEventSourceMapping', () => {
  it('answers 202 and Disabling, then Disabled, then back again', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    const uuid = await mappingOf(lambda);
    expect(await update(lambda, uuid, { Enabled: false })).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      State: 'Disabling',
    });
    pass(SETTLED_S);
    expect(await stateOf(lambda, uuid)).toBe('Disabled');
    expect(await update(lambda, uuid, { Enabled: true })).toMatchObject({ State: 'Enabling' });
    pass(SETTLED_S);
    expect(await stateOf(lambda, uuid)).toBe('Enabled');
  });

  it('lets nobody else change it meanwhile', async () => {
    const { lambda } = await connect();
    const uuid = await mappingOf(lambda);
    await update(lambda, uuid, { Enabled: false });
    const inUse = { name: 'ResourceInUseException', $metadata: { httpStatusCode: 400 } };
    await expect(update(lambda, uuid, { Enabled: true })).rejects.toMatchObject({
      ...inUse,
      message: 'Cannot update the event source mapping because it is in use.',
    });
    await expect(lambda.send(new DeleteEventSourceMappingCommand({ UUID: uuid }))).rejects.toMatchObject({
      ...inUse,
      message: 'Cannot delete the event source mapping because it is in use.',
    });
  });

  it('stops the traffic once it is disabled', async () => {
    const { lambda, world } = await connect();
    const target = world.functionNamed(FunctionName);
    if (target === undefined) throw new Error('no such function');
    const minuteOf = (minute: number) => world.traffic.of(target).minuteOf(START / MINUTE + minute);
    const [before, usual] = [minuteOf(-1), minuteOf(1)];
    await update(lambda, await mappingOf(lambda), { Enabled: false });
    expect(usual.invocations).toBeGreaterThan(0);
    expect(minuteOf(1).invocations).toBe(0);
    expect(minuteOf(-1)).toEqual(before);
  });

  it('changes batches and scaling, and keeps what is left out', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    const uuid = await mappingOf(lambda);
    const ScalingConfig = { MaximumConcurrency: 2 };
    expect(await update(lambda, uuid, { BatchSize: 5, ScalingConfig })).toMatchObject({
      State: 'Updating',
      BatchSize: 5,
      ScalingConfig,
    });
    pass(SETTLED_S);
    expect(await stateOf(lambda, uuid)).toBe('Enabled');
    const FunctionResponseTypes = ['ReportBatchItemFailures' as const];
    expect(await update(lambda, uuid, { FunctionResponseTypes })).toMatchObject({
      BatchSize: 5,
      ScalingConfig,
      FunctionResponseTypes,
    });
    pass(SETTLED_S);
    expect(await stateOf(lambda, uuid)).toBe('Enabled');
    expect(await update(lambda, uuid, { ScalingConfig: {} })).not.toHaveProperty('ScalingConfig');
  });

  it.each<[Partial<UpdateEventSourceMappingCommandInput>, string, string]>([
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, 'ValidationException', 'greater than or equal to 2'],
    [{ ScalingConfig: { MaximumConcurrency: 1001 } }, 'ValidationException', 'less than or equal to 1000'],
    [{ BatchSize: 0 }, 'ValidationException', 'greater than or equal to 1'],
    [
      { BatchSize: 11 },
      'InvalidParameterValueException',
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    [{ FunctionName: 'nope' }, 'InvalidParameterValueException', 'Function does not exist'],
    [
      { UUID: '00000000-0000-4000-a000-000000000000' },
      'ResourceNotFoundException',
      'The resource you requested does not exist.',
    ],
  ])('refuses %j', async (change, name, message) => {
    const { lambda } = await connect();
    const uuid = await mappingOf(lambda);
    await expect(update(lambda, uuid, change)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(await stateOf(lambda, uuid)).toBe('Enabled');
  });
});

describe('an event source mapping', () => {
  const create = (lambda: LambdaClient, input: Partial<CreateEventSourceMappingCommandInput>) =>
    lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'orders-api-staging',
        EventSourceArn: QUEUE,
        ...input,
      }),
    );

  it('is created, works, and is deleted', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    const created = await create(lambda, { ScalingConfig: { MaximumConcurrency: 7 } });
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      State: 'Creating',
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 7 },
    });
    const uuid = created.UUID ?? '';
    pass(SETTLED_S);
    expect(await stateOf(lambda, uuid)).toBe('Enabled');
    expect(await mappingOf(lambda, 'orders-api-staging')).toBe(uuid);
    expect(await lambda.send(new DeleteEventSourceMappingCommand({ UUID: uuid }))).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      State: 'Deleting',
    });
    pass(SETTLED_S);
    await expect(stateOf(lambda, uuid)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await mappingOf(lambda, 'orders-api-staging')).toBe('');
  });

  it('is refused without a source, a position, a function, or a second time', async () => {
    const { lambda } = await connect();
    await expect(create(lambda, { EventSourceArn: 'arn:aws:s3:::bucket' })).rejects.toMatchObject({
      message: 'Unrecognized event source.',
    });
    const stream = 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks';
    await expect(create(lambda, { EventSourceArn: stream })).rejects.toMatchObject({
      message: expect.stringContaining("Value null at 'startingPosition'"),
    });
    await expect(create(lambda, { FunctionName: 'nope' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Function does not exist',
    });
    await expect(create(lambda, { EventSourceArn: `${QUEUE}-gone` })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    });
    await expect(create(lambda, { FunctionName })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringMatching(/^An event source mapping with SQS arn \(" .* "\) and function/),
    });
  });

  it('is refused where the queue hides a message for less time than the function may take', async () => {
    const { lambda, world } = await connect();
    const queue = world.queues.at(QUEUE);
    if (queue === undefined) throw new Error('the queue is not there');
    queue.settings = { ...queue.settings, visibilityTimeoutS: 1 };
    await expect(create(lambda, {})).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(
        /^Queue visibility timeout: 1 seconds is less than Function timeout: \d+ seconds$/,
      ),
    });
  });
});
