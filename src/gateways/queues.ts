/** Reads of SQS queues that change nothing, not even a receive count. */

import type { QueueAttributes } from '../domain/queue-attributes.ts';

/** Queues of one region. */
export interface QueuesGateway {
  /** By ARN; of another account too, where the queue's policy allows. `not-found` when there is none. */
  queueAttributes(queueArn: string, signal?: AbortSignal): Promise<QueueAttributes>;
}
