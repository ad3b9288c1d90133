/** Where a queue's messages go that were received too often. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

/** Which queues may use this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  /** With `byQueue` only. */
  sourceQueueArns?: readonly string[];
}

/** A queue's settings. Durations in seconds, sizes in bytes. */
export interface QueueSettings {
  visibilityTimeoutS: number;
  delayS: number;
  retentionS: number;
  maximumMessageBytes: number;
  receiveWaitS: number;
  redrivePolicy: RedrivePolicy | undefined;
  redriveAllowPolicy: RedriveAllowPolicy | undefined;
  contentBasedDeduplication: boolean;
  deduplicationScope: 'queue' | 'messageGroup';
  fifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
  managedEncryption: boolean;
  kmsKeyId: string | undefined;
  kmsReusePeriodS: number;
  /** Access policy, JSON as it was set. */
  policy: string | undefined;
}

/** The largest message and the largest batch, bytes. */
export const LARGEST_MESSAGE = 1_048_576;
/** The longest a message may be invisible for one receipt, s. */
export const LONGEST_VISIBILITY_S = 43_200;

/** What a new queue has unless told otherwise. */
export const DEFAULT_SETTINGS: QueueSettings = {
  visibilityTimeoutS: 30,
  delayS: 0,
  retentionS: 345_600,
  maximumMessageBytes: LARGEST_MESSAGE,
  receiveWaitS: 0,
  redrivePolicy: undefined,
  redriveAllowPolicy: undefined,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  fifoThroughputLimit: 'perQueue',
  managedEncryption: true,
  kmsKeyId: undefined,
  kmsReusePeriodS: 300,
  policy: undefined,
};
