import { readBoolean, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { noSuchStream, outOfBounds } from './errors.ts';
import type { LogGroup } from './groups/log-group.ts';
import type { LogGroups } from './groups/log-groups.ts';
import { EVERYTHING } from './patterns/pattern.ts';
import { readBounded, readEventGroup } from './reading/group-input.ts';
import { type EventPage, type Reading, readEvents } from './reading/read-events.ts';
import { readToken, writeToken } from './reading/token.ts';

const MOST = 10_000;

/**
 * The events of one stream. Both tokens are always there; at an end of the stream the token of that
 * direction is the one that was asked with. The newest page comes first unless asked otherwise.
 */
export function getLogEvents(groups: LogGroups): Operation {
  return (call) => {
    const { world, input } = call;
    const group = readEventGroup(call, groups, 'GetLogEvents');
    const range = readRange(call, group);
    const limit = readBounded(input, 'limit', 1, MOST) ?? MOST;
    const token = readText(input, 'nextToken');
    const scope = `GetLogEvents ${group.name} ${range.stream}`;
    const now = world.clock.now();
    const isForward =
      token === undefined ? (readBoolean(input, 'startFromHead') ?? false) : token.startsWith('f/');
    if (token !== undefined && !/^[fb]\//.test(token)) readToken('', scope, now);
    const position = readToken(token?.slice(2), scope, now);
    const { page, isAtEnd } = readAll({
      source: group.source,
      from: range.from,
      until: range.until,
      now,
      newestFirst: !isForward,
      position,
      limit,
      isWanted: (stream) => stream === range.stream,
      matches: EVERYTHING,
    });
    const events = isForward ? page.events : page.events.toReversed();
    const first = events[0]?.event ?? position ?? { timestamp: range.from, order: -1 };
    const last = events.at(-1)?.event ??
      position ?? { timestamp: isForward ? range.from : range.until, order: -1 };
    const forward = `f/${writeToken(last, scope, now)}`;
    const backward = `b/${writeToken(first, scope, now)}`;
    const repeats = token !== undefined && isAtEnd && events.length === 0;
    return {
      events: events.map(({ event, message }) => ({
        timestamp: event.timestamp,
        message,
        ingestionTime: event.ingestionTime,
      })),
      nextForwardToken: repeats && isForward ? token : forward,
      nextBackwardToken: repeats && !isForward ? token : backward,
    };
  };
}

/** Reads on where a page ended only because much was looked at: a stream's own events may lie far apart. */
function readAll(reading: Reading): { page: EventPage; isAtEnd: boolean } {
  let page = readEvents(reading);
  for (let pages = 0; page.events.length === 0 && page.next !== undefined && pages < 20; pages++) {
    page = readEvents({ ...reading, position: page.next });
  }
  return { page, isAtEnd: page.next === undefined };
}

function readRange({ input }: Call, group: LogGroup) {
  const stream = readText(input, 'logStreamName');
  if (stream === undefined) throw outOfBounds(null, 'logStreamName', 'not be null');
  const range = group.source.findStream(stream);
  if (range === undefined) throw noSuchStream();
  const start = readBounded(input, 'startTime', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  // Here the end is exclusive, unlike in FilterLogEvents (facts, section 3).
  const end = readBounded(input, 'endTime', 0, Number.MAX_SAFE_INTEGER) ?? Number.MAX_SAFE_INTEGER;
  return {
    stream,
    from: Math.max(start, range.from, group.since),
    until: Math.min(end, range.until, group.source.until),
  };
}
