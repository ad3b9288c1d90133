import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessage } from './delete-message.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { listQueues } from './list-queues.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { listQueueTags, tagQueue, untagQueue } from './tags.ts';

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
    operations: {
      CreateQueue: createQueue,
      DeleteMessage: deleteMessage,
      GetQueueAttributes: getQueueAttributes,
      ListQueues: listQueues,
      ListQueueTags: listQueueTags,
      ReceiveMessage: receiveMessage,
      SendMessage: sendMessage,
      SetQueueAttributes: setQueueAttributes,
      TagQueue: tagQueue,
      UntagQueue: untagQueue,
    },
  };
}
