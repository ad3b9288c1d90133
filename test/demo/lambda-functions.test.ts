import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { connect } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
/** Account seconds per real second: what takes seconds in the account is over in a moment. */
const FAST = 200;
const ZIP = Buffer.from('PK\x05\x06 as good as an archive');

const create = (lambda: LambdaClient, input: Partial<CreateFunctionCommandInput> = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'hello',
      Role: 'arn:aws:iam::123456789012:role/hello',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: ZIP },
      ...input,
    }),
  );

const configurationOf = (lambda: LambdaClient, FunctionName: string) =>
  lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

const wait = (lambda: LambdaClient) => ({ client: lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.05 });

describe('CreateFunction', () => {
  it('makes a function that is Pending, then Active', async () => {
    const { lambda } = await connect({ scenario: 'empty', speed: FAST });
    const created = await create(lambda, { Tags: { team: 'tests' }, Environment: { Variables: { A: 'b' } } });
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FunctionArn: `${ARN}:hello`,
      Version: '$LATEST',
      State: 'Pending',
      StateReasonCode: 'Creating',
      Timeout: 3,
      MemorySize: 128,
      CodeSize: ZIP.length,
      PackageType: 'Zip',
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/hello' },
    });
    expect(created).not.toHaveProperty('LastUpdateStatus');
    await waitUntilFunctionActiveV2(wait(lambda), { FunctionName: 'hello' });
    const { Configuration, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName: 'hello' }));
    expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(Configuration?.CodeSha256).toBe(created.CodeSha256);
    expect(Tags).toEqual({ team: 'tests' });
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map((each) => each.FunctionName)).toEqual(['hello']);
  });

  it('publishes a version when asked to, and takes images', async () => {
    const { lambda } = await connect({ scenario: 'empty' });
    expect(await create(lambda, { Publish: true })).toMatchObject({ Version: '1' });
    const ImageUri = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1';
    const { $metadata: _, ...image } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'image',
        PackageType: 'Image',
        Code: { ImageUri },
        Role: 'arn:aws:iam::123456789012:role/hello',
      }),
    );
    expect(image).toMatchObject({ PackageType: 'Image', CodeSize: 0 });
    expect(image).not.toHaveProperty('Runtime');
  });

  it.each<[string, Partial<CreateFunctionCommandInput>, string, string]>([
    ['a role that is none', { Role: 'hello' }, 'ValidationException', "Value 'hello' at 'role' failed"],
    [
      'an unknown runtime',
      { Runtime: 'cobol' as 'nodejs' },
      'InvalidParameterValueException',
      "Value cobol at 'runtime' failed to satisfy constraint",
    ],
    [
      'a blocked runtime',
      { Runtime: 'go1.x' },
      'InvalidParameterValueException',
      'The runtime parameter of go1.x is no longer supported for creating or updating AWS Lambda functions.',
    ],
    ['a name with blanks', { FunctionName: 'no blanks' }, 'ValidationException', "at 'functionName' failed"],
    [
      'a name that is too long',
      { FunctionName: 'n'.repeat(65) },
      'InvalidParameterValueException',
      'Member must have length less than or equal to 64',
    ],
    ['a qualified name', { FunctionName: 'hello:live' }, 'ValidationException', "at 'functionName' failed"],
    ['no code', { Code: {} }, 'InvalidParameterValueException', 'Please provide a source for function code.'],
    [
      'what is no archive',
      { Code: { ZipFile: Buffer.from('plain') } },
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    [
      'no runtime',
      { Runtime: undefined },
      'InvalidParameterValueException',
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    ],
    ['too long a timeout', { Timeout: 901 }, 'ValidationException', "Value '901' at 'timeout' failed"],
    ['too little memory', { MemorySize: 64 }, 'ValidationException', "Value '64' at 'memorySize' failed"],
    [
      'too large an environment',
      { Environment: { Variables: { A: 'x'.repeat(4096) } } },
      'InvalidParameterValueException',
      'exceeded the 4KB limit',
    ],
  ])('refuses %s', async (_what, input, name, message) => {
    const { lambda, world } = await connect({ scenario: 'empty' });
    await expect(create(lambda, input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
    expect(world.functions).toEqual([]);
  });

  it('refuses a name that is taken', async () => {
    const { lambda } = await connect();
    await expect(create(lambda, { FunctionName: 'orders-api-prod' })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: orders-api-prod',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('DeleteFunction', () => {
  const remove = (lambda: LambdaClient, FunctionName: string, Qualifier?: string) =>
    lambda.send(new DeleteFunctionCommand({ FunctionName, ...(Qualifier ? { Qualifier } : {}) }));

  it('removes the whole function, and its name is free again', async () => {
    const { lambda, world } = await connect();
    const count = world.functions.length;
    expect((await remove(lambda, 'orders-api-prod')).$metadata.httpStatusCode).toBe(204);
    expect(world.functions).toHaveLength(count - 1);
    await expect(remove(lambda, 'orders-api-prod')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}:orders-api-prod`,
    });
    await create(lambda, { FunctionName: 'orders-api-prod' });
    expect(world.functions).toHaveLength(count);
  });

  it('removes one version, but none that an alias refers to', async () => {
    const { lambda } = await connect();
    await remove(lambda, 'checkout-api-prod', '7');
    await expect(configurationOf(lambda, 'checkout-api-prod:7')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await remove(lambda, 'checkout-api-prod', '7');
    for (const [version, alias] of [
      ['41', 'live'],
      ['42', 'live'],
      ['40', 'previous'],
    ]) {
      await expect(remove(lambda, 'checkout-api-prod', version)).rejects.toMatchObject({
        name: 'ResourceConflictException',
        message: `Unable to delete version because the following aliases reference it: [${alias}]`,
      });
    }
    await expect(remove(lambda, 'checkout-api-prod', '$LATEST')).rejects.toMatchObject({
      message: '$LATEST version cannot be deleted without deleting the function.',
    });
    await expect(remove(lambda, 'checkout-api-prod', 'live')).rejects.toMatchObject({
      message: 'Deletion of aliases is not currently supported.',
    });
  });
});

describe('PublishVersion', () => {
  const FunctionName = 'checkout-api-prod';
  const publish = (lambda: LambdaClient, more: object = {}) =>
    lambda.send(new PublishVersionCommand({ FunctionName, ...more }));

  it('makes the next version once, and the same again while nothing changes', async () => {
    const { lambda } = await connect({ speed: FAST });
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
    const { lambda } = await connect({ speed: FAST });
    await update(lambda, { Timeout: 77 });
    await vi.waitFor(async () =>
      expect(await configurationOf(lambda, FunctionName)).toMatchObject({
        Timeout: 77,
        LastUpdateStatus: 'Successful',
      }),
    );
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
    const { lambda } = await connect({ speed: FAST });
    const change = async (change: Partial<UpdateFunctionConfigurationCommandInput>) => {
      const reply = await update(lambda, change);
      await waitUntilFunctionUpdatedV2(wait(lambda), { FunctionName });
      return reply;
    };
    const TargetArn = 'arn:aws:sqs:eu-west-1:123456789012:orders-async-dlq';
    expect(await change({ DeadLetterConfig: { TargetArn } })).toMatchObject({
      DeadLetterConfig: { TargetArn },
    });
    expect(await change({ DeadLetterConfig: {} })).not.toHaveProperty('DeadLetterConfig');
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
    expect(await change({ Environment: {} })).not.toHaveProperty('Environment');
    await expect(change({ DeadLetterConfig: { TargetArn: 'arn:aws:s3:::no' } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('keeps both versions of a split alike in role and dead letters', async () => {
    const { lambda } = await connect({ speed: FAST });
    await update(lambda, { Role: 'arn:aws:iam::123456789012:role/other' });
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
    new UpdateFunctionCodeCommand({ FunctionName: 'orders-api-prod', ZipFile: ZIP, Publish: true }),
  );
  expect(published).toMatchObject({ Version: '19', FunctionArn: `${ARN}:orders-api-prod:19` });
});

it('lets a SnapStart version take its snapshot before it is Active', async () => {
  const { lambda } = await connect({ speed: 4000 });
  const published = await lambda.send(new PublishVersionCommand({ FunctionName: 'orders-api-prod' }));
  expect(published).toMatchObject({
    Version: '19',
    State: 'Pending',
    SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
  });
  await vi.waitFor(async () =>
    expect((await configurationOf(lambda, 'orders-api-prod:19')).State).toBe('Active'),
  );
});

it('tags and untags by ARN', async () => {
  const { lambda } = await connect();
  const Resource = `${ARN}:orders-api-prod`;
  const tags = async () => (await lambda.send(new ListTagsCommand({ Resource }))).Tags;
  const before = await tags();
  const reply = await lambda.send(new TagResourceCommand({ Resource, Tags: { cost: '42', 'a b': 'c' } }));
  expect(reply.$metadata.httpStatusCode).toBe(204);
  expect(await tags()).toEqual({ ...before, cost: '42', 'a b': 'c' });
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['cost', 'a b', 'never'] }));
  expect(await tags()).toEqual(before);
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['team'] }));
  expect(await tags()).not.toHaveProperty('team');
});
