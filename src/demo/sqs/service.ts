import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { changeMessageVisibilityBatch, deleteMessageBatch, sendMessageBatch } from './batches.ts';
import { changeMessageVisibility } from './change-visibility.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessage } from './delete-message.ts';
import { deleteQueue } from './delete-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { listDeadLetterSourceQueues } from './list-dead-letter-source-queues.ts';
import { listQueues } from './list-queues.ts';
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './message-move-tasks.ts';
import { purgeQueue } from './purge-queue.ts';
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
      CancelMessageMoveTask: cancelMessageMoveTask,
      ChangeMessageVisibility: changeMessageVisibility,
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
      CreateQueue: createQueue,
      DeleteMessage: deleteMessage,
      DeleteMessageBatch: deleteMessageBatch,
      DeleteQueue: deleteQueue,
      GetQueueAttributes: getQueueAttributes,
      GetQueueUrl: getQueueUrl,
      ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
      ListMessageMoveTasks: listMessageMoveTasks,
      ListQueues: listQueues,
      ListQueueTags: listQueueTags,
      PurgeQueue: purgeQueue,
      ReceiveMessage: receiveMessage,
      SendMessage: sendMessage,
      SendMessageBatch: sendMessageBatch,
      SetQueueAttributes: setQueueAttributes,
      StartMessageMoveTask: startMessageMoveTask,
      TagQueue: tagQueue,
      UntagQueue: untagQueue,
    },
  };
}
