import type { Operation } from '../wire/service.ts';
import { Dated } from '../world/dated.ts';
import type { Alias } from '../world/model.ts';
import { ALIAS_NAME, checkRouting, readVersion, readWeights } from './alias-routing.ts';
import { functionNotFound, resourceConflict } from './errors.ts';
import { findFunction } from './function-reference.ts';
import { aliasConfiguration } from './get-alias.ts';
import { readRuledText, required } from './members.ts';

/** A new name for a version, or for two by weight. */
export const createAlias: Operation = (call) => {
  const { input, world } = call;
  const name = required(readRuledText(input, 'Name', ALIAS_NAME), 'Name');
  const version = required(readVersion(input), 'FunctionVersion');
  const description = readRuledText(input, 'Description', { largest: 256 }) ?? '';
  const routing = { version, additionalWeights: readWeights(input) ?? {} };
  const { target } = findFunction(call, 'CreateAlias', (arn) => functionNotFound(`${arn}:${version}`));
  if (target.aliases.has(name)) {
    throw resourceConflict(`Alias already exists: ${target.arn}:${name}`);
  }
  checkRouting(target, routing);
  const alias: Alias = {
    name,
    description,
    revisionId: world.nextId(),
    routing: new Dated(routing),
    since: world.clock.now(),
  };
  target.aliases.set(name, alias);
  return aliasConfiguration(target, alias);
};
