import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  GetAliasCommand,
  GetPolicyCommand,
  type LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
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
