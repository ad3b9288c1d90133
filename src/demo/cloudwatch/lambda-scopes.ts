import type { LambdaFunction } from '../world/model.ts';
import { pathsAt } from '../world/traffic/paths.ts';
import type { World } from '../world/world.ts';
import type { Dimension } from './dimensions.ts';
import type { Scope } from './view.ts';

/** One of the sets of dimensions under which a function publishes. */
export interface DimensionedScope {
  dimensions: readonly Dimension[];
  scope: Scope;
}

/** A function as a whole: dimension FunctionName alone. */
export function functionScope(world: World, target: LambdaFunction): DimensionedScope {
  return {
    dimensions: [{ Name: 'FunctionName', Value: target.name }],
    scope: { traffic: world.traffic.of(target) },
  };
}

/** A function's aliases and versions that are called now, and the versions its aliases run. */
export function resourceScopes(world: World, target: LambdaFunction): DimensionedScope[] {
  const { dimensions, scope } = functionScope(world, target);
  const scopes = new Map<string, DimensionedScope>();
  for (const { qualifier, version, isAlias } of pathsAt(target, world.clock.now())) {
    if (qualifier === '$LATEST') continue;
    const ofResource = [...dimensions, { Name: 'Resource', Value: `${target.name}:${qualifier}` }];
    scopes.set(qualifier, { dimensions: ofResource, scope: { ...scope, qualifier } });
    if (!isAlias) continue;
    const ofVersion = [...ofResource, { Name: 'ExecutedVersion', Value: version }];
    scopes.set(`${qualifier} ${version}`, {
      dimensions: ofVersion,
      scope: { ...scope, qualifier, executedVersion: version },
    });
  }
  return [...scopes.values()];
}
