/** One event of CloudWatch Logs, as both ways of reading deliver it (live tail and FilterLogEvents). */
export interface LogEvent {
  /** Only FilterLogEvents gives one; null for an event of a live tail (facts/aws.md section 3). */
  readonly eventId: string | null;
  /** Name of the log group, never an ARN: `/aws/lambda/orders`. */
  readonly group: string;
  /** Name of the log stream: `2026/11/21/[42]3f…`; the version is in its brackets. */
  readonly stream: string;
  /** What the writer said, ms since the epoch. */
  readonly timestamp: number;
  /** When CloudWatch took it in, ms since the epoch. */
  readonly ingestionTime: number;
  /** As it came from AWS: hostile until `sanitise` has seen it. */
  readonly message: string;
}
