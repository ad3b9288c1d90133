/** Every command of every client package that is installed, sent under read-only: only reads reach the wire. */

import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as codedeploy from '@aws-sdk/client-codedeploy';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/domain/logger.ts';
import { type CallPolicy, callPolicy } from '../../src/gateways/aws/call-policy.ts';
import { clientConfig } from '../../src/gateways/aws/clients.ts';
import { RateBudget } from '../../src/gateways/aws/rate-budget.ts';
import { UsageMeter } from '../../src/gateways/aws/usage.ts';
import type { ServiceName } from '../../src/gateways/scope.ts';
import { WriteAccess } from '../../src/gateways/write-access.ts';
import { scopeAt } from './connect.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

/** The read-only policy of the README plus GetFunction and GetCallerIdentity, written out a second time. */
const ALLOWED: Record<ServiceName, string> = {
  lambda: `GetAccountSettings GetAlias GetCodeSigningConfig GetEventSourceMapping GetFunction
    GetFunctionCodeSigningConfig GetFunctionConcurrency GetFunctionConfiguration GetFunctionRecursionConfig
    GetFunctionScalingConfig GetPolicy GetProvisionedConcurrencyConfig GetRuntimeManagementConfig ListAliases
    ListDurableExecutionsByFunction ListEventSourceMappings ListFunctionEventInvokeConfigs ListFunctions
    ListFunctionUrlConfigs ListProvisionedConcurrencyConfigs ListTags ListVersionsByFunction`,
  cloudwatch: 'GetMetricData ListMetrics',
  sts: 'GetCallerIdentity',
  logs: `DescribeLogGroups DescribeLogStreams FilterLogEvents GetQueryResults StartLiveTail StartQuery StopQuery`,
  sqs: 'GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks ListQueues',
  codedeploy: 'BatchGetDeployments BatchGetDeploymentTargets ListDeployments ListDeploymentTargets',
};

const PACKAGES = { lambda, cloudwatch, sts, logs, sqs, codedeploy };
const CLIENTS = {
  lambda: lambda.LambdaClient,
  cloudwatch: cloudwatch.CloudWatchClient,
  sts: sts.STSClient,
  logs: logs.CloudWatchLogsClient,
  sqs: sqs.SQSClient,
  codedeploy: codedeploy.CodeDeployClient,
};

/** Enough members for any allowed command to be serialised. */
const INPUT = {
  FunctionName: 'f',
  Name: 'a',
  Qualifier: '1',
  UUID: 'u',
  Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
  CodeSigningConfigArn: 'arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1',
};

type CommandClass = new (input: object) => { readonly input: object };

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws(() => ({}));
});
afterAll(() => aws.close());

function clientFor(service: ServiceName, readOnly: boolean) {
  const scope = scopeAt(aws.url, { readOnly });
  const clock = { now: () => Date.now() };
  const budget = new RateBudget(clock, 'eu-west-1');
  vi.spyOn(budget, 'take').mockResolvedValue();
  const policy: CallPolicy = {
    scope,
    access: new WriteAccess(scope, clock),
    budget,
    usage: new UsageMeter(clock),
    onLoginNeeded() {},
    loginCommand: () => '',
  };
  const credentials = {
    get: async () => ({ accessKeyId: 'AKIADUMMY', secretAccessKey: 'dummy' }),
    forget() {},
    loginCommand: () => '',
  };
  const client = new CLIENTS[service](
    clientConfig(service, { scope, credentials, policy, logger: silentLogger }),
  );
  (client as lambda.LambdaClient).middlewareStack.use(callPolicy(service, policy, 'one'));
  return { budget, client: client as { send(command: unknown): Promise<unknown>; destroy(): void } };
}

describe.each(Object.keys(PACKAGES) as ServiceName[])('%s under read-only', (service) => {
  const allowed = ALLOWED[service].split(/\s+/);
  const commands = Object.entries(PACKAGES[service]).flatMap(([name, value]) =>
    /^[A-Z]\w*Command$/.test(name) && typeof value === 'function'
      ? [[name.replace(/Command$/, ''), value as unknown as CommandClass] as const]
      : [],
  );

  it('lets exactly the allowed commands reach the wire', async () => {
    const { client } = clientFor(service, true);
    const reached: string[] = [];
    for (const [name, Command] of commands) {
      const before = aws.calls.length;
      const error: unknown = await client.send(new Command(INPUT)).then(
        () => null,
        (thrown) => thrown,
      );
      if (aws.calls.length > before) reached.push(name);
      else expect(error, name).toMatchObject({ code: 'read-only', operation: `${service}:${name}` });
    }
    client.destroy();
    expect(reached.sort()).toEqual(allowed.sort());
  });
});

it('lets changes through when it is off, ahead of reads', async () => {
  const { client, budget } = clientFor('lambda', false);
  await client.send(new lambda.UpdateAliasCommand({ FunctionName: 'f', Name: 'live' }));
  client.destroy();
  expect(aws.calls.at(-1)).toMatchObject({ method: 'PUT', path: '/2015-03-31/functions/f/aliases/live' });
  expect(budget.take).toHaveBeenCalledWith('lambda', 'change', undefined);
});
