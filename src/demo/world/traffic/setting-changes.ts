import type { LambdaFunction } from '../model.ts';
import { pathChanges } from './paths.ts';

/**
 * The instants after `from` and before `until` (ms since the epoch) at which something changed that decides how
 * a function's invocations go: its routing, its concurrency, what feeds it, or whether it is there. Ascending.
 */
export function settingChanges(target: LambdaFunction, from: number, until: number): number[] {
  const changes = [...pathChanges(target, from, until), ...capacityChanges(target, from, until)];
  return changes.length < 2 ? changes : [...new Set(changes)].sort((left, right) => left - right);
}

/** As `settingChanges`, of those alone that change how much concurrency is left for other functions. */
export function capacityChanges(target: LambdaFunction, from: number, until: number): number[] {
  const { reservedConcurrency, provisioned, isFed, isLived, pollersAtMost, deletedAt } = target;
  const changes: number[] = [];
  for (const setting of [reservedConcurrency, provisioned, isFed, isLived, pollersAtMost]) {
    if (setting.hasChanged) changes.push(...setting.changesBetween(from, until));
  }
  if (deletedAt !== undefined && deletedAt > from && deletedAt < until) changes.push(deletedAt);
  return changes;
}
