import type { LambdaFunction } from '../model.ts';

/** A function that may run again works off its stream this many times faster than it fills. */
const CATCH_UP = 3;

/**
 * How far a function is behind its stream because it was stopped (reserved concurrency 0, or its mappings
 * disabled), ms, at an instant (ms since the epoch): it grows with the time while it is stopped and falls
 * afterwards.
 */
export function backlogAgeAt(target: LambdaFunction, instant: number): number {
  const { reservedConcurrency, isFed } = target;
  const changes = [reservedConcurrency, isFed].flatMap((setting) =>
    setting.changesBetween(Number.NEGATIVE_INFINITY, instant),
  );
  const borders = [...changes.sort((left, right) => left - right), instant];
  let age = 0;
  for (const [index, from] of borders.slice(0, -1).entries()) {
    const lasted = (borders[index + 1] ?? instant) - from;
    const isStopped = reservedConcurrency.at(from) === 0 || !isFed.at(from);
    age = isStopped ? age + lasted : Math.max(0, age - CATCH_UP * lasted);
  }
  return age;
}
