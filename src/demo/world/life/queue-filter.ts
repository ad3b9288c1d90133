import type { EventSourceMapping } from '../model.ts';
import type { ReceivedMessage } from '../queues/message.ts';
import { type EventPattern, matchesPattern, parsePattern } from './event-pattern.ts';

/** The patterns of a mapping's FilterCriteria; empty when it takes everything. */
export function patternsOf({ settings }: Pick<EventSourceMapping, 'settings'>): EventPattern[] {
  const { Filters: filters } = (settings?.FilterCriteria ?? {}) as { Filters?: { Pattern?: string }[] };
  return (filters ?? [])
    .map(({ Pattern }) => parsePattern(Pattern ?? ''))
    .filter((pattern) => pattern !== undefined);
}

/** Whether a mapping with these patterns takes a message: any of them is enough, and having none. */
export function takes(patterns: readonly EventPattern[], message: ReceivedMessage): boolean {
  return patterns.length === 0 || patterns.some((pattern) => isWanted(pattern, message));
}

/**
 * A body is compared as JSON with a pattern that has members, and as text with a list of rules; where body and
 * pattern are not alike in that, the message is not wanted.
 */
function isWanted(pattern: EventPattern, message: ReceivedMessage): boolean {
  const json = parse(message.body);
  const isText = Array.isArray(pattern.body);
  if (pattern.body !== undefined && isText === (typeof json === 'object')) return false;
  const attributes = Object.entries(message.attributes).map(([name, { value, dataType }]) => [
    name,
    { stringValue: typeof value === 'string' ? value : undefined, dataType },
  ]);
  return matchesPattern(pattern, {
    messageId: message.id,
    body: isText ? message.body : json,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      SenderId: message.senderId,
      MessageGroupId: message.groupId,
    },
    messageAttributes: Object.fromEntries(attributes),
    eventSource: 'aws:sqs',
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
