import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { findFunction } from './function-reference.ts';
import { aliasConfiguration } from './get-alias.ts';
import { lambdaPage } from './paging.ts';

/** A function's aliases, by name; `FunctionVersion` keeps those that point to that version. */
export const listAliases: Operation = (call) => {
  const { target } = findFunction(call, 'ListAliases');
  const version = readText(call.input, 'FunctionVersion');
  const aliases = [...target.aliases.values()]
    .filter((alias) => version === undefined || alias.routing.current.version === version)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((alias) => aliasConfiguration(target, alias));
  const page = lambdaPage(call, aliases, `ListAliases ${target.name}`, 50);
  return { Aliases: page.items, NextMarker: page.next };
};
