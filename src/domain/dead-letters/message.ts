/** A message received from a dead-letter queue, with everything that is needed to send it again. */

/** A message attribute as SQS has it; text and base64 alike hold the value. */
export interface MessageAttribute {
  /** `String`, `Number`, `Binary`, or one of these with a label: `Number.int`. */
  readonly dataType: string;
  readonly text: string | null;
  /** base64; null for a text. */
  readonly binary: string | null;
}

/** One message. Its texts are hostile until sanitised. */
export interface DeadLetter {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** When it was first sent, ms since the epoch; a standard queue counts its retention from here. */
  readonly sentAt: number | null;
  readonly firstReceivedAt: number | null;
  /** How often it was received, over all queues it was in (facts/aws.md section 4). */
  readonly receiveCount: number | null;
  /** ARN of the queue that SQS moved it from; null when something else put it here. */
  readonly sourceQueueArn: string | null;
  /** The X-Ray header, the one system attribute that can be sent again. */
  readonly traceHeader: string | null;
  readonly groupId: string | null;
  readonly deduplicationId: string | null;
}
