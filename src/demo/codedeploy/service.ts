import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { listDeployments } from './list-deployments.ts';

/** AWS CodeDeploy. A new operation is a file and a row here. */
export function createCodeDeploy(): Service {
  return {
    name: 'codedeploy',
    target: 'CodeDeploy_20141006',
    jsonVersion: '1.1',
    shapeNamespace: 'com.amazonaws.codedeploy',
    throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
    operations: { ListDeployments: listDeployments },
  };
}
