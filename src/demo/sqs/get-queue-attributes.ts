import { ServiceError } from '../wire/errors.ts';
import { readText, readTexts } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import type { Queue } from '../world/model.ts';

const FOURTEEN_DAYS_S = 1_209_600;
const FOUR_DAYS_S = 345_600;

/** The attributes asked for; none asked for gives an empty reply (facts, section 4). */
export const getQueueAttributes: Operation = ({ world, input }) => {
  const name = readText(input, 'QueueUrl')?.split('/').at(-1);
  const queue = world.queues.find((each) => each.name === name);
  if (queue === undefined) {
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.', {
      queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
    });
  }
  const asked = readTexts(input, 'AttributeNames');
  const attributes = attributesOf(queue);
  for (const attribute of asked) {
    if (attribute !== 'All' && !KNOWN.has(attribute)) {
      throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${attribute}.`);
    }
  }
  const given = Object.entries(attributes).filter(([each]) => asked.includes('All') || asked.includes(each));
  return given.length === 0 ? {} : { Attributes: Object.fromEntries(given) };
};

/** Attributes that may be asked for, set on this queue or not. */
const KNOWN: ReadonlySet<string> = new Set([
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'ContentBasedDeduplication',
  'CreatedTimestamp',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'LastModifiedTimestamp',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'QueueArn',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
]);

function attributesOf(queue: Queue): Record<string, string> {
  const seconds = String(Math.floor(queue.created / 1000));
  const { deadLetterTarget } = queue;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(queue.messages),
    ApproximateNumberOfMessagesNotVisible: String(queue.inFlight),
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: seconds,
    LastModifiedTimestamp: seconds,
    VisibilityTimeout: String(queue.visibilityTimeoutS),
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: String(queue.name.endsWith('-dlq') ? FOURTEEN_DAYS_S : FOUR_DAYS_S),
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    ...(deadLetterTarget === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: deadLetterTarget.arn,
            maxReceiveCount: deadLetterTarget.maxReceiveCount,
          }),
        }),
  };
}
