/** Event source mappings: Lambda's own pollers, which read a queue or a stream and invoke a function. */

/** What a mapping reads from. */
export type EventSourceKind =
  | 'sqs'
  | 'kinesis'
  | 'dynamodb'
  | 'kafka'
  | 'self-managed-kafka'
  | 'mq'
  | 'documentdb'
  | 'other';

/** One event source mapping. */
export interface EventSourceMapping {
  /** Its identity; names, ARNs and functions may change under it. */
  readonly uuid: string;
  /** ARN of the function it invokes, with the qualifier it was made for. */
  readonly functionArn: string;
  /** ARN of the queue or stream; null for a self-managed Kafka. */
  readonly sourceArn: string | null;
  readonly kind: EventSourceKind;
  /** AWS's State: Creating, Enabling, Enabled, Disabling, Disabled, Updating, Deleting; null when unsaid. */
  readonly state: string | null;
  /** ScalingConfig.MaximumConcurrency (SQS only); null = no limit of its own. */
  readonly maximumConcurrency: number | null;
  /** MaximumRecordAgeInSeconds (streams only), seconds; null = until the stream lets records expire. */
  readonly maximumRecordAgeS: number | null;
  /** Where records go that were given up (streams and Kafka): ARN, or null for nowhere. */
  readonly onFailureArn: string | null;
}

/** Whether it is, or is about to be, polling; null while AWS does not tell (Creating, Updating, Deleting). */
export function isPolling({ state }: Pick<EventSourceMapping, 'state'>): boolean | null {
  if (state === 'Enabled' || state === 'Enabling') return true;
  if (state === 'Disabled' || state === 'Disabling') return false;
  return null;
}

/** Whether it is at rest: while AWS works on it, every further change is refused (ResourceInUse). */
export function isSettled({ state }: Pick<EventSourceMapping, 'state'>): boolean {
  return state === 'Enabled' || state === 'Disabled';
}

/** What an event source is, by its ARN; AWS gives none for a self-managed Kafka. */
export function eventSourceKind(sourceArn: string | null): EventSourceKind {
  if (sourceArn === null) return 'self-managed-kafka';
  const [, , service] = sourceArn.split(':');
  switch (service) {
    case 'sqs':
    case 'kinesis':
    case 'dynamodb':
    case 'kafka':
    case 'mq':
      return service;
    case 'rds':
      return 'documentdb';
    default:
      return 'other';
  }
}
