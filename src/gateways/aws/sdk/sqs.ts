/** The parts of the SQS client that we use. */
export {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  SQSClient as Client,
} from '@aws-sdk/client-sqs';
