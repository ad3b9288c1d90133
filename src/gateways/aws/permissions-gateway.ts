/** Which permissions we have: reads by the cheapest call there is, writes listed but never tried. */

import { AppError } from '../../domain/app-error.ts';
import type { PermissionCheck, PermissionsGateway } from '../gateways.ts';
import type { CallOptions, Clients } from './clients.ts';
import { readIdentity } from './identity-gateway.ts';

type Attempt = (clients: Clients, options: CallOptions) => Promise<unknown>;

/** Action → what it is for, and how it is tried. */
const READS: Readonly<Record<string, readonly [neededFor: string, attempt: Attempt]>> = {
  'sts:GetCallerIdentity': ['showing whose account this is', readIdentity],
  'lambda:ListFunctions': ['the list of functions', firstFunction],
  'lambda:GetAccountSettings': [
    'the account’s concurrency limit',
    async (clients, options) => {
      const { sdk, send } = await clients.lambda();
      return send(new sdk.GetAccountSettingsCommand({}), options);
    },
  ],
  'lambda:GetFunction': [
    'state and reserved concurrency in one quick call',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.GetFunctionCommand({ FunctionName }), options),
    ),
  ],
  'lambda:GetFunctionConfiguration': [
    'a function’s state where GetFunction is denied',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.GetFunctionConfigurationCommand({ FunctionName }), options),
    ),
  ],
  'lambda:GetFunctionConcurrency': [
    'reserved concurrency, read back after a change',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.GetFunctionConcurrencyCommand({ FunctionName }), options),
    ),
  ],
  'lambda:ListProvisionedConcurrencyConfigs': [
    'provisioned concurrency, with which AWS refuses a kill',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.ListProvisionedConcurrencyConfigsCommand({ FunctionName, MaxItems: 1 }), options),
    ),
  ],
  'lambda:ListAliases': [
    'aliases and how they split traffic',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.ListAliasesCommand({ FunctionName, MaxItems: 1 }), options),
    ),
  ],
  'lambda:GetAlias': [
    'one alias, before and after it is changed',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.GetAliasCommand({ FunctionName, Name: 'live' }), options).catch(unlessAbsent),
    ),
  ],
  'lambda:ListVersionsByFunction': [
    'published versions',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.ListVersionsByFunctionCommand({ FunctionName, MaxItems: 1 }), options),
    ),
  ],
  'lambda:GetPolicy': [
    'who invokes a function that is to be stopped',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.GetPolicyCommand({ FunctionName }), options).catch(unlessAbsent),
    ),
  ],
  'lambda:ListFunctionUrlConfigs': [
    'whether a function that is to be stopped has a URL',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.ListFunctionUrlConfigsCommand({ FunctionName, MaxItems: 1 }), options),
    ),
  ],
  'lambda:ListFunctionEventInvokeConfigs': [
    'where asynchronous events go that fail',
    onFunction(({ sdk, send }, FunctionName, options) =>
      send(new sdk.ListFunctionEventInvokeConfigsCommand({ FunctionName, MaxItems: 1 }), options),
    ),
  ],
  'lambda:ListEventSourceMappings': [
    'queues and streams that feed functions',
    async (clients, options) => {
      const { sdk, send } = await clients.lambda();
      return send(new sdk.ListEventSourceMappingsCommand({ MaxItems: 1 }), options);
    },
  ],
  'cloudwatch:GetMetricData': ['invocations, errors, durations, throttles', oneMetric],
  'logs:DescribeLogGroups': ['finding a function’s log group', firstLogGroup],
  'logs:FilterLogEvents': [
    'reading logs',
    async (clients, options) => {
      const { sdk, send } = await clients.logs();
      const logGroupName = sample(await firstLogGroup(clients, options), 'log group of a function');
      // The first millisecond of 1970: nothing is there to be scanned.
      const [startTime, endTime, limit] = [1, 1, 1];
      return send(new sdk.FilterLogEventsCommand({ logGroupName, startTime, endTime, limit }), options);
    },
  ],
  'sqs:ListQueues': ['finding dead-letter queues', firstQueue],
  'sqs:GetQueueAttributes': [
    'the depth of dead-letter queues',
    async (clients, options) => {
      const { sdk, send } = await clients.sqs();
      const QueueUrl = sample(await firstQueue(clients, options), 'queue');
      return send(new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }), options);
    },
  ],
  'codedeploy:ListDeployments': [
    'seeing a CodeDeploy deployment before shifting traffic',
    async (clients, options) => {
      const { sdk, send } = await clients.codedeploy();
      return send(new sdk.ListDeploymentsCommand({ includeOnlyStatuses: ['InProgress'] }), options);
    },
  ],
  'codedeploy:BatchGetDeployments': [
    'telling which function a deployment is of',
    onDeployment(({ sdk, send }, deploymentId, options) =>
      send(new sdk.BatchGetDeploymentsCommand({ deploymentIds: [deploymentId] }), options),
    ),
  ],
  'codedeploy:ListDeploymentTargets': [
    'telling which alias a deployment shifts',
    onDeployment(({ sdk, send }, deploymentId, options) =>
      send(new sdk.ListDeploymentTargetsCommand({ deploymentId }), options),
    ),
  ],
  'codedeploy:BatchGetDeploymentTargets': [
    'telling how far a deployment has shifted an alias',
    onDeployment(async ({ sdk, send }, deploymentId, options) => {
      const { targetIds } = await send(new sdk.ListDeploymentTargetsCommand({ deploymentId }), options);
      return send(new sdk.BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }), options);
    }),
  ],
};

