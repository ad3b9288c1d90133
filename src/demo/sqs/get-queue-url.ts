import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';
import { urlOf } from './queue-reference.ts';

/** The URL of a queue by its name, of this account only. */
export const getQueueUrl: Operation = (call) => {
  const { world, input } = call;
  const name = readText(input, 'QueueName');
  if (name === undefined || name === '') throw missingParameter('QueueName');
  const owner = readText(input, 'QueueOwnerAWSAccountId') ?? world.account;
  const queue = owner === world.account ? world.queues.named(name) : undefined;
  if (queue === undefined) throw queueDoesNotExist();
  return { QueueUrl: urlOf(call, queue) };
};
