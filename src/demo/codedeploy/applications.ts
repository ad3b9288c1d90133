import { ServiceError } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import type { Deployment } from '../world/deployments/deployment.ts';
import { hashText, uuidText } from '../world/random.ts';
import { applicationDoesNotExist, invalidNextToken } from './errors.ts';

const DAY_MS = 86_400_000;

/** The applications there are: those that ever deployed. */
export const listApplications: Operation = ({ world, input }) => {
  refuseToken(input.nextToken);
  return { applications: [...new Set(world.deployments.list().map((each) => each.application))].sort() };
};

/** One application. */
export const getApplication: Operation = (call) => {
  const { name, deployments } = findApplication(call);
  const oldest = deployments.at(-1)?.createdAt ?? call.world.clock.start;
  return {
    application: {
      applicationId: uuidText(hashText(call.world.seed, `application ${name}`)),
      applicationName: name,
      createTime: new Timestamp(oldest - 90 * DAY_MS),
      linkedToGitHub: false,
      computePlatform: 'Lambda',
    },
  };
};

/** The deployment groups of an application. */
export const listDeploymentGroups: Operation = (call) => {
  refuseToken(call.input.nextToken);
  const { name, deployments } = findApplication(call);
  return {
    applicationName: name,
    deploymentGroups: [...new Set(deployments.map((each) => each.group))].sort(),
  };
};

function findApplication({ world, input }: Call): { name: string; deployments: readonly Deployment[] } {
  const name = readText(input, 'applicationName');
  if (name === undefined) {
    throw new ServiceError(
      'ApplicationNameRequiredException',
      'The minimum number of required application names was not specified.',
    );
  }
  const deployments = world.deployments.list().filter((each) => each.application === name);
  if (deployments.length === 0) throw applicationDoesNotExist(name);
  return { name, deployments };
}

/** These lists are short: there is never a second page to ask for. */
function refuseToken(token: unknown): void {
  if (token !== undefined && token !== null) throw invalidNextToken();
}
