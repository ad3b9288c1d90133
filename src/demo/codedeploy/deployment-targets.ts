import { ServiceError } from '../wire/errors.ts';
import { readText, readTexts } from '../wire/input.ts';
import type { Operation, Output } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import type { Deployment } from '../world/deployments/deployment.ts';
import type { World } from '../world/world.ts';
import { findDeployment, invalidNextToken } from './errors.ts';

const MOST = 25;

/** A Lambda deployment has one target: its function's alias. */
export const listDeploymentTargets: Operation = (call) => {
  const deployment = findDeployment(call);
  if (readText(call.input, 'nextToken') !== undefined) throw invalidNextToken();
  return { targetIds: [targetIdOf(deployment)] };
};

/** Targets by id. */
export const batchGetDeploymentTargets: Operation = (call) => {
  const deployment = findDeployment(call);
  const ids = readTexts(call.input, 'targetIds');
  if (ids.length === 0) throw targetIdRequired();
  if (ids.length > MOST) {
    throw new ServiceError(
      'DeploymentTargetListSizeExceededException',
      `The maximum number of targets is ${MOST}.`,
    );
  }
  return { deploymentTargets: ids.map((id) => targetNamed(call.world, deployment, id)) };
};

/** One target by its id. */
export const getDeploymentTarget: Operation = (call) => {
  const deployment = findDeployment(call);
  const id = readText(call.input, 'targetId');
  if (id === undefined) throw targetIdRequired();
  return { deploymentTarget: targetNamed(call.world, deployment, id) };
};

function targetIdOf({ functionName, alias }: Deployment): string {
  return `${functionName}:${alias}`;
}

function targetNamed(world: World, deployment: Deployment, id: string): Output {
  const targetId = targetIdOf(deployment);
  if (id !== targetId) {
    throw new ServiceError(
      'DeploymentTargetDoesNotExistException',
      `The deployment target ${id} does not exist in the deployment ${deployment.id}.`,
    );
  }
  const { functionName, alias, currentVersion, targetVersion, weight } = deployment;
  const status = TARGET_STATUS[deployment.status];
  const lambdaTarget = {
    deploymentId: deployment.id,
    targetId,
    targetArn: `arn:aws:lambda:${world.region}:${world.account}:function:${targetId}`,
    status,
    lastUpdatedAt: new Timestamp(deployment.updatedAt),
    lifecycleEvents: lifecycleEvents(deployment),
    lambdaFunctionInfo: {
      functionName,
      functionAlias: alias,
      currentVersion,
      targetVersion,
      targetVersionWeight: weight,
    },
  };
  return { deploymentTargetType: 'LambdaTarget', lambdaTarget };
}

const TARGET_STATUS: Readonly<Record<Deployment['status'], string>> = {
  Created: 'Pending',
  InProgress: 'InProgress',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Stopped: 'Failed',
};

/** The three phases of a Lambda deployment; the shift happens in the middle one. */
function lifecycleEvents({ status, createdAt, completedAt }: Deployment): Output[] {
  const startTime = new Timestamp(createdAt);
  const endTime = completedAt === undefined ? undefined : new Timestamp(completedAt);
  return [
    { lifecycleEventName: 'BeforeAllowTraffic', startTime, endTime: startTime, status: 'Succeeded' },
    { lifecycleEventName: 'AllowTraffic', startTime, endTime, status: TARGET_STATUS[status] },
    status === 'Succeeded'
      ? { lifecycleEventName: 'AfterAllowTraffic', startTime: endTime, endTime, status: 'Succeeded' }
      : {
          lifecycleEventName: 'AfterAllowTraffic',
          status: completedAt === undefined ? 'Pending' : 'Skipped',
        },
  ];
}

function targetIdRequired(): ServiceError {
  return new ServiceError('DeploymentTargetIdRequiredException', 'A deployment target ID was not provided.');
}
