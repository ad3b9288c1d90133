/** Waiting: for how long, how often, and until somebody calls it off. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../domain/clock.ts';

/** Waits so many ms; resolves early, without rejecting, when the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Sleeps on the machine's own timers. */
export const realSleep: Sleep = (ms, signal) =>
  wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined);

/** When to stop waiting. */
export interface Deadline {
  /** ms left, never negative. */
  leftMs(): number;
}

/** A deadline that many ms from now. */
export function deadlineIn(ms: number, clock: Clock): Deadline {
  const end = clock.now() + ms;
  return { leftMs: () => Math.max(0, end - clock.now()) };
}

/** The pause before the attempt that follows `attempt` failed or empty ones, ms: doubling, up to `longestMs`. */
export function backOff(attempt: number, firstMs: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** attempt);
}
