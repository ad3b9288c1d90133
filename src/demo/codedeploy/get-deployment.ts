import { ServiceError } from '../wire/errors.ts';
import { readTexts } from '../wire/input.ts';
import type { Operation, Output } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import { type Deployment, isOver } from '../world/deployments/deployment.ts';
import { checkDeploymentId, findDeployment } from './errors.ts';

/** Most deployments that a batch may name. */
const MOST = 25;

/** One deployment. */
export const getDeployment: Operation = (call) => ({ deploymentInfo: deploymentInfo(findDeployment(call)) });

/** Some deployments; those that are not there are left out. */
export const batchGetDeployments: Operation = ({ world, input }) => {
  const ids = readTexts(input, 'deploymentIds');
  if (ids.length === 0) {
    throw new ServiceError('DeploymentIdRequiredException', 'At least one deployment ID must be specified.');
  }
  if (ids.length > MOST) {
    throw new ServiceError('BatchLimitExceededException', `The maximum number of deployments is ${MOST}.`);
  }
  for (const id of ids) checkDeploymentId(id);
  const found = ids.flatMap((id) => world.deployments.get(id) ?? []);
  return { deploymentsInfo: found.map(deploymentInfo) };
};

function deploymentInfo(deployment: Deployment): Output {
  const { status, completedAt, error, creator = 'user' } = deployment;
  return {
    applicationName: deployment.application,
    deploymentGroupName: deployment.group,
    deploymentConfigName: deployment.configName,
    deploymentId: deployment.id,
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec(deployment) } },
    status,
    ...(error === undefined ? {} : { errorInformation: error }),
    createTime: new Timestamp(deployment.createdAt),
    startTime: new Timestamp(deployment.createdAt),
    ...(completedAt === undefined ? {} : { completeTime: new Timestamp(completedAt) }),
    deploymentOverview: {
      Pending: 0,
      InProgress: isOver(deployment) ? 0 : 1,
      Succeeded: status === 'Succeeded' ? 1 : 0,
      Failed: status === 'Failed' || status === 'Stopped' ? 1 : 0,
      Skipped: 0,
      Ready: 0,
    },
    creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    updateOutdatedInstancesOnly: false,
    rollbackInfo: rollbackInfo(deployment),
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    instanceTerminationWaitTimeStarted: false,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'Lambda',
  };
}

function rollbackInfo({ rollbackId, rollbackOfId }: Deployment): Output {
  return {
    ...(rollbackId === undefined
      ? {}
      : {
          rollbackDeploymentId: rollbackId,
          rollbackMessage: `Deployment ${rollbackId} was started to roll back to the last successful revision.`,
        }),
    ...(rollbackOfId === undefined ? {} : { rollbackTriggeringDeploymentId: rollbackOfId }),
  };
}

function appSpec({ functionName, alias, currentVersion, targetVersion }: Deployment): string {
  const Properties = {
    Name: functionName,
    Alias: alias,
    CurrentVersion: currentVersion,
    TargetVersion: targetVersion,
  };
  return JSON.stringify({
    version: '0.0',
    Resources: [{ [functionName]: { Type: 'AWS::Lambda::Function', Properties } }],
  });
}
