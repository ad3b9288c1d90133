import { hexText, mix } from '../random.ts';
import type { Path } from '../traffic/paths.ts';
import type { Environment } from './environment.ts';

/**
 * How an invocation ended: `error` is an exception of the code, `out-of-memory` and `init-error` end the
 * execution environment too, `timeout` is Lambda's doing.
 */
export type Outcome = 'success' | 'error' | 'timeout' | 'out-of-memory' | 'init-error';

/** An exception that a handler throws. */
export interface Exception {
  type: string;
  message: string;
  /** Innermost first, in the words of the runtime. */
  frames: readonly string[];
}

/** One invocation of a function. What it says about itself is drawn from `hash` when somebody asks. */
export interface Invocation {
  /** Root of everything drawn about it, with `salt`: 64 bits together, so that request ids stay unique. */
  hash: number;
  salt: number;
  path: Path;
  environment: Environment;
  /** ms since the epoch at which it arrived: the timestamp its metrics carry. */
  start: number;
  /** ms of initialisation before the handler ran; undefined = the environment was warm. */
  initMs: number | undefined;
  /** ms, to the hundredth, without the initialisation: what CloudWatch's Duration counts. */
  durationMs: number;
  outcome: Outcome;
  /** Where Lambda had given it before, as to an event that is tried again. */
  requestId?: string;
  /** What it failed with, where the event was to blame; drawn from the function's habits otherwise. */
  exception?: Exception;
  /** What the code says about its event before it ends, each an error of the application. */
  remarks?: readonly string[];
}

/** The request id, shaped like the version-4 UUIDs that Lambda gives. */
export function requestIdOf({ hash, salt, requestId }: Invocation): string {
  if (requestId !== undefined) return requestId;
  const left = hexText(hash, 16);
  const right = hexText(mix(salt, 1), 16);
  return `${left.slice(0, 8)}-${left.slice(8, 12)}-4${left.slice(13)}-b${right.slice(1, 4)}-${right.slice(4)}`;
}

/** When the handler began, ms since the epoch. */
export function handlerStartOf({ start, initMs }: Invocation): number {
  return start + Math.ceil(initMs ?? 0);
}

/** When the invocation was over, ms since the epoch. */
export function endOf(invocation: Invocation): number {
  return handlerStartOf(invocation) + Math.ceil(invocation.durationMs);
}
