import {
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  type CodeDeployClient,
  GetApplicationCommand,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListApplicationsCommand,
  ListDeploymentGroupsCommand,
  ListDeploymentsCommand,
  type ListDeploymentsCommandInput,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { GetAliasCommand, type LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';
import { ask, query, total } from './metrics.ts';

const CHECKOUT = { FunctionName: 'checkout-api-prod', Name: 'live' };
const ORDERS = { FunctionName: 'orders-api-prod', Name: 'prod' };
const NOBODY = 'd-ABCDEFGH1';

/** An account whose clock moves only when `pass` says so. */
async function deploying() {
  let elapsed = 0;
  const account = await connect({ scenario: 'codedeploy', speed: 1, elapsed: () => elapsed });
  return {
    ...account,
    pass: (milliseconds: number) => {
      elapsed += milliseconds;
    },
  };
}

const routingOf = async (lambda: LambdaClient, alias: typeof CHECKOUT) => {
  const { FunctionVersion, RoutingConfig, RevisionId } = await lambda.send(new GetAliasCommand(alias));
  return { version: FunctionVersion, weights: RoutingConfig?.AdditionalVersionWeights, RevisionId };
};

/** The running deployment of a function, as a client finds it that knows nothing of the account. */
async function runningOn(codedeploy: CodeDeployClient, functionName: string) {
  const includeOnlyStatuses = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;
  const { deployments = [] } = await codedeploy.send(
    new ListDeploymentsCommand({ includeOnlyStatuses: [...includeOnlyStatuses] }),
  );
  for (const deploymentId of deployments) {
    const { targetIds } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
    const { deploymentTargets = [] } = await codedeploy.send(
      new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
    );
    const target = deploymentTargets[0]?.lambdaTarget;
    if (target?.lambdaFunctionInfo?.functionName === functionName) return { deploymentId, target };
  }
  throw new Error(`nothing is running on ${functionName}`);
}

const statusOf = async (codedeploy: CodeDeployClient, deploymentId: string) =>
  (await codedeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo;

describe('a deployment in progress', () => {
  it('is found without knowing its application, and names its alias, versions and weight', async () => {
    const { codedeploy } = await deploying();
    const { deploymentId, target } = await runningOn(codedeploy, 'checkout-api-prod');
    expect(target).toMatchObject({
      status: 'InProgress',
      lambdaFunctionInfo: {
        functionAlias: 'live',
        currentVersion: '41',
        targetVersion: '42',
        targetVersionWeight: 0.1,
      },
    });
    expect(target.lifecycleEvents?.map((event) => [event.lifecycleEventName, event.status])).toEqual([
      ['BeforeAllowTraffic', 'Succeeded'],
      ['AllowTraffic', 'InProgress'],
      ['AfterAllowTraffic', 'Pending'],
    ]);
    const { deploymentsInfo } = await codedeploy.send(
      new BatchGetDeploymentsCommand({ deploymentIds: [deploymentId, NOBODY] }),
    );
    expect(deploymentsInfo).toMatchObject([
      {
        deploymentId,
        status: 'InProgress',
        computePlatform: 'Lambda',
        deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent15Minutes',
        createTime: new Date(START - 2 * MINUTE),
      },
    ]);
    expect(deploymentsInfo?.[0]?.completeTime).toBeUndefined();
  });

  it('shifts a canary in two steps, with a new RevisionId at each', async () => {
    const { codedeploy, lambda, pass } = await deploying();
    const { deploymentId } = await runningOn(codedeploy, 'checkout-api-prod');
    const before = await routingOf(lambda, CHECKOUT);
    expect(before).toMatchObject({ version: '41', weights: { 42: 0.1 } });
    pass(13 * MINUTE - 1);
    expect(await routingOf(lambda, CHECKOUT)).toEqual(before);
    pass(1);
    const after = await routingOf(lambda, CHECKOUT);
    expect(after).toMatchObject({ version: '42', weights: undefined });
    expect(after.RevisionId).not.toBe(before.RevisionId);
    expect(await statusOf(codedeploy, deploymentId)).toMatchObject({
      status: 'Succeeded',
      completeTime: new Date(START + 13 * MINUTE),
    });
  });

  it('shifts linearly by 10 % a minute, and the traffic follows', async () => {
    const account = await deploying();
    const { lambda, pass } = account;
    const weights: unknown[] = [];
    for (let minute = 0; minute < 7; minute++) {
      weights.push((await routingOf(lambda, ORDERS)).weights);
      pass(MINUTE);
    }
    expect(weights).toEqual([...[0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((weight) => ({ 18: weight })), undefined]);
    const live = { FunctionName: 'orders-api-prod', Resource: 'orders-api-prod:prod' };
    pass(5 * MINUTE);
    const [all, added] = await ask(
      account,
      [
        query('a', 'Invocations', 'Sum', live),
        query('b', 'Invocations', 'Sum', { ...live, ExecutedVersion: '18' }),
      ],
      { minutes: 12, ago: -8 },
    );
    const shares = (all?.Values ?? []).map((value, index) => (added?.Values?.[index] ?? 0) / value);
    expect(shares[0]).toBe(1);
    expect(total(added)).toBeGreaterThan(0);
    expect(shares).toEqual(shares.toSorted((left, right) => right - left));
  });

  it('makes a client that read the alias before a step fail, not overwrite it', async () => {
    const { lambda, pass } = await deploying();
    const { RevisionId } = await routingOf(lambda, ORDERS);
    pass(MINUTE);
    await expect(
      lambda.send(new UpdateAliasCommand({ ...ORDERS, FunctionVersion: '17', RevisionId })),
    ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
  });

  it('fails at its next step when somebody else has moved the alias', async () => {
    const { codedeploy, lambda, pass } = await deploying();
    const { deploymentId } = await runningOn(codedeploy, 'orders-api-prod');
    await lambda.send(
      new UpdateAliasCommand({
        ...ORDERS,
        FunctionVersion: '16',
        RoutingConfig: { AdditionalVersionWeights: {} },
      }),
    );
    pass(MINUTE);
    expect(await statusOf(codedeploy, deploymentId)).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'INVALID_LAMBDA_CONFIGURATION',
        message: expect.stringContaining('alias version does not match'),
      },
    });
    expect(await routingOf(lambda, ORDERS)).toMatchObject({ version: '16', weights: undefined });
  });
});

describe('StopDeployment', () => {
  it('answers Pending, then the deployment is Stopped and another has rolled it back', async () => {
    const { codedeploy, lambda, pass } = await deploying();
    const { deploymentId } = await runningOn(codedeploy, 'orders-api-prod');
    const stop = new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
    expect(await codedeploy.send(stop)).toMatchObject({ status: 'Pending' });
    expect(await codedeploy.send(stop)).toMatchObject({ status: 'Pending' });
    expect(await statusOf(codedeploy, deploymentId)).toMatchObject({ status: 'InProgress' });
    pass(5_000);
    expect(await routingOf(lambda, ORDERS)).toMatchObject({ version: '17', weights: undefined });
    const stopped = await statusOf(codedeploy, deploymentId);
    expect(stopped).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
    const rollbackId = stopped?.rollbackInfo?.rollbackDeploymentId ?? '';
    expect(await statusOf(codedeploy, rollbackId)).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: deploymentId },
    });
    pass(10 * MINUTE);
    expect(await routingOf(lambda, ORDERS)).toMatchObject({ version: '17', weights: undefined });
    await expect(codedeploy.send(stop)).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
  });

  it('leaves the alias where it is when told not to roll back', async () => {
    const { codedeploy, lambda, pass } = await deploying();
    const { deploymentId } = await runningOn(codedeploy, 'orders-api-prod');
    await codedeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: false }));
    pass(10 * MINUTE);
    expect(await routingOf(lambda, ORDERS)).toMatchObject({ version: '17', weights: { 18: 0.4 } });
    const stopped = await statusOf(codedeploy, deploymentId);
    expect(stopped).toMatchObject({ status: 'Stopped' });
    expect(stopped?.rollbackInfo?.rollbackDeploymentId).toBeUndefined();
  });
});

