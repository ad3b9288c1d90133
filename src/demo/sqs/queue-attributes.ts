import { drawnDepth } from '../world/drawn-depth.ts';
import type { Queue } from '../world/queues/queue.ts';
import type { QueueSettings } from '../world/queues/settings.ts';
import type { World } from '../world/world.ts';

/** Every attribute that a queue may be asked for, set on it or not. */
export const QUEUE_ATTRIBUTES: ReadonlySet<string> = new Set([
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

/** A queue's attributes, all of them text, without those that are not set. */
export function attributesOf(world: World, queue: Queue): Record<string, string> {
  const now = world.clock.now();
  const counts = queue.counts(now);
  const drawn = drawnDepth(world, queue.name, now);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible + drawn.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight + drawn.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ...settingsText(queue.settings, queue.isFifo),
  };
}

/** The attributes that a client sets, as it would read them back. */
export function settingsText(settings: QueueSettings, isFifo: boolean): Record<string, string> {
  const values: Record<string, string | undefined> = {
    VisibilityTimeout: String(settings.visibilityTimeoutS),
    MaximumMessageSize: String(settings.maximumMessageBytes),
    MessageRetentionPeriod: String(settings.retentionS),
    DelaySeconds: String(settings.delayS),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitS),
    SqsManagedSseEnabled: String(settings.managedEncryption),
    Policy: settings.policy,
    RedrivePolicy: jsonOf(settings.redrivePolicy),
    RedriveAllowPolicy: jsonOf(settings.redriveAllowPolicy),
    KmsMasterKeyId: settings.kmsKeyId,
    KmsDataKeyReusePeriodSeconds:
      settings.kmsKeyId === undefined ? undefined : String(settings.kmsReusePeriodS),
    FifoQueue: isFifo ? 'true' : undefined,
    ContentBasedDeduplication: isFifo ? String(settings.contentBasedDeduplication) : undefined,
    DeduplicationScope: isFifo ? settings.deduplicationScope : undefined,
    FifoThroughputLimit: isFifo ? settings.fifoThroughputLimit : undefined,
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function jsonOf(policy: object | undefined): string | undefined {
  return policy === undefined ? undefined : JSON.stringify(policy);
}
