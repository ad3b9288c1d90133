/** Aliases of an embedded account: seen and moved from its inside, as somebody else would move them. */
import type { Account } from '../../src/demo/account.ts';
import type { Alias } from '../../src/demo/world/model.ts';
import type { Routing } from '../../src/domain/traffic/routing.ts';
import type { ChangeRequest } from '../../src/operations/requests.ts';

/** Where an alias sends its traffic, as the account itself knows it. */
export function aliasOf(account: Account, name: string, alias = 'live'): Routing {
  const { version, additionalWeights } = found(account, name, alias).routing.current;
  return { version, weights: { ...additionalWeights } };
}

/** Moves an alias behind lambdatop's back; AWS gives it a new revision, whatever changed. */
export function routeAlias(
  account: Account,
  name: string,
  { version, weights }: Routing,
  alias = 'live',
): void {
  const target = found(account, name, alias);
  target.routing.set({ version, additionalWeights: { ...weights } }, account.world.clock.now());
  target.revisionId = account.world.nextId();
}

function found({ world }: Account, name: string, alias: string): Alias {
  const target = world.functionNamed(name)?.aliases.get(alias);
  if (!target) throw new Error(`the account has no ${name}:${alias}`);
  return target;
}

type AliasRequest = Extract<ChangeRequest, { readonly alias: string }>;

/** A change of an alias as it is asked for, with the usual options. */
export function changeAlias(
  operation: AliasRequest['operation'],
  name: string,
  options: {
    readonly to?: string | null;
    readonly weight?: number;
    readonly continues?: Routing | null;
    readonly overrideDeployment?: string;
  } = {},
  alias = 'live',
): ChangeRequest {
  const { to = null, weight = 0, continues = null, overrideDeployment = null } = options;
  const target = { function: name, alias };
  if (operation === 'shift')
    return { operation, ...target, options: { to: to ?? '', weight, continues, overrideDeployment } };
  return { operation, ...target, options: { to, continues, overrideDeployment } };
}
