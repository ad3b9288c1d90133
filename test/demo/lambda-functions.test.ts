import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  type LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect, post } from './connect.ts';
import { connectQueues } from './sqs.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
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
    const { lambda, pass } = await connectQueues();
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
    pass(5);
    await waitUntilFunctionActiveV2(wait(lambda), { FunctionName: 'hello' });
    const { Configuration, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName: 'hello' }));
    expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(Configuration?.CodeSha256).toBe(created.CodeSha256);
    expect(Tags).toEqual({ team: 'tests' });
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map((each) => each.FunctionName)).toEqual(['hello']);
    // Nothing hangs on it that nobody put there.
    await expect(lambda.send(new GetPolicyCommand({ FunctionName: 'hello' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
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

  it('takes a package of some size, and refuses one that has to come from S3', async () => {
    const { lambda, endpoint } = await connect({ scenario: 'empty' });
    const ZipFile = Buffer.concat([ZIP, Buffer.alloc(9_000_000)]);
    expect(await create(lambda, { Code: { ZipFile } })).toMatchObject({ CodeSize: ZipFile.length });
    const body = Buffer.alloc(70_167_212, ' ').fill('{}', 0, 2);
    const reply = await post(endpoint, '/2015-03-31/functions', {}, body);
    expect(reply.status).toBe(413);
    expect(reply.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
    const message = 'Request must be smaller than 70167211 bytes for the CreateFunction operation';
    expect(JSON.parse(reply.text)).toEqual({ message });
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

it('tags and untags by ARN', async () => {
  const { lambda } = await connect();
  const Resource = `${ARN}:orders-api-prod`;
  const tags = async () => (await lambda.send(new ListTagsCommand({ Resource }))).Tags;
  const before = await tags();
  const revision = (await configurationOf(lambda, Resource)).RevisionId;
  const reply = await lambda.send(new TagResourceCommand({ Resource, Tags: { cost: '42', 'a b': 'c' } }));
  expect(reply.$metadata.httpStatusCode).toBe(204);
  expect(await tags()).toEqual({ ...before, cost: '42', 'a b': 'c' });
  expect((await configurationOf(lambda, Resource)).RevisionId).not.toBe(revision);
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['cost', 'a b', 'never'] }));
  expect(await tags()).toEqual(before);
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['team'] }));
  expect(await tags()).not.toHaveProperty('team');
});
