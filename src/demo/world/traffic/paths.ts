import type { LambdaFunction } from '../model.ts';
import { hashText } from '../random.ts';

/** One way through a function: the alias or version that was called and the version that ran. */
export interface Path {
  /** What callers name: an alias, a version, or `$LATEST` for an unqualified call. */
  qualifier: string;
  isAlias: boolean;
  /** The version that executes. */
  version: string;
  versionHash: number;
  /** Share (0–1) of the function's invocations. */
  share: number;
  errorFactor: number;
  durationFactor: number;
}

/** The paths through a function at an instant (ms since the epoch); their shares add up to 1. */
export function pathsAt(target: LambdaFunction, instant: number): Path[] {
  return target.profile.entrances.flatMap((entrance) => {
    const alias = target.aliases.get(entrance.qualifier);
    if (alias === undefined)
      return [path(target, entrance.qualifier, false, entrance.qualifier, entrance.share)];
    const routing = alias.routing.at(instant);
    const additional = Object.entries(routing.additionalWeights).filter(([, weight]) => weight > 0);
    const residual = additional.reduce((left, [, weight]) => left - weight, 1);
    return [
      path(target, alias.name, true, routing.version, entrance.share * residual),
      ...additional.map(([version, weight]) =>
        path(target, alias.name, true, version, entrance.share * weight),
      ),
    ];
  });
}

function path(
  target: LambdaFunction,
  qualifier: string,
  isAlias: boolean,
  version: string,
  share: number,
): Path {
  const published = target.versions.get(version);
  return {
    qualifier,
    isAlias,
    version,
    versionHash: hashText(0, version),
    share,
    errorFactor: published?.errorFactor ?? 1,
    durationFactor: published?.durationFactor ?? 1,
  };
}
