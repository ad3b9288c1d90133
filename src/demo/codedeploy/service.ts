import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { getApplication, listApplications, listDeploymentGroups } from './applications.ts';
import {
  batchGetDeploymentTargets,
  getDeploymentTarget,
  listDeploymentTargets,
} from './deployment-targets.ts';
import { batchGetDeployments, getDeployment } from './get-deployment.ts';
import { listDeployments } from './list-deployments.ts';
import { stopDeployment } from './stop-deployment.ts';

/** AWS CodeDeploy: deployments of Lambda aliases, to be watched and stopped. A new operation is a row here. */
export function createCodeDeploy(): Service {
  return {
    name: 'codedeploy',
    target: 'CodeDeploy_20141006',
    jsonVersion: '1.1',
    shapeNamespace: 'com.amazonaws.codedeploy',
    throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
    operations: {
      BatchGetDeployments: batchGetDeployments,
      BatchGetDeploymentTargets: batchGetDeploymentTargets,
      GetApplication: getApplication,
      GetDeployment: getDeployment,
      GetDeploymentTarget: getDeploymentTarget,
      ListApplications: listApplications,
      ListDeploymentGroups: listDeploymentGroups,
      ListDeployments: listDeployments,
      ListDeploymentTargets: listDeploymentTargets,
      StopDeployment: stopDeployment,
    },
  };
}
