/** One invocation as its log lines tell it. Null is unknown, never zero. */
import type { LogError } from './log-line.ts';

/** How invocations can end, worst last; `running` has not, and of `unknown` nothing says how. */
export const INVOCATION_STATUSES = [
  'running',
  'unknown',
  'ok',
  'error',
  'init-error',
  'out-of-memory',
  'timeout',
] as const;

/** One of `INVOCATION_STATUSES`. */
export type InvocationStatus = (typeof INVOCATION_STATUSES)[number];

/** One run of a function's handler. An asynchronous retry keeps the request id: it is another invocation. */
export interface Invocation {
  readonly requestId: string;
  readonly functionName: string | null;
  /** Version that ran; null when the stream does not say. */
  readonly version: string | null;
  readonly group: string;
  readonly stream: string;
  /** 1, or how many times this request id has been seen to start. */
  readonly attempt: number;
  /** Timestamp of its first line, ms since the epoch. */
  readonly startedAt: number;
  /** Timestamp of its REPORT, ms since the epoch; null before, and where none is written. */
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly memorySizeMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  /** Initialisation or restore before the handler ran, ms; null when warm or unknown (see `isCold`). */
  readonly initDurationMs: number | null;
  /** Whether its environment was made for it; null until its REPORT says so. */
  readonly isCold: boolean | null;
  readonly status: InvocationStatus;
  /** The last error its lines told; without a stack, as thousands of invocations are kept. */
  readonly error: Omit<LogError, 'stack'> | null;
}

/** How one invocation ended, told once: what a canary's guard counts. */
export interface InvocationOutcome {
  readonly functionName: string | null;
  readonly version: string | null;
  readonly requestId: string;
  readonly outcome: 'ok' | 'error' | 'timeout';
  /** Without the initialisation; null where the log does not tell. */
  readonly durationMs: number | null;
  readonly isCold: boolean | null;
  /** Timestamp of its START, ms since the epoch. */
  readonly startedAt: number;
  /** Timestamp of its REPORT, ms since the epoch. */
  readonly endedAt: number;
}
