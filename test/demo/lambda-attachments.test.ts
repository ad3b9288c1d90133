import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetAliasCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionScalingConfigCommand,
  GetFunctionUrlConfigCommand,
  GetLayerVersionCommand,
  GetPolicyCommand,
  GetRuntimeManagementConfigCommand,
  type LambdaClient,
  ListDurableExecutionsByFunctionCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PutFunctionCodeSigningConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionEventInvokeConfigCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
const DLQ = 'arn:aws:sqs:eu-west-1:123456789012:orders-async-dlq';
const NOT_THERE = {
  name: 'ResourceNotFoundException',
  message: 'The resource you requested does not exist.',
  $metadata: { httpStatusCode: 404 },
};

interface Statement {
  Sid: string;
  Principal: unknown;
  Condition?: unknown;
}

describe('policies', () => {
  const policyOf = async (lambda: LambdaClient, FunctionName: string, Qualifier?: string) => {
    const command = new GetPolicyCommand({ FunctionName, ...(Qualifier ? { Qualifier } : {}) });
    const { Policy = '', RevisionId } = await lambda.send(command);
    const { Version, Id, Statement } = JSON.parse(Policy) as {
      Version: string;
      Id: string;
      Statement: Statement[];
    };
    expect([Version, Id]).toEqual(['2012-10-17', 'default']);
    return { RevisionId, statements: Statement };
  };
  const add = (lambda: LambdaClient, input: Partial<AddPermissionCommandInput>) =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName: 'orders-api-prod',
        StatementId: 'topic',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        ...input,
      }),
    );

  it('are separate for the function and each of its aliases', async () => {
    const { lambda } = await connect();
    const { statements } = await policyOf(lambda, 'checkout-api-prod', 'live');
    expect(statements).toMatchObject([
      {
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Resource: `${ARN}:checkout-api-prod:live`,
      },
    ]);
    for (const qualifier of [undefined, '41', 'previous']) {
      await expect(policyOf(lambda, 'checkout-api-prod', qualifier)).rejects.toMatchObject(NOT_THERE);
    }
    await expect(policyOf(lambda, 'nope')).rejects.toMatchObject({
      message: `Function not found: ${ARN}:nope`,
    });
  });

  it('let services in as companies do, and some let in everybody', async () => {
    const { lambda, world } = await connect();
    const services = new Set<unknown>();
    const open: string[] = [];
    for (const { name, profile } of world.functions) {
      const [qualifier] = profile.entrances.map((each) => each.qualifier);
      const found = await policyOf(lambda, name, qualifier === '$LATEST' ? undefined : qualifier).catch(
        () => undefined,
      );
      for (const { Principal, Condition } of found?.statements ?? []) {
        const { Service, AWS } = Principal as { Service?: string; AWS?: string };
        if (Service !== undefined) services.add(Service);
        if ((Principal === '*' || AWS === '*') && Condition === undefined) open.push(name);
      }
    }
    expect([...services]).toEqual(
      expect.arrayContaining(
        ['apigateway', 's3', 'sns', 'events', 'cognito-idp'].map((each) => `${each}.amazonaws.com`),
      ),
    );
    expect(open.sort()).toEqual(['partner-orders-api-v1', 'partner-orders-api-v2']);
  });

  it('are added to and taken from, with a new revision each time', async () => {
    const { lambda } = await connect();
    const FunctionName = 'orders-api-prod';
    const { Statement = '', $metadata } = await add(lambda, {
      SourceArn: 'arn:aws:sns:eu-west-1:123456789012:orders',
      SourceAccount: '123456789012',
    });
    expect($metadata.httpStatusCode).toBe(201);
    expect(JSON.parse(Statement)).toEqual({
      Sid: 'topic',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `${ARN}:orders-api-prod`,
      Condition: {
        StringEquals: { 'AWS:SourceAccount': '123456789012' },
        ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:eu-west-1:123456789012:orders' },
      },
    });
    const before = await policyOf(lambda, FunctionName);
    await add(lambda, { StatementId: 'account', Principal: '210987654321', RevisionId: before.RevisionId });
    const after = await policyOf(lambda, FunctionName);
    expect(after.RevisionId).not.toBe(before.RevisionId);
    expect(after.statements.map((each) => each.Principal)).toEqual([
      { Service: 'sns.amazonaws.com' },
      { AWS: 'arn:aws:iam::210987654321:root' },
    ]);
    for (const StatementId of ['topic', 'account']) {
      const reply = await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
      expect(reply.$metadata.httpStatusCode).toBe(204);
    }
    await expect(policyOf(lambda, FunctionName)).rejects.toMatchObject(NOT_THERE);
  });

  it('of an alias renew the alias', async () => {
    const { lambda } = await connect();
    const alias = { FunctionName: 'orders-api-prod', Name: 'prod' };
    const before = await lambda.send(new GetAliasCommand(alias));
    await add(lambda, { Qualifier: 'prod' });
    expect((await lambda.send(new GetAliasCommand(alias))).RevisionId).not.toBe(before.RevisionId);
  });

  it.each<[Partial<AddPermissionCommandInput>, string, string]>([
    [{ Principal: 'somebody' }, 'InvalidParameterValueException', 'The provided principal was invalid.'],
    [{ StatementId: 'no blanks' }, 'ValidationException', "at 'statementId' failed"],
    [
      { Qualifier: '$LATEST' },
      'InvalidParameterValueException',
      'We currently do not support adding policies for $LATEST.',
    ],
    [{ RevisionId: 'stale' }, 'PreconditionFailedException', 'The Revision Id provided does not match'],
    [{ FunctionName: 'nope' }, 'ResourceNotFoundException', 'Function not found'],
    [
      { FunctionName: 'partner-orders-api-v1', StatementId: 'partner-access' },
      'ResourceConflictException',
      'The statement id (partner-access) provided already exists.',
    ],
  ])('refuse %j', async (input, name, message) => {
    const { lambda } = await connect();
    await expect(add(lambda, input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('have nothing to remove where there is nothing', async () => {
    const { lambda } = await connect();
    const remove = (FunctionName: string) =>
      lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'nope' }));
    await expect(remove('orders-api-prod')).rejects.toMatchObject({
      message: 'No policy is associated with the given resource.',
    });
    await expect(remove('partner-orders-api-v1')).rejects.toMatchObject({
      message: 'Statement nope is not found in resource policy.',
    });
  });
});

