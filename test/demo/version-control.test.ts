import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { START } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { ofMinutes } from './metrics.ts';

const FunctionName = 'checkout-api-prod';

/** Errors per invocation of a version behind the alias, by whole minutes since START. */
async function failing(account: LivingAccount, ExecutedVersion: string): Promise<Map<number, number>> {
  const dimensions = { FunctionName, Resource: `${FunctionName}:live`, ExecutedVersion };
  const [errors, invocations] = await Promise.all([
    ofMinutes(account, 'Errors', 'Sum', dimensions),
    ofMinutes(account, 'Invocations', 'Sum', dimensions),
  ]);
  return new Map([...invocations].map(([minute, count]) => [minute, (errors.get(minute) ?? 0) / count]));
}

const put = async ({ endpoint }: LivingAccount, body: unknown) => {
  const reply = await fetch(`${endpoint}/_control/versions`, { method: 'PUT', body: JSON.stringify(body) });
  return { status: reply.status, answer: await reply.json() };
};

describe('a version told through the control endpoint how often to fail', () => {
  it('does from then on, in the drawn traffic of its alias; its past and the other version stay', async () => {
    const account = await connectLife({ scenario: 'bad-canary' });
    account.live(120);
    expect(await put(account, { function: FunctionName, version: '42', errorShare: 0.5 })).toMatchObject({
      status: 200,
      answer: { function: FunctionName, version: '42', errorShare: 0.5, durationFactor: 1.7 },
    });
    account.live(240);
    const [bad, stable] = [await failing(account, '42'), await failing(account, '41')];
    for (const minute of [0, 1]) expect(bad.get(minute)).toBeLessThan(0.2);
    for (const minute of [2, 3, 4]) {
      expect(bad.get(minute)).toBeGreaterThan(0.38);
      expect(bad.get(minute)).toBeLessThan(0.62);
      expect(stable.get(minute)).toBeLessThan(0.01);
    }
    await put(account, { function: FunctionName, version: '42', errorShare: 0, durationFactor: 1 });
    account.live(120);
    expect((await failing(account, '42')).get(7)).toBe(0);
  });

  it('does when a client published it and shifts to it, and when it is invoked', async () => {
    const account = await connectLife({ scenario: 'bad-canary' });
    const { lambda, logs } = account;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 2048 }));
    account.live(5);
    const { Version = '' } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    expect(Version).toBe('44');
    await put(account, { function: FunctionName, version: Version, errorShare: 1 });
    await lambda.send(
      new UpdateAliasCommand({
        FunctionName,
        Name: 'live',
        FunctionVersion: '41',
        RoutingConfig: { AdditionalVersionWeights: { [Version]: 0.1 } },
      }),
    );
    const shiftedAt = START + 5_000;
    account.live(10);
    // Seconds later its calls are in the log, next to those of the version before it.
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${FunctionName}`,
        filterPattern: `"Version: ${Version}"`,
        startTime: shiftedAt,
      }),
    );
    expect(events.length).toBeGreaterThan(5);
    account.live(165);
    const shares = await failing(account, Version);
    expect([shares.get(1), shares.get(2)]).toEqual([1, 1]);
    const invoked = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: Version }));
    expect(invoked).toMatchObject({ FunctionError: 'Unhandled', ExecutedVersion: Version });
  });

  it('is listed as long as it is unlike the others', async () => {
    const account = await connectLife({ scenario: 'bad-canary' });
    const listed = async () => (await fetch(`${account.endpoint}/_control/versions`)).json();
    expect(await listed()).toHaveLength(2);
    await put(account, { function: FunctionName, version: '43', errorShare: 0.25 });
    expect(await listed()).toContainEqual({
      function: FunctionName,
      version: '43',
      errorShare: 0.25,
      durationFactor: 1,
      failsToProvision: false,
    });
  });

  it('never has its provisioned concurrency ready when told so', async () => {
    const account = await connectLife({ scenario: 'bad-canary' });
    const at = { FunctionName, Qualifier: '43' };
    await put(account, { function: FunctionName, version: '43', failsToProvision: true });
    const { lambda } = account;
    expect(
      await lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...at, ProvisionedConcurrentExecutions: 2 }),
      ),
    ).toMatchObject({ Status: 'IN_PROGRESS' });
    account.live(30);
    expect(await lambda.send(new GetProvisionedConcurrencyConfigCommand(at))).toMatchObject({
      Status: 'FAILED',
      StatusReason: 'FUNCTION_ERROR_INIT_FAILURE',
      RequestedProvisionedConcurrentExecutions: 2,
      AvailableProvisionedConcurrentExecutions: 0,
    });
  });

  it.each([
    [{ function: FunctionName, version: 42 }, 400, 'function and version are text'],
    [{ function: FunctionName, version: '42', errorShare: 8 }, 400, 'errorShare is a number from 0 to 1'],
    [{ function: FunctionName, version: '42', durationFactor: 0 }, 400, 'durationFactor is a number'],
    [
      { function: FunctionName, version: '42', failsToProvision: 1 },
      400,
      'failsToProvision is true or false',
    ],
    [{ function: FunctionName, version: '42', errors: 1 }, 400, 'a version has no errors'],
    [{ function: 'nobody', version: '42' }, 404, 'no function is named nobody'],
    [{ function: FunctionName, version: '99' }, 404, `${FunctionName} has no version 99`],
  ])('is refused: %j', async (body, status, message) => {
    const account = await connectLife({ scenario: 'bad-canary' });
    expect(await put(account, body)).toEqual({
      status,
      answer: { message: expect.stringContaining(message) },
    });
  });
});
