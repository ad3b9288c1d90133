import { isRecord } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { Queues } from '../world/queues/queues.ts';
import type { RedriveAllowPolicy, RedrivePolicy } from '../world/queues/settings.ts';
import { invalidAttributeValue, invalidParameterValue } from './errors.ts';

const MOST_RECEIVES = 1000;
const MOST_SOURCES = 10;

/**
 * Reads a `RedrivePolicy` (JSON text; empty text removes it) of the queue of `arn`, and checks that its
 * target is there, is of the same type and lets this queue use it.
 */
export function readRedrivePolicy(text: string, arn: string, queues: Queues): RedrivePolicy | undefined {
  if (text === '') return undefined;
  const policy = parse(text);
  if (policy === undefined) {
    throw invalidAttributeValue('RedrivePolicy', ' Reason: Redrive policy is not a valid JSON map.');
  }
  const refuse = (reason: string) =>
    invalidParameterValue(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  for (const name of ['maxReceiveCount', 'deadLetterTargetArn']) {
    if (policy[name] === undefined) {
      throw refuse(`Redrive policy does not contain mandatory attribute: ${name}.`);
    }
  }
  if (Object.keys(policy).length > 2) {
    throw refuse('Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].');
  }
  const maxReceiveCount = Number(policy.maxReceiveCount);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > MOST_RECEIVES) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${policy.maxReceiveCount}, valid values are from 1 to ${MOST_RECEIVES} both inclusive.`,
    );
  }
  const target = String(policy.deadLetterTargetArn);
  if (!/^arn:aws:sqs:[^:]+:\d+:[^:]+$/.test(target)) {
    throw refuse('Invalid value for deadLetterTargetArn.');
  }
  const queue = queues.at(target);
  if (queue === undefined) throw refuse('Dead letter target does not exist.');
  if (queue.isFifo !== arn.endsWith('.fifo')) {
    throw refuse('Dead-letter queue must be same type of queue as the source.');
  }
  if (!allows(queue.settings.redriveAllowPolicy, arn)) {
    throw refuse('The dead-letter queue does not allow this source queue in its redrive allow policy.');
  }
  return { deadLetterTargetArn: target, maxReceiveCount };
}

function allows(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (policy?.redrivePermission === 'denyAll') return false;
  return policy?.redrivePermission !== 'byQueue' || (policy.sourceQueueArns ?? []).includes(sourceArn);
}

/** Reads a `RedriveAllowPolicy` (JSON text; empty text removes it). */
export function readRedriveAllowPolicy(text: string): RedriveAllowPolicy | undefined {
  if (text === '') return undefined;
  const policy = parse(text);
  const permission = (['allowAll', 'denyAll', 'byQueue'] as const).find(
    (each) => each === policy?.redrivePermission,
  );
  const sources = policy?.sourceQueueArns;
  const isList =
    sources === undefined || (Array.isArray(sources) && sources.every((each) => typeof each === 'string'));
  if (policy === undefined || permission === undefined || !isList) {
    throw invalidAttributeValue(
      'RedriveAllowPolicy',
      " Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
    );
  }
  const refuse = (reason: string) =>
    invalidParameterValue(
      `Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. ${reason}`,
    );
  if (permission !== 'byQueue') {
    if (sources === undefined) return { redrivePermission: permission };
    throw refuse('To specify one or more source queue ARNs, you must set redrivePermission to byQueue.');
  }
  if (sources === undefined || sources.length === 0) {
    throw refuse(
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    );
  }
  if (sources.length > MOST_SOURCES) {
    throw refuse(`The maximum number of source queue ARNs you can specify is ${MOST_SOURCES}.`);
  }
  return { redrivePermission: permission, sourceQueueArns: sources };
}

function parse(text: string): Input | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
