/** Events and lines for the tests of logs: what matters is given, the rest is some function's. */
import { createLineReader, type ReaderOptions } from '../../../src/domain/logs/line-reader.ts';
import type { LogEvent } from '../../../src/domain/logs/log-event.ts';
import type { LogLine } from '../../../src/domain/logs/log-line.ts';

/** Some point in time, ms since the epoch. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** Request ids, as Lambda gives them. */
export const ID = '8f3a1c52-77be-4d10-b2a9-0c6f1e5d4a33';
export const OTHER_ID = 'c0ffee00-1234-4abc-9def-001122334455';

/** One event, as FilterLogEvents would give it. */
export function eventOf(message: string, rest: Partial<LogEvent> = {}): LogEvent {
  return {
    eventId: null,
    group: '/aws/lambda/orders',
    stream: '2026/11/21/[42]3f2a9c0d1e4b4f6a8b7c6d5e4f3a2b1c',
    timestamp: NOON,
    ingestionTime: NOON + 700,
    message,
    ...rest,
  };
}

/** One line, understood by itself. */
export function lineOf(message: string, rest: Partial<LogEvent> = {}): LogLine {
  return createLineReader().read(eventOf(message, rest));
}

/** Messages of one stream, a millisecond apart, understood in their order; strings or events. */
export function linesOf(
  messages: readonly (string | LogEvent)[],
  rest: Partial<LogEvent> = {},
  options?: ReaderOptions,
): LogLine[] {
  const reader = createLineReader(options);
  return messages.map((message, index) =>
    reader.read(
      typeof message === 'string' ? eventOf(message, { timestamp: NOON + index, ...rest }) : message,
    ),
  );
}
