/** Waiting: for how long, how often, and until somebody calls it off. */
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../domain/app-error.ts';
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
  /** Moves it by so many ms: they went by with what does not count. */
  extend(ms: number): void;
}

/** A deadline that many ms from now. */
export function deadlineIn(ms: number, clock: Clock): Deadline {
  let end = clock.now() + ms;
  return {
    leftMs: () => Math.max(0, end - clock.now()),
    extend: (more) => {
      end += more;
    },
  };
}

/** The pause before the attempt that follows `attempt` failed or empty ones, ms: doubling, up to `longestMs`. */
export function backOff(attempt: number, firstMs: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** attempt);
}

/** The longest that Node's timers can wait, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One call, whose signal aborts at the deadline.
 *
 * @param leastMs what it gets in any case, ms: a look that tells what became of a change
 */
export async function callBefore<Value>(
  deadline: Deadline,
  leastMs: number,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const ending = new AbortController();
  const ms = Math.min(LONGEST_TIMER_MS, Math.max(leastMs, deadline.leftMs()));
  const timer = setTimeout(() => ending.abort(notInTime()), ms);
  try {
    return await call(ending.signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Reads, until the deadline at the latest: rejects with AppError `unreachable` then, whatever they wait for.
 *
 * @param leastMs as above
 * @param signal calls them off as well
 */
export function readBefore<Value>(
  deadline: Deadline,
  leastMs: number,
  read: (signal: AbortSignal) => Promise<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  return callBefore(deadline, leastMs, (late) => {
    const ending = signal ? AbortSignal.any([signal, late]) : late;
    const { promise: over, reject } = Promise.withResolvers<never>();
    // Credentials that are asked for hear no signal, and a call that is called off has other words for it.
    late.addEventListener('abort', () => reject(late.reason), { once: true });
    return Promise.race([over, read(ending)]);
  });
}

/** Reads that the person no longer waits for. */
function notInTime(): AppError {
  return new AppError('unreachable', 'AWS did not answer in time.', {
    next: ['wait longer: --timeout 15m', 'see what answers: lambdatop doctor'],
  });
}
