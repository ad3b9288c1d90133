import type { LambdaFunction, VersionTraits } from './model.ts';

/** The traits of a version that is like its function always was. */
export const USUAL_TRAITS: VersionTraits = { errorFactor: 1, durationFactor: 1 };

/** The traits of a version (or `$LATEST`, which has none of its own) at an instant, ms since the epoch. */
export function traitsAt(target: LambdaFunction, version: string, instant: number): VersionTraits {
  return target.versions.get(version)?.traits.at(instant) ?? USUAL_TRAITS;
}

/** The share (0–1) of a version's invocations that fail where a share `usual` of its function's do. */
export function failingShare({ errorShare, errorFactor }: VersionTraits, usual: number): number {
  return Math.min(1, errorShare ?? usual * errorFactor);
}

/** The instants after `from` and before `until` (ms since the epoch) at which any version's traits changed. */
export function traitChanges(target: LambdaFunction, from: number, until: number): number[] {
  const changes: number[] = [];
  for (const { traits } of target.versions.values()) {
    if (traits.hasChanged) changes.push(...traits.changesBetween(from, until));
  }
  return changes;
}
