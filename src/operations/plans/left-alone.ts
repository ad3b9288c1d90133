/** Triggers that AWS is working on: they can be turned neither on nor off now, so a plan that is about them falls short. */
import type { PlanRefusal } from '../../domain/changes/plan.ts';
import { sourceName } from '../../domain/changes/words.ts';
import { isPolling } from '../../domain/concurrency/event-source-mapping.ts';
import type { EventSourceMapping } from '../../gateways/changes.ts';

/** Those of the mappings of which AWS does not tell whether they are on. */
export function leftAlone(mappings: readonly EventSourceMapping[]): readonly EventSourceMapping[] {
  return mappings.filter((mapping) => isPolling(mapping) === null);
}

/** What AWS is doing with it: `Updating`. */
export function stateWords({ state }: EventSourceMapping): string {
  return state ?? 'in a state AWS does not tell';
}

/** What the plan does not do, and `next` to it; null where no mapping is left alone. */
export function shortfallOf(
  mappings: readonly EventSourceMapping[],
  next: readonly string[],
): PlanRefusal | null {
  const names = leftAlone(mappings).map((mapping) => `${sourceName(mapping)} (${stateWords(mapping)})`);
  if (names.length === 0) return null;
  return { code: 'conflict', message: `Triggers were left as they are: ${names.join(', ')}.`, next };
}
