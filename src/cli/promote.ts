/** `lambdatop promote`: ends a split in favour of its second version. */
import { changeAlias } from './changes/aliases.ts';
import type { Command } from './context.ts';

/** Promotes on FUNCTION:ALIAS the version that has a share. */
export const promote: Command = async (invocation, context) =>
  changeAlias(
    (named, options) => ({ operation: 'promote', ...named, options: { ...options, to: null } }),
    invocation,
    context,
  );
