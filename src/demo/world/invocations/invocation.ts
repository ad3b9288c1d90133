import { hexText, mix } from '../random.ts';
import type { Path } from '../traffic/paths.ts';
import type { Environment } from './environment.ts';

/**
 * How an invocation ended: `error` is an exception of the code, `out-of-memory` and `init-error` end the
 * execution environment too, `timeout` is Lambda's doing.
 */
export type Outcome = 'success' | 'error' | 'timeout' | 'out-of-memory' | 'init-error';

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
}

/** The request id, shaped like the version-4 UUIDs that Lambda gives. */
export function requestIdOf({ hash, salt }: Invocation): string {
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
