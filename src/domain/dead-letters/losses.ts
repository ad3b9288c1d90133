/** Events that Lambda could put nowhere: it counts them by function. */
import { type DeadLetterTarget, functionsBehind } from './discovery.ts';

/**
 * How many events of the functions behind a target were lost; null = unknown.
 *
 * @param byFunction function's name → lost events, those without any left out; null = not read
 */
export function lostAt(
  target: DeadLetterTarget,
  byFunction: ReadonlyMap<string, number> | null,
): number | null {
  // Only what Lambda itself sends can be lost on the way.
  const isOfLambda = target.kinds.some((kind) => kind === 'async' || kind === 'destination');
  if (!isOfLambda) return 0;
  if (byFunction === null) return null;
  return functionsBehind(target).reduce((sum, name) => sum + (byFunction.get(name) ?? 0), 0);
}