describe('lists', () => {
  it('filters by status, time and group', async () => {
    const { codedeploy } = await deploying();
    const list = async (input: ListDeploymentsCommandInput) =>
      (await codedeploy.send(new ListDeploymentsCommand(input))).deployments ?? [];
    expect(await list({})).toHaveLength(6);
    expect(await list({ includeOnlyStatuses: ['Failed'] })).toHaveLength(1);
    expect(await list({ createTimeRange: { start: new Date(START - 10 * MINUTE) } })).toHaveLength(2);
    const { applications = [] } = await codedeploy.send(new ListApplicationsCommand({}));
    expect(applications).toHaveLength(3);
    const [applicationName] = applications;
    const { deploymentGroups } = await codedeploy.send(new ListDeploymentGroupsCommand({ applicationName }));
    const deploymentGroupName = deploymentGroups?.[0];
    expect(await list({ applicationName, deploymentGroupName })).toHaveLength(2);
    expect(await codedeploy.send(new GetApplicationCommand({ applicationName }))).toMatchObject({
      application: { applicationName, computePlatform: 'Lambda' },
    });
  });

  it('are the same in every world of a seed, and empty in an ordinary one', async () => {
    const ids = async (seed: number, scenario = 'codedeploy') => {
      const { codedeploy } = await connect({ seed, scenario });
      return (await codedeploy.send(new ListDeploymentsCommand({}))).deployments;
    };
    expect(await ids(3)).toEqual(await ids(3));
    expect(await ids(4)).not.toEqual(await ids(3));
    expect(await ids(3, 'quiet')).toEqual([]);
  });
});

