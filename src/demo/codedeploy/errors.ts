import { ServiceError } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import type { Call, Input } from '../wire/service.ts';
import type { Deployment } from '../world/deployments/deployment.ts';

const ID = /^d-[A-Z0-9]{9}$/;

/** A deployment that is not there. */
export function deploymentDoesNotExist(id: string): ServiceError {
  return new ServiceError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
}

/** An application that is not there. */
export function applicationDoesNotExist(name: string): ServiceError {
  return new ServiceError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
}

/** A token of another list. */
export function invalidNextToken(): ServiceError {
  return new ServiceError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
}

/** Throws for a text that cannot be a deployment's id. */
export function checkDeploymentId(id: string): void {
  if (ID.test(id)) return;
  throw new ServiceError(
    'InvalidDeploymentIdException',
    `Specified DeploymentId is not in the valid format: ${id}`,
  );
}

/** The deployment a call names. Throws when it names none, nothing that is an id, or one that is not there. */
export function findDeployment({ world, input }: Pick<Call, 'world' | 'input'>): Deployment {
  const id = requiredId(input);
  checkDeploymentId(id);
  const deployment = world.deployments.get(id);
  if (deployment === undefined) throw deploymentDoesNotExist(id);
  return deployment;
}

function requiredId(input: Input): string {
  const id = readText(input, 'deploymentId') ?? '';
  if (id === '') {
    throw new ServiceError('DeploymentIdRequiredException', 'At least one deployment ID must be specified.');
  }
  return id;
}
