import { readRecord, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { Queues } from '../world/queues/queues.ts';
import type { QueueSettings } from '../world/queues/settings.ts';
import { invalidAttributeName, invalidAttributeValue, invalidParameterValue } from './errors.ts';
import { readRedriveAllowPolicy, readRedrivePolicy } from './redrive-policies.ts';

/** The queue whose settings are read. */
interface Target {
  arn: string;
  isNew: boolean;
}

type Change = Partial<QueueSettings>;

/** Attributes that are whole numbers: the setting, the least and the most. */
const NUMBERS: Readonly<Record<string, readonly [keyof QueueSettings, number, number]>> = {
  DelaySeconds: ['delayS', 0, 900],
  MaximumMessageSize: ['maximumMessageBytes', 1024, 1_048_576],
  MessageRetentionPeriod: ['retentionS', 60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: ['receiveWaitS', 0, 20],
  VisibilityTimeout: ['visibilityTimeoutS', 0, 43_200],
  KmsDataKeyReusePeriodSeconds: ['kmsReusePeriodS', 60, 86_400],
};
const FIFO_ONLY = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

/** Reads the `Attributes` of CreateQueue and SetQueueAttributes: the settings they change. Throws for a bad one. */
export function readSettings(input: Input, target: Target, current: QueueSettings, queues: Queues): Change {
  const attributes = readRecord(input, 'Attributes');
  const isFifo = target.arn.endsWith('.fifo');
  let change: Change = {};
  for (const name of Object.keys(attributes)) {
    const text = readText(attributes, name) ?? '';
    if (FIFO_ONLY.includes(name) && !isFifo) {
      throw invalidAttributeName(`Unknown Attribute ${name}.`);
    }
    change = { ...change, ...readOne(name, text, target, queues) };
  }
  checkTogether({ ...current, ...change }, change);
  // Choosing one kind of encryption ends the other.
  if (change.managedEncryption === true) change.kmsKeyId = undefined;
  else if (change.kmsKeyId !== undefined) change.managedEncryption = false;
  return change;
}

function readOne(name: string, text: string, target: Target, queues: Queues): Change {
  const number = NUMBERS[name];
  if (number !== undefined) {
    const [setting, least, most] = number;
    return { [setting]: readNumber(name, text, least, most) };
  }
  switch (name) {
    case 'RedrivePolicy':
      return { redrivePolicy: readRedrivePolicy(text, target.arn, queues) };
    case 'RedriveAllowPolicy':
      return { redriveAllowPolicy: readRedriveAllowPolicy(text) };
    case 'Policy':
      return { policy: readPolicy(text) };
    case 'KmsMasterKeyId':
      return { kmsKeyId: text === '' ? undefined : text };
    case 'SqsManagedSseEnabled':
      return { managedEncryption: readFlag(name, text) };
    case 'ContentBasedDeduplication':
      return { contentBasedDeduplication: readFlag(name, text) };
    case 'DeduplicationScope':
      return { deduplicationScope: readChoice(name, text, ['queue', 'messageGroup'] as const) };
    case 'FifoThroughputLimit':
      return { fifoThroughputLimit: readChoice(name, text, ['perQueue', 'perMessageGroupId'] as const) };
    case 'FifoQueue':
      return readType(text, target);
    default:
      throw invalidAttributeName(`Unknown Attribute ${name}.`);
  }
}

/** A queue's type is in its name and for life; both refusals were recorded. */
function readType(text: string, { arn, isNew }: Target): Change {
  const isFifo = arn.endsWith('.fifo');
  if (!isFifo && (!isNew || text !== 'true')) throw invalidAttributeName('Unknown Attribute FifoQueue.');
  if (isFifo && text === 'true') return {};
  if (!isNew) {
    throw invalidAttributeValue('FifoQueue', ' Reason: Modifying queue type is not supported.');
  }
  throw invalidParameterValue(
    isFifo
      ? 'Invalid value for the parameter FifoQueue.'
      : 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
  );
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw invalidAttributeValue(name);
  return value;
}

function readFlag(name: string, text: string): boolean {
  return readChoice(name, text, ['true', 'false'] as const) === 'true';
}

function readChoice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw invalidAttributeValue(name);
  return choice;
}

function readPolicy(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalidAttributeValue('Policy');
  }
}

/** What two attributes must not say at once. */
function checkTogether(settings: QueueSettings, change: Change): void {
  if (change.managedEncryption === true && change.kmsKeyId !== undefined) throw oneEncryption();
  if (settings.fifoThroughputLimit === 'perMessageGroupId' && settings.deduplicationScope === 'queue') {
    throw invalidParameterValue(
      'The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup',
    );
  }
}

function oneEncryption() {
  return invalidAttributeName(
    'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
  );
}
