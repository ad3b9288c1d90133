import { ServiceError } from '../wire/errors.ts';
import { readInteger, readText } from '../wire/input.ts';
import { pageOf } from '../wire/paging.ts';
import type { Operation } from '../wire/service.ts';

const MOST = 1000;

/** Queue URLs by name; pages only when `MaxResults` is given, as SQS has it. */
export const listQueues: Operation = ({ world, input, host }) => {
  const prefix = readText(input, 'QueueNamePrefix') ?? '';
  const most = readInteger(input, 'MaxResults');
  if (most !== undefined && (most < 1 || most > MOST)) {
    throw invalidValue(
      `Value ${most} for parameter MaxResults is invalid. Reason: Must be an integer from 1 to ${MOST}.`,
    );
  }
  const urls = world.queues
    .map((queue) => queue.name)
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => `http://${host}/${world.account}/${name}`);
  const page = pageOf(urls, readText(input, 'NextToken'), most ?? MOST, `ListQueues ${prefix}`);
  if (page === undefined) throw invalidValue('Invalid or expired next token.');
  const next = most === undefined ? undefined : page.next;
  return {
    ...(page.items.length > 0 ? { QueueUrls: page.items } : {}),
    ...(next === undefined ? {} : { NextToken: next }),
  };
};

function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
