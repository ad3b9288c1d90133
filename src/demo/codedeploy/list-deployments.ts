import { ServiceError } from '../wire/errors.ts';
import { readRecord, readText, readTexts, readTimestamp } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Input, Operation } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { applicationDoesNotExist, invalidNextToken } from './errors.ts';

const STATUSES = ['Created', 'Queued', 'InProgress', 'Baking', 'Succeeded', 'Failed', 'Stopped', 'Ready'];
const PAGE = 100;

/** Ids of deployments, newest first: of all applications, or of one group; of some statuses; of a time. */
export const listDeployments: Operation = ({ input, world }) => {
  const statuses = readTexts(input, 'includeOnlyStatuses');
  for (const status of statuses) {
    if (!STATUSES.includes(status)) {
      throw new ServiceError(
        'InvalidDeploymentStatusException',
        `The specified deployment status ${status} is not valid.`,
      );
    }
  }
  const group = readGroup(input, world);
  const { start, end } = readRange(input);
  const ids = world.deployments
    .list()
    .filter((each) => group === undefined || (each.application === group[0] && each.group === group[1]))
    .filter((each) => statuses.length === 0 || statuses.includes(each.status))
    .filter((each) => each.createdAt >= start && each.createdAt <= end)
    .map((each) => each.id);
  const scope = `ListDeployments ${JSON.stringify([group, statuses])}`;
  const page = pageOf(ids, readText(input, 'nextToken'), PAGE, scope);
  if (page === undefined) throw invalidNextToken();
  return { deployments: page.items, nextToken: page.next };
};

/** Application and group, which are named together or not at all [model: JS SDK]. */
function readGroup(input: Input, world: World): readonly [string, string] | undefined {
  const application = readText(input, 'applicationName');
  const group = readText(input, 'deploymentGroupName');
  if (application === undefined && group === undefined) return undefined;
  if (application === undefined) {
    throw new ServiceError(
      'ApplicationNameRequiredException',
      'The minimum number of required application names was not specified.',
    );
  }
  const ofApplication = world.deployments.list().filter((each) => each.application === application);
  if (ofApplication.length === 0) throw applicationDoesNotExist(application);
  if (group === undefined) {
    throw new ServiceError(
      'DeploymentGroupNameRequiredException',
      'The deployment group name was not specified.',
    );
  }
  if (!ofApplication.some((each) => each.group === group)) {
    throw new ServiceError(
      'DeploymentGroupDoesNotExistException',
      `No Deployment Group found for name: ${group}`,
    );
  }
  return [application, group];
}

function readRange(input: Input): { start: number; end: number } {
  const range = readRecord(input, 'createTimeRange');
  const start = readTimestamp(range, 'start') ?? Number.NEGATIVE_INFINITY;
  const end = readTimestamp(range, 'end') ?? Number.POSITIVE_INFINITY;
  if (start > end) {
    throw new ServiceError(
      'InvalidTimeRangeException',
      'The specified time range was specified in an invalid format.',
    );
  }
  return { start, end };
}
