import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { connectQueues } from './sqs.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
/** Longer than an update takes, s. */
const UPDATED_S = 3;
const ZIP = Buffer.from('PK\x05\x06 as good as an archive');

const configurationOf = (lambda: LambdaClient, FunctionName: string) =>
  lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

const wait = (lambda: LambdaClient) => ({ client: lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.05 });

describe('PublishVersion', () => {
  const FunctionName = 'checkout-api-prod';
  const publish = (lambda: LambdaClient, more: object = {}) =>
    lambda.send(new PublishVersionCommand({ FunctionName, ...more }));

  it('makes the next version once, and the same again while nothing changes', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    const first = await publish(lambda, { Description: 'faster' });
    expect(first).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      Version: '43',
      FunctionArn: `${ARN}:${FunctionName}:43`,
      Description: 'faster',
      State: 'Active',
    });
    expect(await publish(lambda, { Description: 'again' })).toMatchObject({
      Version: '43',
      RevisionId: first.RevisionId,
      Description: 'faster',
    });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: ZIP }));
    pass(UPDATED_S);
    await waitUntilFunctionUpdatedV2(wait(lambda), { FunctionName });
    const second = await publish(lambda);
    expect(second.Version).toBe('44');
    expect(second.CodeSha256).not.toBe(first.CodeSha256);
    expect((await configurationOf(lambda, `${FunctionName}:43`)).CodeSha256).toBe(first.CodeSha256);
    await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'previous', FunctionVersion: '44' }));
  });

  it('never gives a number twice', async () => {
    const { lambda } = await connect();
    await publish(lambda);
    await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '43' }));
    expect((await publish(lambda)).Version).toBe('44');
  });

  it('refuses a stale RevisionId and another code than the caller expects', async () => {
    const { lambda } = await connect();
    await expect(publish(lambda, { RevisionId: 'stale' })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
    await expect(publish(lambda, { CodeSha256: 'other' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(
        /^CodeSHA256 \(other\) is different from current CodeSHA256 in \$LATEST/,
      ),
    });
  });
});

describe('UpdateFunctionConfiguration', () => {
  const FunctionName = 'orders-api-prod';
  const update = (lambda: LambdaClient, change: Partial<UpdateFunctionConfigurationCommandInput>) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }));

  it('is in progress for a moment, in which nothing else may change the function', async () => {
    const still = await connect();
    const before = await configurationOf(still.lambda, FunctionName);
    const reply = await update(still.lambda, { Timeout: 77, RevisionId: before.RevisionId });
    expect(reply).toMatchObject({
      Timeout: 77,
      MemorySize: before.MemorySize,
      LastUpdateStatus: 'InProgress',
    });
    expect(reply.RevisionId).not.toBe(before.RevisionId);
    const conflict = {
      name: 'ResourceConflictException',
      message: `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}:${FunctionName}`,
    };
    await expect(update(still.lambda, { Timeout: 78 })).rejects.toMatchObject(conflict);
    await expect(
      still.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
    ).rejects.toMatchObject(conflict);
    await expect(still.lambda.send(new PublishVersionCommand({ FunctionName }))).rejects.toMatchObject(
      conflict,
    );
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    const { RevisionId = '' } = await update(lambda, { Timeout: 77 });
    pass(UPDATED_S);
    const settled = await configurationOf(lambda, FunctionName);
    expect(settled).toMatchObject({ Timeout: 77, LastUpdateStatus: 'Successful' });
    // What the update answered is stale by now: its end is a revision of its own.
    expect(settled.RevisionId).not.toBe(RevisionId);
    await expect(update(lambda, { RevisionId })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
    await update(lambda, { RevisionId: settled.RevisionId });
  });

  it('changes $LATEST only: versions stay what they were', async () => {
    const { lambda } = await connect();
    const before = await configurationOf(lambda, `${FunctionName}:17`);
    await update(lambda, { MemorySize: 3000, Environment: { Variables: { NEW: '1' } } });
    const { $metadata: _, ...after } = await configurationOf(lambda, `${FunctionName}:17`);
    expect(before).toMatchObject(after);
    const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions.filter((each) => each.MemorySize === 3000).map((each) => each.Version)).toEqual([
      '$LATEST',
    ]);
  });

  it('sets and clears dead letters, logging and environment', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    const change = async (change: Partial<UpdateFunctionConfigurationCommandInput>) => {
      const reply = await update(lambda, change);
      pass(UPDATED_S);
      await waitUntilFunctionUpdatedV2(wait(lambda), { FunctionName });
      return reply;
    };
    const TargetArn = 'arn:aws:sqs:eu-west-1:123456789012:orders-async-dlq';
    expect(await change({ DeadLetterConfig: { TargetArn } })).toMatchObject({
      DeadLetterConfig: { TargetArn },
    });
    expect(await change({ DeadLetterConfig: {} })).toMatchObject({ DeadLetterConfig: { TargetArn } });
    expect(await change({ DeadLetterConfig: { TargetArn: '' } })).not.toHaveProperty('DeadLetterConfig');
    expect((await change({ LoggingConfig: { LogFormat: 'JSON' } })).LoggingConfig).toEqual({
      LogFormat: 'JSON',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
      LogGroup: `/aws/lambda/${FunctionName}`,
    });
    expect((await change({ LoggingConfig: { LogFormat: 'Text' } })).LoggingConfig).toEqual({
      LogFormat: 'Text',
      LogGroup: `/aws/lambda/${FunctionName}`,
    });
    expect(await change({ Environment: { Variables: {} } })).toMatchObject({
      Environment: { Variables: {} },
    });
    expect(await change({ Environment: {} })).not.toHaveProperty('Environment');
    await expect(change({ DeadLetterConfig: { TargetArn: 'arn:aws:s3:::no' } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('keeps both versions of a split alike in role and dead letters', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    await update(lambda, { Role: 'arn:aws:iam::123456789012:role/other' });
    pass(UPDATED_S);
    await waitUntilFunctionUpdatedV2(wait(lambda), { FunctionName });
    const { Version = '' } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    const RoutingConfig = { AdditionalVersionWeights: { [Version]: 0.1 } };
    await expect(
      lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'prod', RoutingConfig })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('execution role'),
    });
  });
});

it('UpdateFunctionCode refuses the wrong kind of code, and publishes when asked to', async () => {
  const { lambda } = await connect();
  await expect(
    lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'orders-api-prod', ImageUri: 'x' })),
  ).rejects.toMatchObject({
    message: "Please don't provide ImageUri when updating a function with packageType Zip.",
  });
  await expect(
    lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'image-virus-scan', ZipFile: ZIP })),
  ).rejects.toMatchObject({
    message: 'Please provide ImageUri when updating a function with packageType Image.',
  });
  const published = await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: 'checkout-api-prod', ZipFile: ZIP, Publish: true }),
  );
  expect(published).toMatchObject({
    Version: '43',
    FunctionArn: `${ARN}:checkout-api-prod:43`,
    State: 'Pending',
    StateReasonCode: 'Creating',
  });
  expect(published).not.toHaveProperty('LastUpdateStatus');
});

it('lets a SnapStart version take its snapshot before it is Active', async () => {
  const { lambda, pass } = await connectQueues({ scenario: 'company' });
  const published = await lambda.send(new PublishVersionCommand({ FunctionName: 'orders-api-prod' }));
  expect(published).toMatchObject({
    Version: '19',
    State: 'Pending',
    SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
  });
  pass(60);
  expect((await configurationOf(lambda, 'orders-api-prod:19')).State).toBe('Active');
});
