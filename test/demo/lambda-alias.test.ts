import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  type LambdaClient,
  UpdateAliasCommand,
  type UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
const FunctionName = 'orders-api-prod';

/** What an alias looks like to a client, without the metadata of the call. */
async function aliasOf(lambda: LambdaClient, Name = 'prod') {
  const { $metadata: _, ...alias } = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
  return alias;
}

const update = (lambda: LambdaClient, change: Partial<UpdateAliasCommandInput>) =>
  lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'prod', ...change }));

const split = (weights: Record<string, number>) => ({ AdditionalVersionWeights: weights });

describe('UpdateAlias', () => {
  it('shifts, steps, promotes and rolls back, each with a new RevisionId', async () => {
    const { lambda } = await connect();
    const seen = [(await aliasOf(lambda)).RevisionId];
    const step = async (change: Partial<UpdateAliasCommandInput>) => {
      const reply = await update(lambda, { RevisionId: seen.at(-1) ?? '', ...change });
      seen.push(reply.RevisionId);
      expect(await aliasOf(lambda)).toMatchObject({
        FunctionVersion: reply.FunctionVersion,
        RevisionId: reply.RevisionId,
      });
      return reply;
    };
    expect(await step({ FunctionVersion: '17', RoutingConfig: split({ 18: 0.05 }) })).toMatchObject({
      FunctionVersion: '17',
      RoutingConfig: split({ 18: 0.05 }),
    });
    await step({ FunctionVersion: '17', RoutingConfig: split({ 18: 0.5 }) });
    const promoted = await step({ FunctionVersion: '18', RoutingConfig: split({}) });
    expect(promoted).toMatchObject({ FunctionVersion: '18' });
    expect(promoted).not.toHaveProperty('RoutingConfig');
    await step({ FunctionVersion: '17', RoutingConfig: split({}) });
    await step({});
    expect(new Set(seen).size).toBe(6);
  });

  it('keeps what is left out and clears what is empty', async () => {
    const { lambda } = await connect();
    await update(lambda, { RoutingConfig: split({ 17: 0.2 }), Description: 'half way' });
    expect(await update(lambda, { Description: 'still' })).toMatchObject({
      FunctionVersion: '18',
      Description: 'still',
      RoutingConfig: split({ 17: 0.2 }),
    });
    await update(lambda, { RoutingConfig: {} });
    expect(await aliasOf(lambda)).not.toHaveProperty('RoutingConfig');
  });

  it.each<[string, Partial<UpdateAliasCommandInput>, string, string]>([
    [
      'two additional versions',
      { RoutingConfig: split({ 16: 0.1, 17: 0.1 }) },
      'InvalidParameterValueException',
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      'a weight of 200 percent',
      { RoutingConfig: split({ 17: 2 }) },
      'ValidationException',
      'Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0',
    ],
    [
      'a negative weight',
      { RoutingConfig: split({ 17: -1 }) },
      'ValidationException',
      'Member must have value less than or equal to 1.0',
    ],
    [
      '$LATEST as the canary',
      { RoutingConfig: split({ $LATEST: 0.1 }) },
      'ValidationException',
      'Member must satisfy regular expression pattern: [0-9]+',
    ],
    [
      'the same version twice',
      { FunctionVersion: '17', RoutingConfig: split({ 17: 0.1 }) },
      'InvalidParameterValueException',
      'Invalid function version 17. Function version 17 is already included in routing configuration.',
    ],
    [
      '$LATEST with a split',
      { FunctionVersion: '$LATEST', RoutingConfig: split({ 17: 0.1 }) },
      'InvalidParameterValueException',
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
    [
      'a version that is not there',
      { FunctionVersion: '99' },
      'ResourceNotFoundException',
      `Function not found: ${ARN}:${FunctionName}:99`,
    ],
    [
      'a canary that is not there',
      { RoutingConfig: split({ 99: 0.1 }) },
      'ResourceNotFoundException',
      `Function not found: ${ARN}:${FunctionName}:99`,
    ],
    [
      'an alias that is not there',
      { Name: 'nope' },
      'ResourceNotFoundException',
      `Alias not found: ${ARN}:${FunctionName}:nope`,
    ],
    [
      'a RevisionId that is stale',
      { FunctionVersion: '17', RevisionId: 'stale' },
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    ],
  ])('refuses %s and changes nothing', async (_what, change, name, message) => {
    const { lambda } = await connect();
    const before = await aliasOf(lambda);
    await expect(update(lambda, change)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(await aliasOf(lambda)).toEqual(before);
  });

  it('refuses to promote with the version alone while that version is the canary', async () => {
    const { lambda } = await connect();
    await update(lambda, { FunctionVersion: '17', RoutingConfig: split({ 18: 0.1 }) });
    await expect(update(lambda, { FunctionVersion: '18' })).rejects.toMatchObject({
      message: expect.stringContaining('is already included in routing configuration'),
    });
  });

  it('answers 412 to a stale RevisionId', async () => {
    const { lambda } = await connect();
    await expect(update(lambda, { RevisionId: 'stale' })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 412 },
    });
  });

  it('moves traffic from that moment on, and leaves the past as it was', async () => {
    const { lambda, world } = await connect({ start: START + 45_000 });
    const target = world.functionNamed(FunctionName);
    if (target === undefined) throw new Error('no such function');
    const traffic = world.traffic.of(target);
    const now = START / MINUTE;
    const before = traffic.minuteOf(now - 1);
    await update(lambda, { FunctionVersion: '17', RoutingConfig: split({ 18: 0.5 }) });
    const share = (minute: number, version: string) => {
      const whole = traffic.minuteOf(minute);
      const ofVersion = whole.paths.filter((each) => each.path.version === version);
      return ofVersion.reduce((total, each) => total + each.invocations, 0) / whole.invocations;
    };
    expect(traffic.minuteOf(now - 1)).toEqual(before);
    expect(share(now, '17')).toBeGreaterThan(0.08);
    expect(share(now, '17')).toBeLessThan(0.2);
    expect(share(now + 1, '17')).toBeGreaterThan(0.4);
    expect(share(now + 1, '17')).toBeLessThan(0.6);
  });
});

