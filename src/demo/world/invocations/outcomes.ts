import type { LambdaFunction } from '../model.ts';
import { mix, unit } from '../random.ts';
import { type Durations, timeoutsAmong } from '../traffic/durations.ts';
import type { Outcome } from './invocation.ts';
import { sample } from './permutation.ts';

/**
 * How each of a path's invocations of a minute ended, by the rank of its duration. As many fail as the
 * minute says: those that ran into the timeout first, the others anywhere.
 */
export function outcomesOf(
  target: LambdaFunction,
  durations: Durations,
  errors: number,
  hash: number,
): ReadonlyMap<number, Outcome> {
  const outcomes = new Map<number, Outcome>();
  if (errors === 0) return outcomes;
  const timeouts = timeoutsAmong(durations);
  for (let rank = durations.count - timeouts; rank < durations.count; rank++) outcomes.set(rank, 'timeout');
  const memoryShare = outOfMemoryShare(target);
  for (const rank of sample(durations.count - timeouts, errors - timeouts, hash)) {
    const isMemory = unit(mix(hash, rank + 1_000_000)) < memoryShare;
    outcomes.set(rank, isMemory ? 'out-of-memory' : 'error');
  }
  return outcomes;
}

/** Share (0–1) of a function's errors that are a lack of memory: some functions leak, most never do. */
function outOfMemoryShare({ key }: LambdaFunction): number {
  return mix(key, 82) % 6 === 0 ? 0.25 : 0;
}
