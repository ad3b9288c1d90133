import { readBoolean, readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Operation } from '../wire/service.ts';
import { invalidParameter, invalidToken, outOfBounds } from './errors.ts';
import { groupArn } from './groups/log-group.ts';
import type { LogGroups } from './groups/log-groups.ts';
import { type LogStream, listStreams } from './groups/log-streams.ts';
import { readBounded, readGroup } from './reading/group-input.ts';

const MOST = 50;

/** The streams of a group, by name or by their last event; what is told of that event may be old. */
export function describeLogStreams(groups: LogGroups): Operation {
  return (call) => {
    const { world, input } = call;
    const group = readGroup(call, groups);
    const prefix = readText(input, 'logStreamNamePrefix');
    const orderBy = readText(input, 'orderBy') ?? 'LogStreamName';
    const descending = readBoolean(input, 'descending') ?? false;
    const limit = readBounded(input, 'limit', 1, MOST) ?? MOST;
    if (orderBy !== 'LogStreamName' && orderBy !== 'LastEventTime') {
      throw outOfBounds(orderBy, 'orderBy', 'satisfy enum value set: [LogStreamName, LastEventTime]');
    }
    if (orderBy === 'LastEventTime' && prefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const streams = listStreams(world, group, prefix ?? '').sort(compareBy(orderBy, descending ? -1 : 1));
    const scope = `DescribeLogStreams ${group.name} ${prefix ?? ''} ${orderBy} ${descending}`;
    const page = pageOf(streams, readText(input, 'nextToken'), limit, scope);
    if (page === undefined) throw invalidToken();
    const arn = groupArn(group.name, world);
    return {
      logStreams: page.items.map((stream) => describe(stream, arn)),
      ...(page.next === undefined ? {} : { nextToken: page.next }),
    };
  };
}

function compareBy(orderBy: string, sign: 1 | -1) {
  return (left: LogStream, right: LogStream): number => {
    const byTime = orderBy === 'LastEventTime' ? (left.last ?? 0) - (right.last ?? 0) : 0;
    return sign * (byTime || (left.name < right.name ? -1 : 1));
  };
}

function describe({ name, created, first, last, lastIngestion }: LogStream, groupArnText: string) {
  return {
    logStreamName: name,
    creationTime: created,
    ...(first === undefined ? {} : { firstEventTimestamp: first }),
    ...(last === undefined ? {} : { lastEventTimestamp: last }),
    ...(lastIngestion === undefined ? {} : { lastIngestionTime: lastIngestion }),
    arn: `${groupArnText}:log-stream:${name}`,
    storedBytes: 0,
  };
}
