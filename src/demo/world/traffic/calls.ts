import type { LambdaFunction } from '../model.ts';
import { mix } from '../random.ts';
import { demandOf } from './demand.ts';

const SALT_TIMES = 131;

/** The calls of a minute, by number, and the hash that their times are drawn from (see `arrivalTime`). */
export interface Calls {
  count: number;
  hash: number;
}

/** What a function is asked for in a minute (since the epoch), whatever comes of it; `birth` is a minute too. */
export function callsOf({ profile, key }: LambdaFunction, minute: number, birth: number): Calls {
  return { count: demandOf(profile, key, minute, birth), hash: callTimesHash(key, minute) };
}

/** The hash that the times of a function's calls in a minute (since the epoch) are drawn from, by its key. */
export function callTimesHash(key: number, minute: number): number {
  return mix(key + SALT_TIMES, minute);
}
