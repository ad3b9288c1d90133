import { readRecords } from '../../wire/input.ts';
import type { Operation } from '../../wire/service.ts';
import { invalidParameter, noSuchStream, outOfBounds } from '../errors.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import { existing } from './groups.ts';
import { readStreamName } from './streams.ts';

/** Constraints of a batch, as PutLogEvents documents them. */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const EVENT_BYTES = 26;
const MOST_SPAN_MS = 86_400_000;
const MOST_FUTURE_MS = 2 * 3_600_000;
const MOST_AGE_MS = 14 * 86_400_000;

interface PutEvent {
  timestamp: number;
  message: string;
}

/** Puts events into a stream that a client made; too old and too new ones are left out and told. */
export function putLogEvents(groups: LogGroups): Operation {
  return (call) => {
    const { world, input } = call;
    const name = readStreamName(input);
    const group = existing(call, groups);
    const stored = groups.storedIn(group.name);
    const stream = stored.streams.get(name);
    if (stream === undefined) throw noSuchStream();
    const events = readBatch(readRecords(input, 'logEvents'));
    const now = world.clock.now();
    const tooNew = events.findIndex(({ timestamp }) => timestamp > now + MOST_FUTURE_MS);
    const tooOld = countWhile(events, ({ timestamp }) => timestamp < now - MOST_AGE_MS);
    const expired = countWhile(events, ({ timestamp }) => timestamp < group.since);
    const valid = events.slice(Math.max(tooOld, expired), tooNew < 0 ? undefined : tooNew);
    const [first] = valid;
    const last = valid.at(-1);
    if (first !== undefined && last !== undefined && last.timestamp - first.timestamp > MOST_SPAN_MS) {
      throw invalidParameter(
        'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
      );
    }
    for (const { timestamp, message } of valid) stored.add(stream, timestamp, message, now);
    const rejected = {
      ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
      ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
      ...(expired <= tooOld ? {} : { expiredLogEventEndIndex: expired }),
    };
    return {
      nextSequenceToken: world.nextId().replaceAll('-', ''),
      ...(Object.keys(rejected).length === 0 ? {} : { rejectedLogEventsInfo: rejected }),
    };
  };
}

function readBatch(records: readonly Readonly<Record<string, unknown>>[]): PutEvent[] {
  if (records.length === 0 || records.length > MOST_EVENTS) {
    const bound =
      records.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST_EVENTS}`;
    throw outOfBounds(`[${records.length} events]`, 'logEvents', `have length ${bound}`);
  }
  let bytes = 0;
  const events = records.map(({ timestamp, message }) => {
    if (typeof timestamp !== 'number' || typeof message !== 'string' || message === '') {
      throw outOfBounds(message, 'logEvents.member.message', 'have length greater than or equal to 1');
    }
    bytes += Buffer.byteLength(message) + EVENT_BYTES;
    return { timestamp, message };
  });
  if (bytes > MOST_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
  }
  if (events.some((event, index) => event.timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  return events;
}

function countWhile(events: readonly PutEvent[], test: (event: PutEvent) => boolean): number {
  const index = events.findIndex((event) => !test(event));
  return index < 0 ? events.length : index;
}
