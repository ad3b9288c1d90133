import { readBoolean, readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Operation } from '../wire/service.ts';
import { invalidParameter, invalidToken, outOfBounds } from './errors.ts';
import type { LogStream } from './events/log-stream.ts';
import { groupArn, type LogGroup } from './groups/log-group.ts';
import type { LogGroups } from './groups/log-groups.ts';
import { readBounded, readGroup } from './reading/group-input.ts';

const MOST = 50;
const DAY_MS = 86_400_000;
/** Streams are listed from so far back, unless a prefix names a day. */
const LISTED_MS = 2 * DAY_MS;

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
    const streams = listStreams(group, prefix ?? '', world.clock.now()).sort(
      compareBy(orderBy, descending ? -1 : 1),
    );
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

/** The streams of a group whose names begin with the prefix, in no order. */
function listStreams({ source, since }: LogGroup, prefix: string, now: number): LogStream[] {
  const day = /^(\d{4})\/(\d\d)\/(\d\d)/.exec(prefix);
  const dayStart = day === null ? undefined : Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  const from = Math.max(since, dayStart ?? now - LISTED_MS);
  // An environment born on a day may still run in the next day's first hours.
  const until = Math.min(now, dayStart === undefined ? now : dayStart + DAY_MS + DAY_MS / 4);
  return source.streamsBetween(from, until).filter((stream) => stream.name.startsWith(prefix));
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
