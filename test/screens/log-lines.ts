/** Log lines for tests of what is made of them. */

import { createLineReader } from '../../src/domain/logs/line-reader.ts';
import type { LogEvent } from '../../src/domain/logs/log-event.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';

/** When the events of these tests happened, ms since the epoch. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** An event of version 42 of `orders`, at a time after noon; the parts a test is about can be given. */
export function event(message: string, afterNoonMs = 0, parts: Partial<LogEvent> = {}): LogEvent {
  return {
    eventId: null,
    group: '/aws/lambda/orders',
    stream: '2026/11/21/[42]0123456789abcdef0123456789abcdef',
    timestamp: NOON + afterNoonMs,
    ingestionTime: NOON + afterNoonMs,
    message,
    ...parts,
  };
}

/** The lines of events, as one tail reads them. */
export function linesOf(events: readonly LogEvent[]): LogLine[] {
  const reader = createLineReader();
  return events.map((one) => reader.read(one));
}

/** What lines say. */
export const messages = (lines: readonly LogLine[]): string[] =>
  lines.map(({ event: { message } }) => message);
