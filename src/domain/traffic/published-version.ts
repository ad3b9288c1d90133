/** What matters of a published version before traffic is sent there. Null = not told. */
export interface PublishedVersion {
  /** Digits. */
  readonly version: string;
  /** Active, Pending, Inactive, Failed. */
  readonly state: string | null;
  readonly stateReason: string | null;
  /** ARN of its execution role. */
  readonly role: string | null;
  /** ARN its DeadLetterConfig names; null = none. */
  readonly deadLetterArn: string | null;
  /** AWS's LastModified, of a version when it was published; ms since the epoch. */
  readonly publishedAt: number | null;
}
