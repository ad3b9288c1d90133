import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';

describe('versions and aliases', () => {
  it('lists $LATEST and then every version', async () => {
    const { lambda } = await connect();
    const { Versions = [] } = await lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: 'checkout-api-prod' }),
    );
    expect(Versions.map((each) => each.Version)).toEqual([
      '$LATEST',
      ...Array.from({ length: 42 }, (_, i) => `${i + 1}`),
    ]);
    expect(Versions[1]?.State).toBeUndefined();
    expect(new Set(Versions.slice(1).map((each) => each.CodeSha256)).size).toBe(42);
  });

  it('has RoutingConfig only where traffic is split', async () => {
    const { lambda } = await connect();
    const { Aliases = [] } = await lambda.send(new ListAliasesCommand({ FunctionName: 'checkout-api-prod' }));
    const [live, previous] = Aliases;
    expect(live).toMatchObject({
      Name: 'live',
      FunctionVersion: '41',
      RoutingConfig: { AdditionalVersionWeights: { 42: 0.1 } },
    });
    expect(previous).not.toHaveProperty('RoutingConfig');
    expect(live?.RevisionId).toMatch(/^[0-9a-f-]{36}$/);
    const filtered = await lambda.send(
      new ListAliasesCommand({ FunctionName: 'checkout-api-prod', FunctionVersion: '40' }),
    );
    expect(filtered.Aliases?.map((each) => each.Name)).toEqual(['previous']);
  });

  it('gives one alias, or says that it is missing', async () => {
    const { lambda } = await connect();
    const FunctionName = 'orders-api-prod';
    expect(await lambda.send(new GetAliasCommand({ FunctionName, Name: 'prod' }))).toMatchObject({
      AliasArn: `${ARN}:${FunctionName}:prod`,
      FunctionVersion: '18',
    });
    await expect(lambda.send(new GetAliasCommand({ FunctionName, Name: 'nope' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Cannot find alias arn: ${ARN}:${FunctionName}:nope`,
    });
  });
});

describe('concurrency', () => {
  it('is {} when unset, a number when reserved, 0 when killed', async () => {
    const { lambda } = await connect();
    const reservedOf = async (FunctionName: string) => {
      const { $metadata: _, ...reply } = await lambda.send(
        new GetFunctionConcurrencyCommand({ FunctionName }),
      );
      return reply;
    };
    expect(await reservedOf('checkout-api-prod')).toEqual({});
    expect(await reservedOf('payments-capture-worker')).toEqual({ ReservedConcurrentExecutions: 50 });
    expect(await reservedOf('media-legacy-thumbnailer')).toEqual({ ReservedConcurrentExecutions: 0 });
    await expect(reservedOf('checkout-api-prod:live')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('Aliases and versions do not support this operation'),
    });
  });

  it('shows what is provisioned, per alias', async () => {
    const { lambda } = await connect();
    const FunctionName = 'catalog-api-prod';
    const { ProvisionedConcurrencyConfigs } = await lambda.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
    );
    expect(ProvisionedConcurrencyConfigs).toMatchObject([
      {
        FunctionArn: `${ARN}:${FunctionName}:live`,
        Status: 'READY',
        RequestedProvisionedConcurrentExecutions: 12,
      },
    ]);
    const ask = (Qualifier: string) =>
      lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
    expect(await ask('live')).toMatchObject({ AllocatedProvisionedConcurrentExecutions: 12 });
    await expect(ask('64')).rejects.toMatchObject({ name: 'ProvisionedConcurrencyConfigNotFoundException' });
  });
});

describe('event source mappings', () => {
  it('lists the whole Region 100 a page', async () => {
    const { lambda, world } = await connect({ scenario: 'huge', functions: 1000 });
    const uuids: string[] = [];
    let pages = 0;
    for await (const page of paginateListEventSourceMappings({ client: lambda }, {})) {
      uuids.push(...(page.EventSourceMappings ?? []).map((each) => each.UUID ?? ''));
      pages += 1;
    }
    expect(new Set(uuids).size).toBe(world.eventSourceMappings.length);
    expect(pages).toBe(Math.ceil(uuids.length / 100));
    expect(pages).toBeGreaterThan(1);
  });

  it('filters by source and by exactly the function named', async () => {
    const { lambda } = await connect();
    const ask = async (filter: { FunctionName?: string; EventSourceArn?: string }) =>
      (await lambda.send(new ListEventSourceMappingsCommand(filter))).EventSourceMappings ?? [];
    const [mapping, ...others] = await ask({ FunctionName: 'orders-stream-consumer:live' });
    expect(others).toEqual([]);
    expect(mapping).toMatchObject({
      State: 'Enabled',
      StartingPosition: expect.any(String),
      MaximumRetryAttempts: -1,
    });
    expect(mapping?.LastModified).toBeInstanceOf(Date);
    expect(await ask({ FunctionName: 'orders-stream-consumer' })).toEqual([]);
    const [queued] = await ask({
      EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:notify-email-sender-queue',
    });
    expect(queued).toMatchObject({ FunctionArn: `${ARN}:notify-email-sender`, BatchSize: 10 });
    expect(queued).not.toHaveProperty('StartingPosition');
  });
});

it('lists tags by ARN only', async () => {
  const { lambda } = await connect();
  const Resource = `${ARN}:orders-api-prod`;
  expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toMatchObject({ team: 'orders' });
  await expect(lambda.send(new ListTagsCommand({ Resource: 'orders-api-prod' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

it('refuses an operation it does not have by name, and says so to whoever runs it', async () => {
  const { lambda, warnings } = await connect();
  await expect(
    lambda.send(new PublishLayerVersionCommand({ LayerName: 'tools', Content: {} })),
  ).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('PublishLayerVersion'),
  });
  expect(warnings).toEqual(['lambda: operation PublishLayerVersion is not known to the embedded account']);
});
