/** An SQS queue as a scenario brings it: a real one is made of it, with that many messages. */
export interface QueueSpec {
  name: string;
  arn: string;
  created: number;
  visibilityTimeoutS: number;
  messages: number;
  /** Where this queue's own dead letters go. */
  deadLetterTarget?: { arn: string; maxReceiveCount: number };
}
