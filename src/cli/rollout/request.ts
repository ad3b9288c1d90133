/** What the words and options of `rollout` ask for. */
import { AppError } from '../../domain/app-error.ts';
import { parseDuration } from '../../domain/duration.ts';
import { type FunctionName, parseFunctionName } from '../../domain/function-name.ts';
import { DEFAULT_GUARD, type GuardSettings } from '../../domain/guard/settings.ts';
import type { OnInterrupt } from '../../domain/rollout/record.ts';
import { parseStrategy } from '../../domain/rollout/strategy.ts';
import { checkVersion, type RolloutWish } from '../../rollouts/proposal.ts';
import { oneOf, textOption } from '../changes/options.ts';
import type { Invocation } from '../parse.ts';

/** An alias as it was named. */
export interface AliasTarget {
  readonly name: FunctionName;
  /** Name of the function. */
  readonly function: string;
  readonly alias: string;
}

/** How long a rollout may be blind unless told, ms. */
const MAX_BLIND_MS = 10 * 60_000;

/**
 * Reads FUNCTION:ALIAS.
 *
 * @throws AppError `usage`
 */
export function aliasTarget(text: string, command: string): AliasTarget {
  const name = parseFunctionName(text);
  const { qualifier } = name;
  if (qualifier !== null && !/^(\d+|\$LATEST)$/.test(qualifier)) {
    return { name, function: name.name, alias: qualifier };
  }
  const what = qualifier === null ? `${text} names no alias` : `${qualifier} is a version`;
  throw new AppError('usage', `${what}: traffic is shifted on an alias.`, {
    next: [`name it as in: lambdatop ${command} ${name.name}:live`],
  });
}

/**
 * What is to be rolled out, and how.
 *
 * @throws AppError `usage`
 */
export function wishFrom(
  invocation: Invocation,
  { function: functionName, alias }: AliasTarget,
): RolloutWish {
  const target = `${functionName}:${alias}`;
  const to = textOption(invocation, 'to');
  if (to === null) throw missing('--to VERSION', target);
  checkVersion(to, '--to');
  const strategy = textOption(invocation, 'strategy');
  if (strategy === null) throw missing('--strategy STEPS', target);
  const maxBlind = textOption(invocation, 'max-blind');
  return {
    function: functionName,
    alias,
    to,
    strategy: parseStrategy(strategy),
    guard: oneOf(invocation, 'guard', ['on', 'off']) === 'off' ? null : guardFrom(invocation),
    onInterrupt: onInterrupt(invocation) ?? 'guard',
    maxBlindMs: maxBlind === null ? MAX_BLIND_MS : parseDuration(maxBlind, '--max-blind'),
    overrideDeployment: textOption(invocation, 'override-deployment'),
  };
}

/** What to do when the person interrupts; null when it was not said. */
export function onInterrupt(invocation: Invocation): OnInterrupt | null {
  return oneOf(invocation, 'on-interrupt', ['guard', 'hold', 'rollback']);
}

function guardFrom(invocation: Invocation): GuardSettings {
  const percent = (option: string, fallback: number): number => {
    const text = textOption(invocation, option);
    if (text === null) return fallback;
    const value = Number(text.replace(/%$/, ''));
    if (/^\d+(\.\d+)?%?$/.test(text) && value > 0 && value <= 50) return value / 100;
    throw new AppError('usage', `--${option} takes percent above 0 up to 50, not ${text}.`);
  };
  const sample = textOption(invocation, 'min-sample');
  if (sample !== null && !/^[1-9]\d{0,6}$/.test(sample)) {
    throw new AppError('usage', `--min-sample takes a number of invocations, not ${sample}.`);
  }
  return {
    ...DEFAULT_GUARD,
    toleratedDifference: percent('tolerate', DEFAULT_GUARD.toleratedDifference),
    falseAlarmRate: percent('false-alarms', DEFAULT_GUARD.falseAlarmRate),
    minimumSample: sample === null ? DEFAULT_GUARD.minimumSample : Number(sample),
  };
}

function missing(option: string, target: string): AppError {
  return new AppError('usage', `A rollout needs ${option}.`, {
    next: [
      `as in: lambdatop rollout ${target} --to 42 --strategy canary10percent5minutes`,
      `or step by step: lambdatop rollout ${target} --to 42 --strategy 5,25,50,100@5m`,
      `to attach to one that runs: lambdatop rollout ${target} --resume`,
    ],
  });
}
