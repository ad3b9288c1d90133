import { readTexts } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { MessageAttribute, ReceivedMessage } from '../world/queues/message.ts';
import { invalidAttributeName } from './errors.ts';
import { md5OfAttributes, md5OfBody } from './md5.ts';

const SYSTEM_ATTRIBUTES: ReadonlySet<string> = new Set([
  'AWSTraceHeader',
  'ApproximateFirstReceiveTimestamp',
  'ApproximateReceiveCount',
  'DeadLetterQueueSourceArn',
  'MessageDeduplicationId',
  'MessageGroupId',
  'SenderId',
  'SentTimestamp',
  'SequenceNumber',
]);

/** Which attributes of the messages a receiver wants to see. */
export interface Wanted {
  system: (name: string) => boolean;
  message: (name: string) => boolean;
}

/** Reads the filters of ReceiveMessage: `All`, names, and for message attributes `prefix.*`. */
export function readWanted(input: Input): Wanted {
  // `AttributeNames` is the old name of `MessageSystemAttributeNames`; clients send either.
  const system = [...readTexts(input, 'AttributeNames'), ...readTexts(input, 'MessageSystemAttributeNames')];
  const unknown = system.find((name) => name !== 'All' && !SYSTEM_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw invalidAttributeName(`Unknown Attribute ${unknown}.`);
  const names = readTexts(input, 'MessageAttributeNames');
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  const isAll = names.some((name) => name === 'All' || name === '*');
  return {
    system: (name) => system.includes('All') || system.includes(name),
    message: (name) => isAll || names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  };
}

/** A message as ReceiveMessage answers it; the MD5 of attributes is of those that are shown. */
export function describeMessage(message: ReceivedMessage, wanted: Wanted): Record<string, unknown> {
  const system = Object.entries(systemAttributes(message)).filter(([name]) => wanted.system(name));
  const shown = Object.entries(message.attributes).filter(([name]) => wanted.message(name));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
    ...(shown.length > 0
      ? {
          MD5OfMessageAttributes: md5OfAttributes(Object.fromEntries(shown)),
          MessageAttributes: Object.fromEntries(shown.map(([name, value]) => [name, describeValue(value)])),
        }
      : {}),
  };
}

function systemAttributes(message: ReceivedMessage): Record<string, string> {
  const values: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    SequenceNumber: message.sequenceNumber,
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function describeValue({ dataType, value }: MessageAttribute): Record<string, string> {
  return typeof value === 'string'
    ? { StringValue: value, DataType: dataType }
    : { BinaryValue: Buffer.from(value).toString('base64'), DataType: dataType };
}
