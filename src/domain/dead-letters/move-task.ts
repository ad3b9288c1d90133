/** A message move task: SQS itself moves a whole dead-letter queue (facts/aws.md section 4). */

/** One task as ListMessageMoveTasks tells it. */
export interface MoveTask {
  /** Only while it runs, and needed to cancel it; null otherwise. */
  readonly handle: string | null;
  /** RUNNING, COMPLETED, CANCELLING, CANCELLED, FAILED; whatever else AWS may say. */
  readonly status: string;
  /** Where to; null = each message to the queue it came from. */
  readonly destinationArn: string | null;
  /** Messages a second it was started with; null = as fast as AWS likes. */
  readonly ratePerS: number | null;
  /** Approximate, as AWS counts. */
  readonly moved: number | null;
  /** As counted when it was started; null when AWS did not say. */
  readonly toMove: number | null;
  /** `CouldNotDetermineMessageSource` and the like; null when it did not fail. */
  readonly failureReason: string | null;
  /** ms since the epoch. */
  readonly startedAt: number | null;
}

/** Whether the queue has a task at work: AWS allows one. */
export function isActive({ status }: Pick<MoveTask, 'status'>): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}
