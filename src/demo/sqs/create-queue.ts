import { ServiceError } from '../wire/errors.ts';
import { readRecord, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { DEFAULT_SETTINGS, type QueueSettings } from '../world/queues/settings.ts';
import { invalidParameterValue, missingParameter, simple } from './errors.ts';
import { settingsText } from './queue-attributes.ts';
import { urlOf } from './queue-reference.ts';
import { readSettings } from './read-settings.ts';
import { setTags } from './tags.ts';

const MINUTE_MS = 60_000;

/** Makes a queue; one of the same name and the same values for the attributes given is simply answered. */
export const createQueue: Operation = (call) => {
  const { world, input } = call;
  const name = readName(call);
  const arn = `arn:aws:sqs:${world.region}:${world.account}:${name}`;
  if (name.endsWith('.fifo') && readText(readRecord(input, 'Attributes'), 'FifoQueue') !== 'true') {
    throw invalidParameterValue(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  const change = readSettings(input, { arn, isNew: true }, DEFAULT_SETTINGS, world.queues);
  const now = world.clock.now();
  const existing = world.queues.named(name);
  if (existing !== undefined) checkSame(existing, change);
  const deletedAt = world.queues.deletedAt(name);
  if (existing === undefined && deletedAt !== undefined && now < deletedAt + MINUTE_MS) {
    throw simple(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
  }
  const queue = existing ?? world.queues.create(name, { ...DEFAULT_SETTINGS, ...change }, now);
  if (existing === undefined) setTags(queue, readRecord(input, 'tags'));
  return { QueueUrl: urlOf(call, queue) };
};

function readName({ input }: Call): string {
  const name = readText(input, 'QueueName');
  if (name === undefined || name === '') throw missingParameter('QueueName');
  if (!/^[a-zA-Z0-9_-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.length > 80) {
    throw invalidParameterValue(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  return name;
}

/** Recorded: the error names the attribute, and its code is not its name. */
function checkSame(queue: Queue, change: Partial<QueueSettings>): void {
  const present = settingsText(queue.settings, queue.isFifo);
  const wanted = settingsText({ ...queue.settings, ...change }, queue.isFifo);
  const different = Object.keys({ ...present, ...wanted }).find((name) => present[name] !== wanted[name]);
  if (different === undefined) return;
  throw new ServiceError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different}`,
    { queryCode: 'QueueAlreadyExists' },
  );
}