describe('an alias', () => {
  it('is created, and its name taken then', async () => {
    const { lambda } = await connect();
    const create = () =>
      lambda.send(new CreateAliasCommand({ FunctionName, Name: 'next', FunctionVersion: '18' }));
    expect(await create()).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      AliasArn: `${ARN}:${FunctionName}:next`,
      Description: '',
      RevisionId: expect.any(String),
    });
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Alias already exists: ${ARN}:${FunctionName}:next`,
      $metadata: { httpStatusCode: 409 },
    });
  });

  it.each([
    ['17', '18', 'ValidationException'],
    ['no blanks', '18', 'ValidationException'],
    ['next', '99', 'ResourceNotFoundException'],
    ['next', 'seventeen', 'ValidationException'],
  ])('named %s for version %s is refused', async (Name, FunctionVersion, name) => {
    const { lambda } = await connect();
    await expect(
      lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion })),
    ).rejects.toMatchObject({ name });
  });

  it('is deleted, twice if need be, and its callers reach nothing until it is back', async () => {
    const { lambda, world } = await connect();
    const target = world.functionNamed(FunctionName);
    if (target === undefined) throw new Error('no such function');
    const minuteOf = (minute: number) => world.traffic.of(target).minuteOf(START / MINUTE + minute);
    const before = minuteOf(-1);
    const usual = minuteOf(1);
    for (let time = 0; time < 2; time++) {
      const reply = await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'prod' }));
      expect(reply.$metadata.httpStatusCode).toBe(204);
    }
    await expect(aliasOf(lambda)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(minuteOf(1)).toMatchObject({ invocations: 0, throttles: 0 });
    expect(minuteOf(-1)).toEqual(before);
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'prod', FunctionVersion: '17' }));
    expect(minuteOf(1).invocations).toBe(usual.invocations);
    expect(minuteOf(1).paths.map((each) => each.path.version)).toEqual(['17']);
    expect(minuteOf(-1)).toEqual(before);
  });
});