/** Action → what it is for. */
const WRITES: Readonly<Record<string, string>> = {
  'lambda:UpdateAlias': 'shift, promote, roll back',
  'lambda:PublishVersion': 'publish',
  'lambda:PutFunctionConcurrency': 'kill, reserve',
  'lambda:DeleteFunctionConcurrency': 'restore a function that had no reservation',
  'lambda:PutProvisionedConcurrencyConfig': 'restore provisioned concurrency',
  'lambda:DeleteProvisionedConcurrencyConfig': 'kill a function with provisioned concurrency',
  'lambda:UpdateEventSourceMapping': 'pause and resume triggers',
  'lambda:InvokeFunction': 'redrive of asynchronous dead letters',
  'sqs:ReceiveMessage': 'looking into a dead-letter queue (raises receive counts)',
  'sqs:ChangeMessageVisibility': 'releasing messages that were looked at',
  'sqs:SendMessage': 'redrive of selected messages',
  'sqs:DeleteMessage': 'redrive of selected messages',
  'sqs:StartMessageMoveTask': 'redrive of a whole queue',
  'sqs:CancelMessageMoveTask': 'stopping a redrive',
  'sqs:SetQueueAttributes': 'keeping messages longer in a dead-letter queue',
  'codedeploy:StopDeployment': 'rolling back a CodeDeploy deployment',
};

/** The permissions of the scope's credentials, by trying. */
export function permissionsGateway(clients: Clients): PermissionsGateway {
  const reads = Object.entries(READS).map(
    ([action, [neededFor]]): PermissionCheck => ({ action, neededFor, access: 'read' }),
  );
  const writes = Object.entries(WRITES).map(
    ([action, neededFor]): PermissionCheck => ({ action, neededFor, access: 'write' }),
  );
  return {
    checks: [...reads, ...writes],
    async tryRead(action, signal) {
      const read = READS[action];
      if (!read) throw new AppError('refused', `${action} is not a read, so it is not tried.`);
      await read[1](clients, { signal, urgent: true });
    },
  };
}

/** A read of any one function. */
function onFunction(
  read: (
    lambda: Awaited<ReturnType<Clients['lambda']>>,
    functionName: string,
    options: CallOptions,
  ) => Promise<unknown>,
): Attempt {
  return async (clients, options) =>
    read(await clients.lambda(), sample(await firstFunction(clients, options), 'function'), options);
}

/** A read of any one deployment. */
function onDeployment(
  read: (
    codeDeploy: Awaited<ReturnType<Clients['codedeploy']>>,
    deploymentId: string,
    options: CallOptions,
  ) => Promise<unknown>,
): Attempt {
  return async (clients, options) => {
    const codeDeploy = await clients.codedeploy();
    const { deployments } = await codeDeploy.send(new codeDeploy.sdk.ListDeploymentsCommand({}), options);
    return read(codeDeploy, sample(deployments?.[0], 'deployment'), options);
  };
}

/** What does not exist was looked for all the same: AWS asks for the permission first. */
function unlessAbsent(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
}

async function firstFunction(clients: Clients, options: CallOptions): Promise<string | undefined> {
  const { sdk, send } = await clients.lambda();
  const page = await send(new sdk.ListFunctionsCommand({ MaxItems: 1 }), options);
  return page.Functions?.[0]?.FunctionName;
}

/** Of the class that can be searched: FilterLogEvents refuses infrequent access to whoever is allowed everything. */
async function firstLogGroup(clients: Clients, options: CallOptions): Promise<string | undefined> {
  const { sdk, send } = await clients.logs();
  const command = new sdk.DescribeLogGroupsCommand({
    limit: 1,
    logGroupNamePrefix: '/aws/lambda/',
    logGroupClass: 'STANDARD',
  });
  return (await send(command, options)).logGroups?.[0]?.logGroupName;
}

async function firstQueue(clients: Clients, options: CallOptions): Promise<string | undefined> {
  const { sdk, send } = await clients.sqs();
  return (await send(new sdk.ListQueuesCommand({ MaxResults: 1 }), options)).QueueUrls?.[0];
}

async function oneMetric(clients: Clients, options: CallOptions): Promise<unknown> {
  const { sdk, send } = await clients.cloudwatch();
  const Metric = { Namespace: 'AWS/Lambda', MetricName: 'Invocations' };
  const EndTime = new Date();
  const command = new sdk.GetMetricDataCommand({
    MetricDataQueries: [{ Id: 'q0', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    StartTime: new Date(EndTime.getTime() - 60_000),
    EndTime,
  });
  return send(command, options);
}

/** What a permission is tried on; without any there is no telling. */
function sample(name: string | undefined, kind: string): string {
  if (name !== undefined) return name;
  throw new AppError('not-found', `There is no ${kind} to try this on.`);
}
