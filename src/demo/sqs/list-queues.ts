import { readInteger, readText } from '../wire/input.ts';
import { type Page, pageOf } from '../wire/paging.ts';
import type { Call, Operation } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { invalidParameterValue } from './errors.ts';
import { urlOf } from './queue-reference.ts';

const MOST = 1000;

/** Queue URLs by name; pages only when `MaxResults` is given, as SQS has it. */
export const listQueues: Operation = (call) => {
  const prefix = readText(call.input, 'QueueNamePrefix') ?? '';
  const queues = call.world.queues.list().filter((queue) => queue.name.startsWith(prefix));
  const page = queuePage(call, queues, `ListQueues ${prefix}`);
  const urls = page.items.map((queue) => urlOf(call, queue));
  return {
    ...(urls.length > 0 ? { QueueUrls: urls } : {}),
    ...(page.next === undefined ? {} : { NextToken: page.next }),
  };
};

/** A page of queues. Without `MaxResults` there is no next one: at most 1000 are listed (facts, section 4). */
export function queuePage({ input }: Call, queues: readonly Queue[], scope: string): Page<Queue> {
  const most = readInteger(input, 'MaxResults');
  const token = readText(input, 'NextToken');
  if (most !== undefined && (most < 1 || most > MOST)) {
    throw invalidParameterValue(
      `Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and ${MOST}.`,
    );
  }
  if (most === undefined && token !== undefined) {
    throw invalidParameterValue(
      'MaxResults is a mandatory parameter when you provide a value for NextToken.',
    );
  }
  const page = pageOf(queues, token, most ?? MOST, scope);
  if (page === undefined) throw invalidParameterValue('Invalid or expired next token.');
  return most === undefined ? { items: page.items, next: undefined } : page;
}
