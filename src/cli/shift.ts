/** `lambdatop shift`: gives a version a share of an alias's traffic. */
import { AppError } from '../domain/app-error.ts';
import { isWeight } from '../domain/rollout/strategy.ts';
import { checkVersion } from '../rollouts/proposal.ts';
import { changeAlias } from './changes/aliases.ts';
import { textOption } from './changes/options.ts';
import type { Command } from './context.ts';

/** Shifts FUNCTION:ALIAS to a weight of a version. */
export const shift: Command = async (invocation, context) => {
  const target = invocation.words[0] ?? 'FUNCTION:ALIAS';
  const to = textOption(invocation, 'to');
  const percent = textOption(invocation, 'weight');
  if (to === null) throw missing('--to VERSION', target);
  if (percent === null) throw missing('--weight PERCENT', target);
  checkVersion(to, '--to');
  const weight = weightFrom(percent);
  return changeAlias(
    (named, options) => ({ operation: 'shift', ...named, options: { ...options, to, weight } }),
    invocation,
    context,
  );
};

function weightFrom(text: string): number {
  const weight = Number(text.replace(/%$/, ''));
  if (/^\d+(\.\d+)?%?$/.test(text) && isWeight(weight)) return weight;
  throw new AppError('usage', `--weight takes percent from 0 to 100 in steps of 0.1, not ${text}.`, {
    next: ['0 clears the split, 100 sends everything without moving the alias'],
  });
}

function missing(option: string, target: string): AppError {
  return new AppError('usage', `A shift needs ${option}.`, {
    next: [`as in: lambdatop shift ${target} --to 42 --weight 10`],
  });
}
