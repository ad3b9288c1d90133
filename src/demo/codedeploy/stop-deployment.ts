import { ServiceError } from '../wire/errors.ts';
import { readBoolean } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { isOver } from '../world/deployments/deployment.ts';
import { findDeployment } from './errors.ts';

/** Stops a deployment; unless told not to, the alias goes back to where it came from. Takes effect in a moment. */
export const stopDeployment: Operation = (call) => {
  const { world, input } = call;
  const deployment = findDeployment(call);
  if (isOver(deployment)) {
    throw new ServiceError(
      'DeploymentAlreadyCompletedException',
      `The deployment ${deployment.id} is already in ${deployment.status} state.`,
    );
  }
  world.deployments.stop(deployment, readBoolean(input, 'autoRollbackEnabled') ?? true, world.clock.now());
  return { status: 'Pending', statusMessage: 'The deployment is stopping.' };
};
