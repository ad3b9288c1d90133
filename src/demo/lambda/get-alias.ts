import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import type { Alias, LambdaFunction } from '../world/model.ts';
import { notFound } from './errors.ts';
import { findFunction } from './function-reference.ts';

/** One alias of a function. */
export const getAlias: Operation = (call) => {
  const { target } = findFunction(call, 'GetAlias');
  const name = readText(call.input, 'Name') ?? '';
  const alias = target.aliases.get(name);
  if (alias === undefined) throw notFound(`Cannot find alias arn: ${target.arn}:${name}`);
  return aliasConfiguration(target, alias);
};

/** An alias as AWS writes it: without `RoutingConfig` when no weights are set (facts, section 2). */
export function aliasConfiguration(target: LambdaFunction, alias: Alias) {
  const { version, additionalWeights } = alias.routing.current;
  const isSplit = Object.keys(additionalWeights).length > 0;
  return {
    AliasArn: `${target.arn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: version,
    Description: alias.description,
    ...(isSplit ? { RoutingConfig: { AdditionalVersionWeights: additionalWeights } } : {}),
    RevisionId: alias.revisionId,
  };
}
