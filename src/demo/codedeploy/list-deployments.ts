import { ServiceError } from '../wire/errors.ts';
import { readText, readTexts } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';

const STATUSES = ['Created', 'Queued', 'InProgress', 'Baking', 'Succeeded', 'Failed', 'Stopped', 'Ready'];

/** The account's deployments: there are none. */
export const listDeployments: Operation = ({ input }) => {
  for (const status of readTexts(input, 'includeOnlyStatuses')) {
    if (!STATUSES.includes(status)) {
      throw new ServiceError(
        'InvalidDeploymentStatusException',
        `The specified deployment status ${status} is not valid.`,
      );
    }
  }
  const application = readText(input, 'applicationName');
  if (application !== undefined) {
    throw new ServiceError(
      'ApplicationDoesNotExistException',
      `No application found for name: ${application}`,
    );
  }
  return { deployments: [] };
};
