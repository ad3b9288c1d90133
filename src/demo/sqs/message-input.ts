import { ServiceError } from '../wire/errors.ts';
import { isRecord, readInteger, readRecord, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { MessageAttribute, MessageDraft } from '../world/queues/message.ts';
import type { Queue } from '../world/queues/queue.ts';
import { invalidParameterValue, missingParameter, unsupportedOperation } from './errors.ts';

const MOST_ATTRIBUTES = 10;
const LONGEST_DELAY_S = 900;
/** Characters that a body may hold: those of XML 1.0. */
const NOT_ALLOWED = /[^\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The message in a SendMessage call or a batch entry, checked against the queue except for its size. */
export function readDraft(input: Input, queue: Queue, senderId: string): MessageDraft {
  const body = readText(input, 'MessageBody');
  if (body === undefined || body === '') throw missingParameter('MessageBody');
  if (NOT_ALLOWED.test(body)) {
    throw new ServiceError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  const attributes = readAttributes(input, 'MessageAttributes', 'user');
  const system = readAttributes(input, 'MessageSystemAttributes', 'system');
  const unknown = Object.keys(system).find((name) => name !== 'AWSTraceHeader');
  if (unknown !== undefined)
    throw invalidParameterValue(`Message system attribute name '${unknown}' is invalid.`);
  const traceHeader = system.AWSTraceHeader?.value;
  return {
    body,
    attributes,
    senderId,
    ...(typeof traceHeader === 'string' ? { traceHeader } : {}),
    ...readOrdering(input, queue),
    ...readDelay(input, queue),
  };
}

/** Throws when a message is larger than its queue allows. */
export function checkSize(draft: MessageDraft, queue: Queue): void {
  const { maximumMessageBytes } = queue.settings;
  if (sizeOf(draft) > maximumMessageBytes) {
    throw invalidParameterValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumMessageBytes} bytes.`,
    );
  }
}

/** What counts against the size limit, bytes: body and attributes, not the trace header (facts, section 4). */
export function sizeOf({ body, attributes = {} }: Pick<MessageDraft, 'body' | 'attributes'>): number {
  const sizes = Object.entries(attributes).map(
    ([name, { dataType, value }]) =>
      Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(value),
  );
  return sizes.reduce((total, size) => total + size, Buffer.byteLength(body));
}

/** Group and deduplication ids: a FIFO queue needs them, a standard one takes a group for fairness. */
export function readOrdering(input: Input, queue: Queue): Pick<MessageDraft, 'groupId' | 'deduplicationId'> {
  const groupId = readId(input, 'MessageGroupId');
  const deduplicationId = readId(input, 'MessageDeduplicationId');
  if (!queue.isFifo && deduplicationId !== undefined) {
    throw invalidParameterValue(
      `Value ${deduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
  if (queue.isFifo && groupId === undefined) throw missingParameter('MessageGroupId');
  if (queue.isFifo && deduplicationId === undefined && !queue.settings.contentBasedDeduplication) {
    throw invalidParameterValue(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return {
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
  };
}

function readId(input: Input, name: string): string | undefined {
  const value = readText(input, name);
  if (value === undefined) return undefined;
  if (!/^[!-~]{1,128}$/.test(value)) {
    throw invalidParameterValue(
      `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
  return value;
}

function readDelay(input: Input, queue: Queue): Pick<MessageDraft, 'delayS'> {
  const delayS = readInteger(input, 'DelaySeconds');
  if (delayS === undefined) return {};
  if (delayS < 0 || delayS > LONGEST_DELAY_S) {
    throw invalidParameterValue(
      `Value ${delayS} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_S}.`,
    );
  }
  // A FIFO queue has a delay of its own only; the SDKs send 0 for "none".
  if (queue.isFifo && delayS > 0) {
    throw invalidParameterValue(
      `Value ${delayS} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
  return queue.isFifo ? {} : { delayS };
}

function readAttributes(input: Input, member: string, kind: string): Record<string, MessageAttribute> {
  const entries = Object.entries(readRecord(input, member));
  if (entries.length > MOST_ATTRIBUTES) {
    throw invalidParameterValue(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(
    entries.map(([name, value]) => [name, readAttribute(name, isRecord(value) ? value : {}, kind)]),
  );
}

function readAttribute(name: string, input: Input, kind: string): MessageAttribute {
  const what = `Message (${kind}) attribute`;
  if (kind === 'user' && /^(aws\.|amazon\.?)/i.test(name)) {
    throw invalidParameterValue(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use.",
    );
  }
  if (!/^[\w.-]{1,256}$/.test(name) || /^\.|\.$|\.\./.test(name)) {
    throw invalidParameterValue(`${what} name '${name}' is invalid.`);
  }
  const dataType = readText(input, 'DataType') ?? '';
  if (dataType === '')
    throw invalidParameterValue(
      `The ${what.toLowerCase()} '${name}' must contain a non-empty message attribute type.`,
    );
  if (!/^(String|Number|Binary)(\..+)?$/.test(dataType) || dataType.length > 256) {
    throw invalidParameterValue(
      `The type of ${what.toLowerCase()} '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (input.StringListValues !== undefined || input.BinaryListValues !== undefined) {
    throw unsupportedOperation('Message attribute list values in SendMessage operation are not supported.');
  }
  const isBinary = dataType.startsWith('Binary');
  const text = readText(input, isBinary ? 'BinaryValue' : 'StringValue') ?? '';
  if (text === '') {
    throw invalidParameterValue(`${what} '${name}' must contain a non-empty value of type '${dataType}'.`);
  }
  if (dataType.startsWith('Number') && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw invalidParameterValue(`Can't cast the value of ${what.toLowerCase()} '${name}' to a number.`);
  }
  return { dataType, value: isBinary ? Buffer.from(text, 'base64') : text };
}
