import { ServiceError } from '../../wire/errors.ts';
import { EventStreamOutput } from '../../wire/event-stream.ts';
import { readText, readTexts } from '../../wire/input.ts';
import type { Call, Operation } from '../../wire/service.ts';
import { invalidParameter, notOfThisClass, outOfBounds } from '../errors.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import { findGroup, readPattern, readStreams } from '../reading/group-input.ts';
import { LiveTailSession } from './session.ts';

/** Groups of a session, and sessions of an account at the same time (facts, section 3). */
const MOST_GROUPS = 10;
const MOST_SESSIONS = 15;

/** Live tail: answers with an event stream that begins with `sessionStart`. */
export function startLiveTail(groups: LogGroups): Operation {
  const sessions = new Set<string>();
  return (call) => {
    const { world, input, fault } = call;
    const wanted = readWanted(call, groups);
    const isWantedStream = readStreamTest(call, wanted.length);
    const matches = readPattern(input, 'logEventFilterPattern');
    if (sessions.size >= MOST_SESSIONS) {
      throw new ServiceError(
        'LimitExceededException',
        `The limit of ${MOST_SESSIONS} concurrent Live Tail sessions has been reached.`,
      );
    }
    const sessionId = world.nextId();
    return new EventStreamOutput((channel) => {
      sessions.add(sessionId);
      channel.onClose(() => sessions.delete(sessionId));
      channel.send('sessionStart', {
        requestId: world.nextId(),
        sessionId,
        logGroupIdentifiers: wanted.map(({ identifier }) => identifier),
        logStreamNames: readTexts(input, 'logStreamNames'),
        logStreamNamePrefixes: readTexts(input, 'logStreamNamePrefixes'),
        logEventFilterPattern: readText(input, 'logEventFilterPattern') ?? '',
      });
      new LiveTailSession({ groups, wanted, isWantedStream, matches, clock: world.clock, fault }, channel);
    });
  };
}

function readWanted({ world, input }: Call, groups: LogGroups) {
  const identifiers = readTexts(input, 'logGroupIdentifiers');
  if (identifiers.length === 0 || identifiers.length > MOST_GROUPS) {
    const bound =
      identifiers.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST_GROUPS}`;
    throw outOfBounds(`[${identifiers.join(', ')}]`, 'logGroupIdentifiers', `have length ${bound}`);
  }
  return identifiers.map((identifier) => {
    if (!identifier.startsWith('arn:')) {
      throw invalidParameter(`The log group identifier must be an ARN: ${identifier}`);
    }
    const { name, groupClass } = findGroup(identifier, groups, world);
    if (groupClass !== 'STANDARD') throw notOfThisClass(name, groupClass, 'StartLiveTail');
    return { name, identifier };
  });
}

function readStreamTest({ input }: Call, groupCount: number): (stream: string) => boolean {
  const names = readStreams(input, 'logStreamNames');
  const prefixes = readStreams(input, 'logStreamNamePrefixes');
  if (names === undefined && prefixes === undefined) return () => true;
  if (names !== undefined && prefixes !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.');
  }
  if (groupCount > 1) {
    throw invalidParameter(
      'logStreamNames and logStreamNamePrefixes can be specified only with exactly one log group.',
    );
  }
  if (names === undefined) return (stream) => prefixes?.some((prefix) => stream.startsWith(prefix)) === true;
  const wanted = new Set(names);
  return (stream) => wanted.has(stream);
}
