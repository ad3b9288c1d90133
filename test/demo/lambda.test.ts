import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListFunctionsCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';

async function allNames(lambda: LambdaClient): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListFunctions({ client: lambda }, {})) {
    names.push(...(page.Functions ?? []).map((each) => each.FunctionName ?? ''));
  }
  return names;
}

describe('ListFunctions', () => {
  it('gives 50 a page whatever MaxItems asks, and every function once', async () => {
    const { lambda, world } = await connect();
    const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 1000 }));
    expect(first.Functions).toHaveLength(50);
    expect(first.NextMarker).toBeDefined();
    const names = await allNames(lambda);
    expect(new Set(names).size).toBe(names.length);
    expect(names.toSorted()).toEqual(world.functions.map((each) => each.name).toSorted());
    expect(names.length).toBeGreaterThan(130);
  });

  it('gives fewer when fewer are asked for', async () => {
    const { lambda } = await connect();
    expect((await lambda.send(new ListFunctionsCommand({ MaxItems: 7 }))).Functions).toHaveLength(7);
  });

  it('leaves out the state, and keeps the environment in clear', async () => {
    const { lambda } = await connect();
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    for (const each of Functions) {
      expect(each.State).toBeUndefined();
      expect(each.LastUpdateStatus).toBeUndefined();
      expect(each.RuntimeVersionConfig).toBeUndefined();
      expect(each.LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
      expect(Object.keys(each.Environment?.Variables ?? {})).not.toEqual([]);
      expect(each.Version).toBe('$LATEST');
    }
  });

  it('lists every version under its qualified ARN when asked for ALL', async () => {
    const { lambda, world } = await connect();
    const versions = world.functions.reduce((total, each) => total + 1 + each.versions.size, 0);
    let count = 0;
    for await (const page of paginateListFunctions({ client: lambda }, { FunctionVersion: 'ALL' })) {
      for (const each of page.Functions ?? []) {
        expect(each.FunctionArn).toBe(`${ARN}:${each.FunctionName}:${each.Version}`);
        count += 1;
      }
    }
    expect(count).toBe(versions);
  });

  it('refuses a marker it did not give out', async () => {
    const { lambda } = await connect();
    await expect(lambda.send(new ListFunctionsCommand({ Marker: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([0, 10_001])('refuses MaxItems %d with the text of the model', async (MaxItems) => {
    const { lambda } = await connect();
    await expect(lambda.send(new ListFunctionsCommand({ MaxItems }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value '\d+' at 'maxItems' failed to satisfy constraint: Member must have value (greater|less) than or equal to \d+$/,
      ),
    });
  });

  it('knows the empty account, the huge one and any size between', async () => {
    const empty = await connect({ scenario: 'empty' });
    expect((await empty.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    const some = await connect({ functions: 333 });
    expect(await allNames(some.lambda)).toHaveLength(333);
    const huge = await connect({ scenario: 'huge' });
    const names = huge.world.functions.map((each) => each.name);
    expect(new Set(names).size).toBe(10_000);
    expect(names.filter((name) => name.length > 64)).toEqual([]);
  });
});

describe('the company', () => {
  it('has what a real account has: images, old runtimes, long names, shared prefixes', async () => {
    const { world } = await connect();
    const all = world.functions.map((each) => each.configuration);
    expect(
      all.filter((each) => each.PackageType === 'Image' && each.Runtime === undefined).length,
    ).toBeGreaterThan(3);
    for (const runtime of ['python3.9', 'nodejs16.x', 'go1.x', 'nodejs22.x', 'java21']) {
      expect(all.map((each) => each.Runtime)).toContain(runtime);
    }
    expect(all.filter((each) => each.FunctionName.length === 64).length).toBeGreaterThan(1);
    expect(
      all.filter((each) => each.FunctionName.startsWith('catalog-import-supplier-feed')).length,
    ).toBeGreaterThan(2);
    expect(new Set(all.map((each) => each.Architectures[0]))).toEqual(new Set(['arm64', 'x86_64']));
    expect(all.some((each) => (each.VpcConfig?.SubnetIds.length ?? 0) > 0)).toBe(true);
    expect(all.some((each) => each.DeadLetterConfig !== undefined)).toBe(true);
    expect(all.some((each) => (each.Layers?.length ?? 0) > 0)).toBe(true);
  });

  it('reserves concurrency, and the account says what is left', async () => {
    const { lambda, world } = await connect();
    const { AccountLimit, AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
    const reserved = world.functions.reduce((sum, each) => sum + (each.reservedConcurrency.current ?? 0), 0);
    expect(reserved).toBeGreaterThan(0);
    expect(AccountLimit?.ConcurrentExecutions).toBe(1000);
    expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(1000 - reserved);
    expect(AccountUsage?.FunctionCount).toBe(world.functions.length);
  });
});

describe('GetFunction', () => {
  it('answers to a name, a partial and a full ARN, with a qualifier in either place', async () => {
    const { lambda } = await connect();
    const name = 'checkout-api-prod';
    for (const FunctionName of [
      name,
      `123456789012:function:${name}`,
      `${ARN}:${name}`,
      `${ARN}:${name}:$LATEST`,
    ]) {
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
      expect(Configuration).toMatchObject({ FunctionName: name, Version: '$LATEST', State: 'Active' });
    }
    const byAlias = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: `${name}:live` }));
    expect(byAlias).toMatchObject({ FunctionArn: `${ARN}:${name}:live`, Version: '41' });
    const byVersion = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: '42' }),
    );
    expect(byVersion).toMatchObject({
      FunctionArn: `${ARN}:${name}:42`,
      Version: '42',
      LastUpdateStatus: 'Successful',
    });
  });

  it('has Concurrency only where it is reserved, and a signed code location', async () => {
    const { lambda } = await connect();
    const free = await lambda.send(new GetFunctionCommand({ FunctionName: 'checkout-api-prod' }));
    expect(free.Concurrency).toBeUndefined();
    expect(free.Tags).toEqual({ team: 'checkout', environment: 'prod' });
    expect(free.Code?.Location).toMatch(/^https:\/\/awslambda-eu-west-1-tasks\.s3\..*X-Amz-Signature=/);
    const killed = await lambda.send(new GetFunctionCommand({ FunctionName: 'media-legacy-thumbnailer' }));
    expect(killed.Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    const image = await lambda.send(new GetFunctionCommand({ FunctionName: 'image-virus-scan' }));
    expect(image.Code).toMatchObject({
      RepositoryType: 'ECR',
      ImageUri: expect.stringContaining('.dkr.ecr.'),
    });
  });

  it('says which function, version or alias is missing', async () => {
    const { lambda } = await connect();
    const ask = (FunctionName: string, Qualifier?: string) =>
      lambda.send(new GetFunctionCommand({ FunctionName, ...(Qualifier ? { Qualifier } : {}) }));
    const missing = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(ask('nope')).rejects.toMatchObject({
      ...missing,
      message: `Function not found: ${ARN}:nope`,
    });
    await expect(ask('checkout-api-prod', '99')).rejects.toMatchObject({
      ...missing,
      message: `Function not found: ${ARN}:checkout-api-prod:99`,
    });
    await expect(ask('checkout-api-prod:live', '41')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
    });
    await expect(ask('no blanks allowed')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(ask('arn:aws:lambda:eu-west-1:210987654321:function:theirs')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(ask('arn:aws:lambda:us-east-1:123456789012:function:afar')).rejects.toMatchObject({
      ...missing,
      message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
    });
  });
});
