import {
  DeleteFunctionCodeSigningConfigCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionScalingConfigCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetRuntimeManagementConfigCommand,
  ListDurableExecutionsByFunctionCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PutFunctionCodeSigningConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

const NOT_THERE = {
  name: 'ResourceNotFoundException',
  message: 'The resource you requested does not exist.',
  $metadata: { httpStatusCode: 404 },
};

describe('code signing', () => {
  it('is an empty answer where there is none', async () => {
    const { endpoint, lambda } = await connect();
    const { $metadata, ...answer } = await lambda.send(
      new GetFunctionCodeSigningConfigCommand({ FunctionName: 'orders-api-prod' }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer.CodeSigningConfigArn).toBeUndefined();
    const raw = await fetch(`${endpoint}/2020-06-30/functions/orders-api-prod/code-signing-config`);
    expect(await raw.text()).toBe('{}');
  });

  it('enforces or warns, and may be set and unset', async () => {
    const { lambda } = await connect();
    const arnOf = async (FunctionName: string) =>
      (await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }))).CodeSigningConfigArn ??
      '';
    const policyOf = async (CodeSigningConfigArn: string) =>
      (await lambda.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }))).CodeSigningConfig
        ?.CodeSigningPolicies?.UntrustedArtifactOnDeployment;
    const enforcing = await arnOf('payments-authorise-prod');
    expect(await policyOf(enforcing)).toBe('Enforce');
    expect(await policyOf(await arnOf('payments-webhook-stripe-prod'))).toBe('Warn');
    const FunctionName = 'orders-api-prod';
    await lambda.send(
      new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn: enforcing }),
    );
    expect(await arnOf(FunctionName)).toBe(enforcing);
    await lambda.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
    expect(await arnOf(FunctionName)).toBe('');
    const missing = enforcing.replace(/.{17}$/, '0'.repeat(17));
    await expect(
      lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn: missing })),
    ).rejects.toMatchObject({
      name: 'CodeSigningConfigNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(policyOf(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

it('says when the runtime is updated, and whether circles are allowed', async () => {
  const { lambda } = await connect();
  const updates = async (FunctionName: string) =>
    lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName }));
  expect(await updates('checkout-api-prod')).toMatchObject({ UpdateRuntimeOn: 'Auto' });
  expect(await updates('orders-api-prod')).toMatchObject({ UpdateRuntimeOn: 'FunctionUpdate' });
  const pinned = await updates('billing-tax-calculation-prod');
  expect(pinned).toMatchObject({
    UpdateRuntimeOn: 'Manual',
    RuntimeVersionArn: expect.stringContaining('::runtime:'),
  });
  await lambda.send(
    new PutRuntimeManagementConfigCommand({
      FunctionName: 'checkout-api-prod',
      UpdateRuntimeOn: 'Manual',
      RuntimeVersionArn: pinned.RuntimeVersionArn,
    }),
  );
  expect(await updates('checkout-api-prod')).toMatchObject({ UpdateRuntimeOn: 'Manual' });

  const loop = async (FunctionName: string) =>
    (await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }))).RecursiveLoop;
  expect(await loop('orders-refund-saga-start')).toBe('Allow');
  await lambda.send(
    new PutFunctionRecursionConfigCommand({
      FunctionName: 'orders-refund-saga-start',
      RecursiveLoop: 'Terminate',
    }),
  );
  expect(await loop('orders-refund-saga-start')).toBe('Terminate');
  await expect(loop('orders-api-prod:prod')).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

it('knows its own layers, and may not read those of others', async () => {
  const { lambda } = await connect();
  const { Layers = [] } = await lambda.send(new ListLayersCommand({}));
  expect(Layers.map((each) => each.LayerName)).toContain('powertools-python');
  const { LayerVersions } = await lambda.send(new ListLayerVersionsCommand({ LayerName: 'exif-tools' }));
  expect(LayerVersions?.map((each) => each.Version)).toEqual([3, 2, 1]);
  const get = (LayerName: string, VersionNumber: number) =>
    lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber }));
  expect(await get('exif-tools', 3)).toMatchObject({ Version: 3, Content: { CodeSize: expect.any(Number) } });
  const { LayerVersionArn: Arn, ...rest } = await get('exif-tools', 3);
  expect(await lambda.send(new GetLayerVersionByArnCommand({ Arn }))).toMatchObject({
    LayerVersionArn: Arn,
    Content: rest.Content,
  });
  await expect(lambda.send(new GetLayerVersionByArnCommand({ Arn: 'exif-tools:3' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(get('exif-tools', 4)).rejects.toMatchObject(NOT_THERE);
  await expect(
    get('arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension', 65),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it('has neither durable executions nor functions on a capacity provider', async () => {
  const { lambda } = await connect();
  const FunctionName = 'orders-api-prod';
  const { DurableExecutions } = await lambda.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName }),
  );
  expect(DurableExecutions).toEqual([]);
  await expect(
    lambda.send(new GetFunctionScalingConfigCommand({ FunctionName, Qualifier: '18' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});
