/** Changes of one alias that is named on the command line. */

import type { AliasRequest } from '../../operations/planning-traffic.ts';
import type { AliasOptions } from '../../operations/plans/alias-situation.ts';
import type { CommandContext } from '../context.ts';
import type { Invocation } from '../parse.ts';
import { aliasTarget } from '../rollout/request.ts';
import { textOption } from './options.ts';
import { runChange } from './run.ts';

/** The alias of a request. */
type Named = Pick<AliasRequest, 'function' | 'alias'>;

/**
 * Changes the alias that the only word names; resolves with the exit code.
 *
 * @param requestFor the change of it
 * @throws AppError `usage` for what is no FUNCTION:ALIAS
 */
export function changeAlias(
  requestFor: (named: Named, options: AliasOptions) => AliasRequest,
  invocation: Invocation,
  context: CommandContext,
): Promise<number> {
  const { name, alias } = aliasTarget(invocation.words[0] ?? '', invocation.command ?? '');
  const overrideDeployment = textOption(invocation, 'override-deployment');
  const request = requestFor({ function: name.name, alias }, { continues: null, overrideDeployment });
  const subjects = [{ label: `${name.name}:${alias}`, request }];
  return runChange(
    async () => ({ subjects, names: [name], several: false, fromStdin: false }),
    invocation,
    context,
  );
}
