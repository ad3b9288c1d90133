import type { Invocation } from '../../world/invocations/invocation.ts';
import { hashText, mix, unit } from '../../world/random.ts';
import { FAILURES, type Failure, INIT_FAILURES } from './failure-catalogue.ts';
import type { Voice } from './voice.ts';

/** How a function's errors divide over its signatures: one is usually to blame for most. */
const SHARES = [0.62, 0.24, 0.1, 0.04];
/** Versions whose errors are more than this many times the usual have a bug of their own. */
const OWN_BUG = 2;
const OWN_BUG_SHARE = 0.85;

/** What an invocation that failed says, with how many events it takes. */
export interface Told {
  failure: Failure;
  /** 1, or one per line where the runtime sends each line of a stack trace by itself. */
  events: number;
}

/** The failure of an invocation that ended in `error`. */
export function failureOf(
  { target, family, isJson }: Voice,
  { path, salt, exception }: Pick<Invocation, 'path' | 'salt' | 'exception'>,
): Told {
  const catalogue = FAILURES[family];
  const drawn = unit(mix(salt, 301));
  const isOwn = path.traits.errorFactor > OWN_BUG && drawn < OWN_BUG_SHARE;
  const first = isOwn ? hashText(target.key, `bug of ${path.version}`) : mix(target.key, 302);
  const failure =
    exception ?? catalogue[(first + (isOwn ? 0 : placeOf(unit(mix(salt, 303))))) % catalogue.length];
  if (failure === undefined) throw new RangeError(`no failures are known for ${family}`);
  // Only the custom runtime's standard error is cut into an event per line.
  return { failure, events: family === 'go' && !isJson ? 2 + failure.frames.length * 2 : 1 };
}

/** The failure of an initialisation: always the same for a function, as its package is. */
export function initFailureOf({ target, family }: Voice): Failure {
  const catalogue = INIT_FAILURES[family];
  const failure = catalogue[mix(target.key, 304) % catalogue.length];
  if (failure === undefined) throw new RangeError(`no failed initialisations are known for ${family}`);
  return failure;
}

function placeOf(drawn: number): number {
  let cumulated = 0;
  for (const [place, share] of SHARES.entries()) {
    cumulated += share;
    if (drawn < cumulated) return place;
  }
  return SHARES.length - 1;
}
