/**
 * Reads by which pollers find out where failed work goes, and how much of it lies there. Nothing is received: no
 * receive count changes. Rejects with an AppError.
 */

import type { FailurePath } from '../domain/invokers.ts';
import type { QueueAttributes } from '../domain/queue-attributes.ts';

/** Queues of one region, and what its functions do about failed events. */
export interface DeadLetterSourcesGateway {
  /** URLs of all queues of the account and region, a page (at most 1,000) at a time. */
  queueUrls(signal?: AbortSignal): AsyncIterable<readonly string[]>;
  /** One queue by its URL; `not-found` when it was deleted. */
  queue(url: string, signal?: AbortSignal): Promise<QueueAttributes>;
  /** URLs of the queues that name this one (by its URL) as where their dead letters go. */
  sourceQueueUrls(url: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Per qualifier of a function; empty when nothing was ever configured, `not-found` without the function. */
  failurePaths(functionName: string, signal?: AbortSignal): Promise<readonly FailurePath[]>;
}
