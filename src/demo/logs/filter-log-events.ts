import { readBoolean, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { hashText } from '../world/random.ts';
import { invalidParameter, noSuchStream } from './errors.ts';
import { eventIdOf } from './events/event-id.ts';
import type { LogGroup } from './groups/log-group.ts';
import type { LogGroups } from './groups/log-groups.ts';
import { readBounded, readEventGroup, readPattern, readStreams } from './reading/group-input.ts';
import { type ReadEvent, readEvents } from './reading/read-events.ts';
import { readToken, writeToken } from './reading/token.ts';

const MOST = 10_000;
/** Newest first is only to be had from here on (facts, section 3). */
const NEWEST_FIRST_SINCE = Date.UTC(2024, 0, 1);
/** One search in so many begins with an empty page: AWS gives one whenever it pleases. */
const EMPTY_ONE_IN = 6;

/** Events of a group by time, stream and pattern, in pages; some of them empty. */
export function filterLogEvents(groups: LogGroups): Operation {
  return (call) => {
    const { world, input, fault } = call;
    const group = readEventGroup(call, groups, 'FilterLogEvents');
    const range = readRange(call, group);
    const matches = readPattern(input, 'filterPattern');
    const streams = readWantedStreams(call, group);
    const limit = readBounded(input, 'limit', 1, MOST) ?? MOST;
    const { nextToken: token, limit: _, ...question } = input;
    const scope = JSON.stringify({ ...question, logGroupName: group.name });
    const now = world.clock.now();
    const position = readToken(readText(input, 'nextToken'), scope, now);
    const beginning = range.newestFirst
      ? { timestamp: range.until, order: -1 }
      : { timestamp: range.from, order: -1 };
    const isEmpty =
      fault?.kind === 'empty' ||
      (token === undefined && isSearch(call) && hashText(world.seed, scope) % EMPTY_ONE_IN === 0);
    const page = isEmpty
      ? { events: [], next: position ?? beginning }
      : readEvents({ source: group.source, ...range, now, position, limit, isWanted: streams, matches });
    return {
      events: page.events.map(describe),
      searchedLogStreams: [],
      ...(page.next === undefined ? {} : { nextToken: writeToken(page.next, scope, now) }),
    };
  };
}

/** Empty pages come where AWS must look for something: a pattern, or all that ever was. */
function isSearch({ input }: Call): boolean {
  return readText(input, 'filterPattern') !== undefined || input.startTime === undefined;
}

function readRange({ input }: Call, group: LogGroup) {
  const start = readBounded(input, 'startTime', 0, Number.MAX_SAFE_INTEGER);
  const end = readBounded(input, 'endTime', 0, Number.MAX_SAFE_INTEGER);
  if (start !== undefined && end !== undefined && start > end) {
    throw invalidParameter('startTime must be less than or equal to endTime.');
  }
  const newestFirst = readBoolean(input, 'startFromHead') === false;
  if (newestFirst && (start === undefined || start < NEWEST_FIRST_SINCE)) {
    throw invalidParameter(
      'startFromHead can be false only when startTime is 2024-01-01T00:00:00Z or later.',
    );
  }
  const from = Math.max(start ?? 0, Math.min(group.since, group.source.since));
  // Both ends are inclusive (facts, section 3).
  const until = Math.min((end ?? Number.MAX_SAFE_INTEGER) + 1, group.source.until);
  return { from, until, newestFirst };
}

function readWantedStreams({ input }: Call, group: LogGroup): ((stream: string) => boolean) | undefined {
  const names = readStreams(input, 'logStreamNames');
  const prefix = readText(input, 'logStreamNamePrefix');
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  }
  if (prefix !== undefined) return (stream) => stream.startsWith(prefix);
  if (names === undefined) return undefined;
  if (names.some((name) => group.source.findStream(name) === undefined)) throw noSuchStream();
  const wanted = new Set(names);
  return (stream) => wanted.has(stream);
}

function describe({ event, message }: ReadEvent) {
  return {
    logStreamName: event.stream,
    timestamp: event.timestamp,
    message,
    ingestionTime: event.ingestionTime,
    eventId: eventIdOf(event),
  };
}
