/** An SQS queue as GetQueueAttributes tells it. Counts are approximate, and up to a minute late. */

/** One queue; every figure is null when AWS did not say. */
export interface QueueAttributes {
  readonly url: string;
  readonly arn: string;
  readonly fifo: boolean;
  /** How long a received message stays hidden, seconds. */
  readonly visibilityTimeoutS: number | null;
  /** How long an unread message is kept, seconds. */
  readonly retentionS: number | null;
  /** Messages waiting to be received. */
  readonly depth: number | null;
  /** Messages received and neither deleted nor back yet. */
  readonly inFlight: number | null;
  /** Messages that may not be received yet. */
  readonly delayed: number | null;
  /** Where messages go that were received too often, and after how many receives; null = nowhere. */
  readonly deadLetters: { readonly queueArn: string; readonly maxReceiveCount: number } | null;
}
