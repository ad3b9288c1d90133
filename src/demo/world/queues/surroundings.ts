import type { Queue } from './queue.ts';

/** What a receiver asks for. */
export interface ReceiveRequest {
  /** At most this many messages, 1–10. */
  most: number;
  /** Overrides the queue's own visibility timeout, s. */
  visibilityTimeoutS?: number;
}

/** Where a queue lives, and what it must reach outside itself. */
export interface QueueSurroundings {
  seed: number;
  /** When the world was born, ms since the epoch. */
  bornAt: number;
  /** The queue of an ARN, for dead letters. */
  queueAt: (arn: string) => Queue | undefined;
  /** Brings everything that happens by itself up to `now`, before a queue is used. */
  advance: (now: number) => void;
  /** Told when messages may have become visible through a call, not through time; `at` in ms since the epoch. */
  arrived?: (queue: Queue, at: number) => void;
}
