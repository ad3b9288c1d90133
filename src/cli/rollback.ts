/** `lambdatop rollback`: takes an alias's traffic back. */
import { checkVersion } from '../rollouts/proposal.ts';
import { changeAlias } from './changes/aliases.ts';
import { textOption } from './changes/options.ts';
import type { Command } from './context.ts';

/** Rolls FUNCTION:ALIAS back: to its primary version, to `--to`, or to where it was before lambdatop's change. */
export const rollback: Command = async (invocation, context) => {
  const to = textOption(invocation, 'to');
  if (to !== null) checkVersion(to, '--to');
  return changeAlias(
    (named, options) => ({ operation: 'rollback', ...named, options: { ...options, to } }),
    invocation,
    context,
  );
};
