/** SQS queues by ARN, as far as they can be read without receiving anything; and how long they keep messages. */

import { AppError } from '../../domain/app-error.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import type { QueuesGateway } from '../queues.ts';
import type { CallOptions, Clients } from './clients.ts';
import { receiptOf } from './receipts.ts';

const ATTRIBUTES = [
  'QueueArn',
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'RedrivePolicy',
] as const;

/** The queues of the clients' region. */
export function queuesGateway(clients: Clients): QueuesGateway {
  return {
    async queueAttributes(queueArn, signal) {
      const { sdk, send } = await clients.sqs();
      const options: CallOptions = { signal, urgent: true };
      const [, , , , owner, name] = queueArn.split(':');
      if (!owner || !name) throw new AppError('invalid', `${queueArn} is not the ARN of a queue.`);
      const urlOf = new sdk.GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: owner });
      const { QueueUrl } = await send(urlOf, options);
      if (!QueueUrl) throw new AppError('not-found', `AWS knows no URL of ${queueArn}.`);
      return readQueue(clients, QueueUrl, options);
    },
    async setRetention(QueueUrl, seconds, signal) {
      const { sdk, change } = await clients.sqs();
      const Attributes = { MessageRetentionPeriod: String(seconds) };
      return receiptOf(await change(new sdk.SetQueueAttributesCommand({ QueueUrl, Attributes }), { signal }));
    },
  };
}

/** One queue by its URL. */
export async function readQueue(
  clients: Clients,
  QueueUrl: string,
  options: CallOptions,
): Promise<QueueAttributes> {
  const { sdk, send } = await clients.sqs();
  const read = new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...ATTRIBUTES] });
  const { Attributes = {} } = await send(read, options);
  const { QueueArn } = Attributes;
  if (!QueueArn) throw new AppError('unsupported', `This endpoint does not tell the ARN of ${QueueUrl}.`);
  return toQueue(QueueArn, QueueUrl, Attributes);
}

function toQueue(arn: string, url: string, attributes: Readonly<Record<string, string>>): QueueAttributes {
  const number = (name: (typeof ATTRIBUTES)[number]): number | null => {
    const value = Number(attributes[name] || Number.NaN);
    return Number.isNaN(value) ? null : value;
  };
  return {
    url,
    arn,
    fifo: arn.endsWith('.fifo'),
    visibilityTimeoutS: number('VisibilityTimeout'),
    retentionS: number('MessageRetentionPeriod'),
    depth: number('ApproximateNumberOfMessages'),
    inFlight: number('ApproximateNumberOfMessagesNotVisible'),
    delayed: number('ApproximateNumberOfMessagesDelayed'),
    deadLetters: deadLettersOf(attributes.RedrivePolicy),
  };
}

/** The policy is JSON in a text; its count comes as a number or as a text (facts/aws.md section 4). */
function deadLettersOf(policy: string | undefined): QueueAttributes['deadLetters'] {
  if (!policy) return null;
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as Record<string, unknown>;
    const count = Number(maxReceiveCount);
    if (typeof deadLetterTargetArn !== 'string' || !(count > 0)) return null;
    return { queueArn: deadLetterTargetArn, maxReceiveCount: count };
  } catch {
    return null;
  }
}
