/**
 * Every operation of every service, sent under read-only through the clients that lambdatop uses: only reads reach
 * the wire. The list comes from the SDK itself, so that an operation that AWS adds is looked at too.
 */

import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as codedeploy from '@aws-sdk/client-codedeploy';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/domain/logger.ts';
import { createClients } from '../../src/gateways/aws/clients.ts';
import { RateBudget } from '../../src/gateways/aws/rate-budget.ts';
import { UsageMeter } from '../../src/gateways/aws/usage.ts';
import type { Scope, ServiceName } from '../../src/gateways/scope.ts';
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

/** Enough members for any allowed command to be serialised. */
const INPUT = {
  FunctionName: 'f',
  Name: 'a',
  Qualifier: '1',
  UUID: 'u',
  Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
  CodeSigningConfigArn: 'arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1',
};

/** A command of any service; the types of one never fit another's. */
type Command = lambda.UpdateAliasCommand;
type CommandClass = new (input: object) => Command;

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws(() => ({}));
});
afterAll(() => aws.close());

/** A service's clients, as gateways get them, without a wait for the rate budget. */
async function clientsOf(service: ServiceName, changes: Partial<Scope>) {
  const scope = scopeAt(aws.url, changes);
  const clock = { now: () => Date.now() };
  const budget = new RateBudget(clock, 'eu-west-1');
  const take = vi.spyOn(budget, 'take').mockResolvedValue();
  const credentials = {
    get: async () => ({ accessKeyId: 'AKIADUMMY', secretAccessKey: 'dummy' }),
    forget() {},
    loginCommand: () => '',
  };
  const policy = {
    scope,
    access: new WriteAccess(scope, clock),
    budget,
    usage: new UsageMeter(clock),
    onLoginNeeded() {},
    loginCommand: () => '',
  };
  const clients = createClients({ scope, credentials, policy, logger: silentLogger });
  return { ...(await clients[service]()), take, close: () => clients.close() };
}

/** Every operation that a service has, by the names of the SDK's commands. */
function operationsOf(service: ServiceName): (readonly [string, CommandClass])[] {
  return Object.entries(PACKAGES[service]).flatMap(([name, value]) =>
    /^[A-Z]\w*Command$/.test(name) && typeof value === 'function'
      ? [[name.replace(/Command$/, ''), value as unknown as CommandClass] as const]
      : [],
  );
}

const RULE = { profiles: [], accounts: [], readOnly: true, production: false, protectedNames: [] };

describe.each(Object.keys(PACKAGES) as ServiceName[])('%s', (service) => {
  it.each([
    ['--read-only', { readOnly: true }],
    ['a rule of the config file', { rules: [RULE] }],
    ['a rule for accounts, before it is known whose this is', { rules: [{ ...RULE, accounts: ['1*'] }] }],
  ])('under %s lets exactly the allowed operations reach the wire', async (_, changes) => {
    const { send, change, close } = await clientsOf(service, changes);
    const reached: string[] = [];
    for (const [name, Command] of operationsOf(service)) {
      const before = aws.calls.length;
      const refusals = await Promise.all(
        [send, change].map((way) =>
          way(new Command(INPUT)).then(
            () => null,
            (thrown: unknown) => thrown,
          ),
        ),
      );
      if (aws.calls.length > before) reached.push(name);
      else {
        const refused = { code: 'read-only', operation: `${service}:${name}` };
        expect(refusals, name).toMatchObject([refused, refused]);
      }
    }
    close();
    expect(reached.sort()).toEqual(ALLOWED[service].split(/\s+/).sort());
  });
});

it('counts looking into a queue and every way to invoke as changes', () => {
  const names = Object.keys(PACKAGES) as ServiceName[];
  const operations = names.flatMap((service) => operationsOf(service).map(([name]) => `${service}:${name}`));
  const risky = operations.filter((name) => /:Receive|:Invoke/.test(name));
  expect(risky).toEqual(
    expect.arrayContaining(['lambda:Invoke', 'lambda:InvokeWithResponseStream', 'sqs:ReceiveMessage']),
  );
  for (const name of risky)
    expect(Object.values(ALLOWED).join(' ').split(/\s+/)).not.toContain(name.split(':')[1]);
});

describe('without it', () => {
  it('changes go out once, ahead of reads', async () => {
    const { change, take, close } = await clientsOf('lambda', {});
    await change(new lambda.UpdateAliasCommand({ FunctionName: 'f', Name: 'live' }));
    close();
    expect(aws.calls.at(-1)).toMatchObject({ method: 'PUT', path: '/2015-03-31/functions/f/aliases/live' });
    expect(take).toHaveBeenCalledWith('lambda', 'change', undefined);
  });

  it('a client that repeats calls refuses them', async () => {
    const { send, close } = await clientsOf('lambda', {});
    const before = aws.calls.length;
    const sent = send(new lambda.UpdateAliasCommand({ FunctionName: 'f', Name: 'live' }));
    await expect(sent).rejects.toMatchObject({ code: 'bug' });
    close();
    expect(aws.calls).toHaveLength(before);
  });
});
