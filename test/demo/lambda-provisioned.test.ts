import {
  DeleteAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { provisionedAt } from '../../src/demo/world/provisioned.ts';
import { connect, MINUTE, START } from './connect.ts';
import { connectQueues } from './sqs.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
/** Longer than it takes to allocate, s. */
const ALLOCATED_S = 30;

const put = (lambda: LambdaClient, FunctionName: string, Qualifier: string, count: number) =>
  lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier,
      ProvisionedConcurrentExecutions: count,
    }),
  );
const get = (lambda: LambdaClient, FunctionName: string, Qualifier: string) =>
  lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));

describe('provisioned concurrency', () => {
  it('is in progress, then ready, then taken away', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    expect(await put(lambda, 'orders-api-prod', 'prod', 5)).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      Status: 'IN_PROGRESS',
      RequestedProvisionedConcurrentExecutions: 5,
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
    });
    pass(ALLOCATED_S);
    expect(await get(lambda, 'orders-api-prod', 'prod')).toMatchObject({
      Status: 'READY',
      AvailableProvisionedConcurrentExecutions: 5,
      AllocatedProvisionedConcurrentExecutions: 5,
    });
    for (let time = 0; time < 2; time++) {
      const reply = await lambda.send(
        new DeleteProvisionedConcurrencyConfigCommand({ FunctionName: 'orders-api-prod', Qualifier: 'prod' }),
      );
      expect(reply.$metadata.httpStatusCode).toBe(204);
    }
    await expect(get(lambda, 'orders-api-prod', 'prod')).rejects.toMatchObject({
      name: 'ProvisionedConcurrencyConfigNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('moves with its alias, and is allocated anew', async () => {
    const { lambda, pass } = await connectQueues({ scenario: 'company' });
    await lambda.send(
      new UpdateAliasCommand({ FunctionName: 'catalog-api-prod', Name: 'live', FunctionVersion: '63' }),
    );
    expect((await get(lambda, 'catalog-api-prod', 'live')).Status).toBe('IN_PROGRESS');
    pass(ALLOCATED_S);
    expect((await get(lambda, 'catalog-api-prod', 'live')).Status).toBe('READY');
  });

  it('keeps what is there while more is asked for', async () => {
    const { lambda } = await connect();
    expect(await put(lambda, 'catalog-api-prod', 'live', 30)).toMatchObject({
      Status: 'IN_PROGRESS',
      AvailableProvisionedConcurrentExecutions: 12,
    });
    const { ProvisionedConcurrencyConfigs } = await lambda.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'catalog-api-prod' }),
    );
    expect(ProvisionedConcurrencyConfigs).toMatchObject([
      { FunctionArn: `${ARN}:catalog-api-prod:live`, RequestedProvisionedConcurrentExecutions: 30 },
    ]);
  });

  it('is for an alias or a version, not both at once', async () => {
    const { lambda } = await connect();
    await expect(put(lambda, 'catalog-api-prod', '64', 1)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Version is pointed by a Provisioned Concurrency alias',
    });
    await put(lambda, 'orders-api-prod', '18', 1);
    await expect(put(lambda, 'orders-api-prod', 'prod', 1)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    });
    await put(lambda, 'catalog-api-prod', '60', 1);
    await expect(
      lambda.send(
        new UpdateAliasCommand({ FunctionName: 'catalog-api-prod', Name: 'live', FunctionVersion: '60' }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceConflictException' });
  });

  it('is never more than is reserved, or than the account can spare', async () => {
    const { lambda } = await connect();
    await expect(put(lambda, 'payments-authorise-prod', 'live', 41)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    });
    await put(lambda, 'payments-authorise-prod', 'live', 40);
    await expect(put(lambda, 'orders-api-prod', 'prod', 5000)).rejects.toMatchObject({
      message: expect.stringMatching(/is greater than account's unreserved concurrency \[\d+\]\.$/),
    });
    await expect(put(lambda, 'orders-api-prod', 'prod', 500)).rejects.toMatchObject({
      message:
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await expect(
      lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: 'payments-authorise-prod',
          ReservedConcurrentExecutions: 0,
        }),
      ),
    ).rejects.toMatchObject({
      message:
        " ReservedConcurrentExecutions  0 should not be lower than function's total provisioned concurrency [40].",
    });
  });

  it.each([
    [
      '$LATEST',
      1,
      'InvalidParameterValueException',
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    ],
    [
      'prod',
      0,
      'ValidationException',
      "Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ['nope', 1, 'ResourceNotFoundException', `Cannot find alias arn: ${ARN}:orders-api-prod:nope`],
    ['99', 1, 'ResourceNotFoundException', `Function not found: ${ARN}:orders-api-prod:99`],
  ])('cannot be put on %s, %d', async (qualifier, count, name, message) => {
    const { lambda } = await connect();
    await expect(put(lambda, 'orders-api-prod', qualifier, count)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });
});

it('leaves the metrics of the past alone', async () => {
  const { lambda, world } = await connect();
  const target = world.functionNamed('orders-api-prod');
  if (target === undefined) throw new Error('no such function');
  await put(lambda, target.name, 'prod', 5);
  expect(provisionedAt(target, START - MINUTE)).toBe(0);
  expect(provisionedAt(target, START)).toBe(5);
  await lambda.send(new DeleteAliasCommand({ FunctionName: target.name, Name: 'prod' }));
  expect(provisionedAt(target, START)).toBe(0);
});
