import { ServiceError } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import type { Call } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';

/** The queue that a call's `QueueUrl` names. Any host will do: clients reach us by several names. */
export function queueOf({ world, input }: Pick<Call, 'world' | 'input'>): Queue {
  const url = readText(input, 'QueueUrl');
  if (url === undefined || url === '') throw missingParameter('QueueUrl');
  const match = /^https?:\/\/[^/]+\/(\d+)\/([^/]+)$/.exec(url);
  if (match === null) {
    throw new ServiceError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, {
      status: 404,
    });
  }
  const queue = match[1] === world.account ? world.queues.named(match[2] ?? '') : undefined;
  if (queue === undefined) throw queueDoesNotExist();
  return queue;
}

/** The URL by which this caller reaches a queue. */
export function urlOf({ world, host }: Pick<Call, 'world' | 'host'>, queue: Queue): string {
  return `http://${host}/${world.account}/${queue.name}`;
}
