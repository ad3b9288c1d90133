import { readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Operation } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { invalidParameter, invalidToken } from './errors.ts';
import { groupArn, type LogGroup } from './groups/log-group.ts';
import type { LogGroups } from './groups/log-groups.ts';
import { readBounded } from './reading/group-input.ts';

const MOST = 50;

/** Log groups by name: those of functions that were ever invoked, and those that clients made. */
export function describeLogGroups(groups: LogGroups): Operation {
  return ({ world, input }) => {
    const prefix = readText(input, 'logGroupNamePrefix');
    const pattern = readText(input, 'logGroupNamePattern');
    const groupClass = readText(input, 'logGroupClass');
    const limit = readBounded(input, 'limit', 1, MOST) ?? MOST;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const part = pattern?.toLowerCase() ?? '';
    const entries = groups
      .entries()
      .filter(([name]) => name.startsWith(prefix ?? '') && name.toLowerCase().includes(part))
      .filter((entry) => groupClass === undefined || groups.open(entry).groupClass === groupClass);
    const scope = `DescribeLogGroups ${prefix ?? ''} ${pattern ?? ''} ${groupClass ?? ''}`;
    const page = pageOf(entries, readText(input, 'nextToken'), limit, scope);
    if (page === undefined) throw invalidToken();
    return {
      logGroups: page.items.map((entry) => describe(world, groups.open(entry), pattern !== undefined)),
      ...(page.next === undefined ? {} : { nextToken: page.next }),
    };
  };
}

/** A group that was searched for by a part of its name comes without two of the members (as recorded from AWS). */
function describe(
  world: World,
  { name, created, retentionDays, storedBytes, groupClass }: LogGroup,
  isFoundByPart: boolean,
) {
  const arn = groupArn(name, world);
  return {
    logGroupName: name,
    creationTime: created,
    ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    // The one with `:*` is for policies; StartLiveTail takes the other (facts, section 3).
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: groupClass,
    ...(isFoundByPart ? {} : { storedBytes, deletionProtectionEnabled: false }),
  };
}
