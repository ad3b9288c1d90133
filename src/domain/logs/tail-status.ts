/** How a tail is doing: by which way its lines come, how far behind it is, and what it does not show. */
import type { AppError } from '../app-error.ts';

/** One target's way to its lines. */
export interface TargetStatus {
  /** As asked: `orders`, or `orders:live`. */
  readonly target: string;
  /** Null until it is known. */
  readonly group: string | null;
  /**
   * `opening`: looking for the group · `waiting`: there is no group yet · `live`: by live tail · `polling`: by
   * FilterLogEvents every few seconds · `refused`: not at all; it is tried again by and by.
   */
  readonly mode: 'opening' | 'waiting' | 'live' | 'polling' | 'refused';
  /** Why it is not live, as a sentence; null while it is, or may yet be. */
  readonly reason: string | null;
  /** What stops the reading; null while it goes on. */
  readonly error: AppError | null;
  /**
   * Everything CloudWatch had by then has been shown, ms since the epoch: the lag is what has passed since. Null
   * before the first reading is through.
   */
  readonly caughtUpAt: number | null;
}

/** A span of time of which lines may be missing. */
export interface UnreadSpan {
  readonly target: string;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Why, as a sentence. */
  readonly reason: string;
}

/** The tail as a whole. */
export interface TailStatus {
  readonly targets: readonly TargetStatus[];
  /** Updates of live tail that said they were a sample, and how many of those were completed by reading. */
  readonly sampledUpdates: number;
  readonly completedUpdates: number;
  /** How often a live tail session had to be begun again. */
  readonly reconnects: number;
  /** What could not be read, newest last; at most the last hundred. */
  readonly unread: readonly UnreadSpan[];
  /** How many there were in all. */
  readonly unreadCount: number;
}

/** Of a tail that has not begun. */
export const NO_TAIL: TailStatus = {
  targets: [],
  sampledUpdates: 0,
  completedUpdates: 0,
  reconnects: 0,
  unread: [],
  unreadCount: 0,
};
