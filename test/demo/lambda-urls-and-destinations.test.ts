import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
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
    expect(created).not.toHaveProperty('InvokeMode');
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Failed to create function url config for [functionArn = ${ARN}:${FunctionName}:prod]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    });
    const Cors = { AllowOrigins: ['*'] };
    const InvokeMode = 'RESPONSE_STREAM';
    expect(
      await lambda.send(new UpdateFunctionUrlConfigCommand({ ...alias, AuthType: 'NONE', Cors, InvokeMode })),
    ).toMatchObject({ InvokeMode });
    expect(await lambda.send(new GetFunctionUrlConfigCommand(alias))).toMatchObject({
      AuthType: 'NONE',
      Cors,
      InvokeMode,
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
    [
      { DestinationConfig: { OnFailure: { Destination: 'no' } } },
      "Value 'no' at 'destinationConfig.onFailure.destination' failed",
    ],
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
