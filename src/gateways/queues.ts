/**
 * SQS queues without their messages: reads that change nothing, not even a receive count, and how long messages are
 * kept. What `changes.ts` says about writes holds here too.
 */

import type { QueueAttributes } from '../domain/queue-attributes.ts';
import type { Receipt } from './changes.ts';

/** Queues of one region. */
export interface QueuesGateway {
  /** By ARN; of another account too, where the queue's policy allows. `not-found` when there is none. */
  queueAttributes(queueArn: string, signal?: AbortSignal): Promise<QueueAttributes>;
  /**
   * SetQueueAttributes: messages are kept for so many seconds, 60 to 1,209,600 (14 days), those that are there too.
   * AWS takes up to 15 minutes to go by it; messages that are older than a shorter time are then gone.
   */
  setRetention(queueUrl: string, seconds: number, signal?: AbortSignal): Promise<Receipt>;
}
