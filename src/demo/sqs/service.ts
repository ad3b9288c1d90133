import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { listQueues } from './list-queues.ts';

/** Amazon SQS. A new operation is a file and a row here. */
export function createSqs(): Service {
  return {
    name: 'sqs',
    target: 'AmazonSQS',
    jsonVersion: '1.0',
    shapeNamespace: 'com.amazonaws.sqs',
    queryCompatible: true,
    throttled: () =>
      new ServiceError('RequestThrottled', 'Request is throttled.', {
        status: 403,
        queryCode: 'RequestThrottled',
      }),
    operations: { GetQueueAttributes: getQueueAttributes, ListQueues: listQueues },
  };
}