describe('function URLs', () => {
  const FunctionName = 'orders-api-prod';

  it('are there for some functions, open or not', async () => {
    const { lambda } = await connect();
    const list = async (name: string) =>
      (await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: name }))).FunctionUrlConfigs;
    expect(await list('payments-webhook-paypal-prod')).toMatchObject([
      {
        AuthType: 'NONE',
        FunctionUrl: expect.stringMatching(/^https:\/\/[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/),
      },
    ]);
    expect(await list('analytics-dashboard-api')).toMatchObject([{ AuthType: 'AWS_IAM' }]);
    expect(await list(FunctionName)).toEqual([]);
    await expect(list('nope')).rejects.toMatchObject({ message: 'Function does not exist' });
  });

  it('are made, changed and deleted, per alias', async () => {
    const { lambda } = await connect();
    const alias = { FunctionName, Qualifier: 'prod' };
    const create = () => lambda.send(new CreateFunctionUrlConfigCommand({ ...alias, AuthType: 'AWS_IAM' }));
    const created = await create();
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FunctionArn: `${ARN}:${FunctionName}:prod`,
    });
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Failed to create function url config for [functionArn = ${ARN}:${FunctionName}:prod]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    });
    const Cors = { AllowOrigins: ['*'] };
    await lambda.send(new UpdateFunctionUrlConfigCommand({ ...alias, AuthType: 'NONE', Cors }));
    expect(await lambda.send(new GetFunctionUrlConfigCommand(alias))).toMatchObject({
      AuthType: 'NONE',
      Cors,
      FunctionUrl: created.FunctionUrl,
    });
    await expect(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }))).rejects.toMatchObject(
      NOT_THERE,
    );
    await lambda.send(new DeleteFunctionUrlConfigCommand(alias));
    await expect(lambda.send(new GetFunctionUrlConfigCommand(alias))).rejects.toMatchObject(NOT_THERE);
    await expect(
      lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: '18', AuthType: 'NONE' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('event invoke configs', () => {
  const FunctionName = 'orders-api-prod';

  it('say the same of none and of no function', async () => {
    const { lambda } = await connect();
    for (const name of [FunctionName, 'nope']) {
      await expect(
        lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name })),
      ).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The function ${ARN}:${name}:$LATEST doesn't have an EventInvokeConfig`,
      });
    }
    await expect(
      lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: 'nope' })),
    ).rejects.toMatchObject({ message: "The function doesn't exist." });
    const { FunctionEventInvokeConfigs } = await lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: 'notify-bounce-handler' }),
    );
    expect(FunctionEventInvokeConfigs).toMatchObject([
      {
        MaximumRetryAttempts: 1,
        DestinationConfig: {
          OnSuccess: {},
          OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:notify-async-failures' },
        },
        LastModified: expect.any(Date),
      },
    ]);
  });

  it('are put whole, updated in part, and deleted', async () => {
    const { lambda } = await connect();
    const alias = { FunctionName, Qualifier: 'prod' };
    const put = await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        ...alias,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: DLQ } },
      }),
    );
    expect(put).toMatchObject({
      FunctionArn: `${ARN}:${FunctionName}:prod`,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: DLQ } },
    });
    expect(put).not.toHaveProperty('MaximumEventAgeInSeconds');
    expect(
      await lambda.send(
        new UpdateFunctionEventInvokeConfigCommand({ ...alias, MaximumEventAgeInSeconds: 60 }),
      ),
    ).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: DLQ } },
    });
    expect(
      await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...alias, MaximumRetryAttempts: 2 })),
    ).toMatchObject({ DestinationConfig: { OnSuccess: {}, OnFailure: {} } });
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand(alias));
    await expect(
      lambda.send(new UpdateFunctionEventInvokeConfigCommand({ ...alias, MaximumRetryAttempts: 1 })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    [{}, 'You must specify at least one of error handling or destination setting.'],
    [{ MaximumRetryAttempts: 3 }, "Value '3' at 'maximumRetryAttempts' failed"],
    [{ MaximumEventAgeInSeconds: 59 }, "Value '59' at 'maximumEventAgeInSeconds' failed"],
    [{ DestinationConfig: { OnFailure: { Destination: 'no' } } }, "Value 'no' at 'destination' failed"],
    [
      { DestinationConfig: { OnFailure: { Destination: `${ARN}:${FunctionName}` } } },
      "You can't specify the function as a destination for itself.",
    ],
    [
      {
        DestinationConfig: { OnSuccess: { Destination: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s' } },
      },
      'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:kinesis:eu-west-1:123456789012:stream/s), onFailure=null) is invalid.',
    ],
  ])('refuse %j', async (config, message) => {
    const { lambda } = await connect();
    await expect(
      lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...config })),
    ).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });
});

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
