/** Where dead letters go when they are redriven, and whether a message fits there. */
import { queueNameIn } from '../queue-name.ts';
import type { Mechanism, NamedFunction } from './mechanism.ts';
import type { DeadLetter, MessageAttribute } from './message.ts';

/** A queue or a function that takes messages again. */
export type Destination =
  | {
      readonly kind: 'queue';
      readonly arn: string;
      readonly url: string;
      readonly fifo: boolean;
      /** The largest message it takes, bytes. */
      readonly largestBytes: number;
      /** The functions that read it. */
      readonly readers: readonly NamedFunction[];
      /** A message that keeps failing is a dead letter again after about so long, ms; null = not known. */
      readonly backAfterMs: number | null;
    }
  | {
      readonly kind: 'function';
      /** Name or unqualified ARN. */
      readonly name: string;
      /** null = $LATEST, because a person said so. */
      readonly qualifier: string | null;
      readonly largestBytes: number;
      readonly backAfterMs: number | null;
    };

/** AWS's limit for a message and for a batch of them, bytes (facts/aws.md section 4). */
export const LARGEST_MESSAGE = 1_048_576;
/** AWS's limit for an asynchronous event, bytes. */
export const LARGEST_EVENT = 1_048_576;

/** Two messages with the same key go to the same place. Null: there is no place. */
export function destinationKey(mechanism: Mechanism): string | null {
  switch (mechanism.by) {
    case 'send':
      return mechanism.queueArn;
    case 'invoke':
      return `${mechanism.functionName}:${mechanism.qualifier ?? '$LATEST'}`;
    case 'none':
      return null;
  }
}

/** `queue orders`, `orders:42`: a destination as a person names it. */
export function destinationName(destination: Destination): string {
  if (destination.kind === 'queue') return queueNameIn(destination.arn);
  const name = destination.name.split(':').at(-1) ?? destination.name;
  return `${name}:${destination.qualifier ?? '$LATEST'}`;
}

/** What a message counts in a queue: body and attributes, without the trace header, bytes. */
export function sizeOf({ body, attributes }: Pick<DeadLetter, 'body' | 'attributes'>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) => sum + Buffer.byteLength(name) + attributeSize(attribute),
    Buffer.byteLength(body),
  );
}

function attributeSize({ dataType, text, binary }: MessageAttribute): number {
  const value = binary === null ? Buffer.byteLength(text ?? '') : Buffer.byteLength(binary, 'base64');
  return Buffer.byteLength(dataType) + value;
}

/** SQS takes no attribute of such a name from a sender. */
const RESERVED = /^(aws\.|amazon)/i;

/** Why a message cannot go there, as the end of a sentence; null when it can. */
export function unfitFor(letter: DeadLetter, mechanism: Mechanism, destination: Destination): string | null {
  if (mechanism.by === 'none') return mechanism.reason;
  const bytes =
    mechanism.by === 'send' ? sizeOf(letter) : Buffer.byteLength(mechanism.payload ?? letter.body);
  if (bytes > destination.largestBytes) {
    return `it has ${bytes} bytes, and ${destinationName(destination)} takes ${destination.largestBytes}`;
  }
  if (destination.kind === 'function') {
    return isJson(mechanism.by === 'invoke' ? (mechanism.payload ?? letter.body) : letter.body)
      ? null
      : 'its body is no JSON, which is all that Lambda takes';
  }
  if (letter.body === '') return 'its body is empty, which SQS does not take';
  if (destination.fifo && letter.groupId === null) {
    return `it has no message group, without which ${destinationName(destination)} takes nothing`;
  }
  const reserved = Object.keys(letter.attributes).find((name) => RESERVED.test(name));
  return reserved === undefined ? null : `its attribute ${reserved} is one that nobody may send`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
