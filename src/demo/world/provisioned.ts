import type { LambdaFunction } from './model.ts';

/** All the concurrency that a function had provisioned at an instant, ms since the epoch. */
export function provisionedAt(target: LambdaFunction, instant: number): number {
  return target.provisioned.at(instant).reduce((total, each) => total + each.requested, 0);
}
