/** The operations that change nothing; under read-only no other leaves this process. */

import { AppError } from '../../domain/app-error.ts';
import type { WriteRefusal } from '../../domain/protection/write-policy.ts';
import type { ServiceName } from '../scope.ts';

/**
 * The read-only policy of facts/aws.md section 7 plus GetFunction and GetCallerIdentity. StartLiveTail and
 * StartQuery are reads with a price; ReceiveMessage is not a read, since it raises receive counts.
 */
const READS: Readonly<Record<ServiceName, ReadonlySet<string>>> = {
  lambda: new Set([
    'GetAccountSettings',
    'GetAlias',
    'GetCodeSigningConfig',
    'GetEventSourceMapping',
    'GetFunction',
    'GetFunctionCodeSigningConfig',
    'GetFunctionConcurrency',
    'GetFunctionConfiguration',
    'GetFunctionRecursionConfig',
    'GetFunctionScalingConfig',
    'GetPolicy',
    'GetProvisionedConcurrencyConfig',
    'GetRuntimeManagementConfig',
    'ListAliases',
    'ListDurableExecutionsByFunction',
    'ListEventSourceMappings',
    'ListFunctionEventInvokeConfigs',
    'ListFunctions',
    'ListFunctionUrlConfigs',
    'ListProvisionedConcurrencyConfigs',
    'ListTags',
    'ListVersionsByFunction',
  ]),
  cloudwatch: new Set(['GetMetricData', 'ListMetrics']),
  logs: new Set([
    'DescribeLogGroups',
    'DescribeLogStreams',
    'FilterLogEvents',
    'GetQueryResults',
    'StartLiveTail',
    'StartQuery',
    'StopQuery',
  ]),
  sqs: new Set([
    'GetQueueAttributes',
    'GetQueueUrl',
    'ListDeadLetterSourceQueues',
    'ListMessageMoveTasks',
    'ListQueues',
  ]),
  codedeploy: new Set([
    'BatchGetDeployments',
    'BatchGetDeploymentTargets',
    'ListDeployments',
    'ListDeploymentTargets',
  ]),
  sts: new Set(['GetCallerIdentity']),
};

/** Whether an operation (`ListFunctions`) leaves AWS as it was. Unknown ones do not. */
export function isRead(service: ServiceName, operation: string): boolean {
  return READS[service].has(operation);
}

/** The error for a change that may not be made now. */
export function changeRefused(
  service: ServiceName,
  operation: string,
  { message, next }: WriteRefusal,
): AppError {
  const action = `${service}:${operation}`;
  return new AppError('read-only', `${action} is refused: ${message}.`, { operation: action, next });
}
