import type { Alias, FunctionConfiguration, LambdaFunction, Routing, VersionTraits } from '../model.ts';
import { hashText } from '../random.ts';
import { configurationAt } from '../version-configuration.ts';
import { traitChanges, traitsAt } from '../version-traits.ts';

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
  traits: VersionTraits;
  /** The settings by which it executes. */
  configuration: FunctionConfiguration;
}

/**
 * The paths through a function at an instant (ms since the epoch). Their shares add up to 1, or to less
 * while callers name an alias that is not there: Lambda refuses those and counts them nowhere.
 */
export function pathsAt(target: LambdaFunction, instant: number): Path[] {
  return target.profile.entrances.flatMap(({ qualifier, share }) => {
    if (isVersion(qualifier)) return [path(target, qualifier, false, qualifier, share, instant)];
    const routing = aliasAt(target, qualifier, instant)?.routing.at(instant);
    if (routing === undefined) return [];
    const additional = Object.entries(routing.additionalWeights).filter(([, weight]) => weight > 0);
    const residual = additional.reduce((left, [, weight]) => left - weight, 1);
    return [
      path(target, qualifier, true, routing.version, share * residual, instant),
      ...additional.map(([version, weight]) =>
        path(target, qualifier, true, version, share * weight, instant),
      ),
    ];
  });
}

/** What decides the paths at an instant (ms since the epoch): the routing of each entrance, if any. */
export function routingsAt(target: LambdaFunction, instant: number): (Routing | undefined)[] {
  return target.profile.entrances.map(({ qualifier }) =>
    isVersion(qualifier) ? undefined : aliasAt(target, qualifier, instant)?.routing.at(instant),
  );
}

function isVersion(qualifier: string): boolean {
  return qualifier === '$LATEST' || /^\d+$/.test(qualifier);
}

/** The alias of that name at an instant (ms since the epoch), deleted since or not. */
function aliasAt(target: LambdaFunction, name: string, instant: number): Alias | undefined {
  const current = target.aliases.get(name);
  if (current !== undefined && (current.since ?? Number.NEGATIVE_INFINITY) <= instant) return current;
  return target.formerAliases.find(
    ({ alias, until }) =>
      alias.name === name && (alias.since ?? Number.NEGATIVE_INFINITY) <= instant && instant < until,
  )?.alias;
}

/**
 * The instants after `from` and before `until` (ms since the epoch) at which a function's paths changed, or the
 * settings or the code by which they execute.
 */
export function pathChanges(target: LambdaFunction, from: number, until: number): number[] {
  const aliases = [...target.aliases.values(), ...target.formerAliases.map(({ alias }) => alias)];
  const borders = [
    ...aliases.map((alias) => alias.since ?? Number.NEGATIVE_INFINITY),
    ...target.formerAliases.map((former) => former.until),
  ].filter((instant) => instant > from && instant < until);
  return [
    ...aliases.flatMap((alias) => alias.routing.changesBetween(from, until)),
    ...target.configurationHistory.changesBetween(from, until),
    ...traitChanges(target, from, until),
    ...borders,
  ].sort((left, right) => left - right);
}

/** One way at an instant (ms since the epoch): `qualifier` as called, `version` as executed. */
export function path(
  target: LambdaFunction,
  qualifier: string,
  isAlias: boolean,
  version: string,
  share: number,
  instant: number,
): Path {
  return {
    qualifier,
    isAlias,
    version,
    versionHash: hashText(0, version),
    share,
    traits: traitsAt(target, version, instant),
    configuration: configurationAt(target, version, instant),
  };
}
