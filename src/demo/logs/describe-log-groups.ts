import { ServiceError } from '../wire/errors.ts';
import { readInteger, readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Operation } from '../wire/service.ts';
import { mix } from '../world/random.ts';
import type { World } from '../world/world.ts';

const MOST = 50;
const DAY_MS = 86_400_000;
/** `undefined` is "never expire", the default that people forget. */
const RETENTIONS = [undefined, undefined, 7, 14, 30, 90, 365];

/** Log groups by name: those of functions that were ever invoked, since Lambda makes them then. */
export const describeLogGroups: Operation = ({ world, input }) => {
  const prefix = readText(input, 'logGroupNamePrefix');
  const pattern = readText(input, 'logGroupNamePattern');
  const limit = readInteger(input, 'limit') ?? MOST;
  if (limit < 1 || limit > MOST) throw invalidParameter(`limit must be between 1 and ${MOST}.`);
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const wanted = pattern?.toLowerCase() ?? '';
  const groups = [...groupsOf(world)]
    .filter(([name]) => name.startsWith(prefix ?? '') && name.toLowerCase().includes(wanted))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const scope = `DescribeLogGroups ${prefix ?? ''} ${pattern ?? ''}`;
  const page = pageOf(groups, readText(input, 'nextToken'), limit, scope);
  if (page === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return {
    logGroups: page.items.map(([name, key]) => describe(world, name, key)),
    ...(page.next === undefined ? {} : { nextToken: page.next }),
  };
};

function groupsOf(world: World): Map<string, number> {
  const groups = new Map<string, number>();
  for (const { configuration, profile, key } of world.functions) {
    const name = configuration.LoggingConfig.LogGroup;
    if (profile.shape !== 'idle' && !groups.has(name)) groups.set(name, key);
  }
  return groups;
}

function describe(world: World, name: string, key: number) {
  const arn = `arn:aws:logs:${world.region}:${world.account}:log-group:${name}`;
  const retention = RETENTIONS[mix(key, 70) % RETENTIONS.length];
  return {
    logGroupName: name,
    creationTime: world.clock.start - (100 + (mix(key, 71) % 900)) * DAY_MS,
    ...(retention === undefined ? {} : { retentionInDays: retention }),
    metricFilterCount: 0,
    // The one with `:*` is for policies; StartLiveTail takes the other (facts, section 3).
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: mix(key, 72) % 2_000_000_000,
    logGroupClass: 'STANDARD',
  };
}

function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