describe('refusals', () => {
  const send = (
    codedeploy: CodeDeployClient,
  ): [what: string, call: () => Promise<unknown>, name: string][] => [
    [
      'an unknown deployment',
      () => codedeploy.send(new GetDeploymentCommand({ deploymentId: NOBODY })),
      'DeploymentDoesNotExistException',
    ],
    [
      'no id',
      () => codedeploy.send(new GetDeploymentCommand({ deploymentId: 'nonsense' })),
      'InvalidDeploymentIdException',
    ],
    [
      'stopping an unknown one',
      () => codedeploy.send(new StopDeploymentCommand({ deploymentId: NOBODY })),
      'DeploymentDoesNotExistException',
    ],
    [
      'an empty batch',
      () => codedeploy.send(new BatchGetDeploymentsCommand({ deploymentIds: [] })),
      'DeploymentIdRequiredException',
    ],
    [
      'too large a batch',
      () => codedeploy.send(new BatchGetDeploymentsCommand({ deploymentIds: Array(26).fill(NOBODY) })),
      'BatchLimitExceededException',
    ],
    [
      'an unknown status',
      () => codedeploy.send(new ListDeploymentsCommand({ includeOnlyStatuses: ['Odd' as 'Ready'] })),
      'InvalidDeploymentStatusException',
    ],
    [
      'a group without its application',
      () => codedeploy.send(new ListDeploymentsCommand({ deploymentGroupName: 'x' })),
      'ApplicationNameRequiredException',
    ],
    [
      'an unknown application',
      () => codedeploy.send(new ListDeploymentsCommand({ applicationName: 'x', deploymentGroupName: 'y' })),
      'ApplicationDoesNotExistException',
    ],
    [
      'a token of elsewhere',
      () => codedeploy.send(new ListDeploymentsCommand({ nextToken: 'x' })),
      'InvalidNextTokenException',
    ],
  ];

  it('name the error of each wrong call', async () => {
    const { codedeploy } = await deploying();
    for (const [what, call, name] of send(codedeploy)) {
      await expect(call(), what).rejects.toMatchObject({ name });
    }
    const { deploymentId } = await runningOn(codedeploy, 'orders-api-prod');
    await expect(
      codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId: 'nobody' })),
    ).rejects.toMatchObject({ name: 'DeploymentTargetDoesNotExistException' });
  });
});
