/** The options that every command that changes AWS understands. */
import { AppError } from '../../domain/app-error.ts';
import { parseDuration } from '../../domain/duration.ts';
import { DEFAULT_TIMEOUT_MS } from '../../operations/operations.ts';
import type { Invocation } from '../parse.ts';

const WAITS = ['none', 'applied', 'effect'] as const;

/** What was asked for. */
export interface ChangeOptions {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly wait: (typeof WAITS)[number];
  readonly timeoutMs: number;
  readonly failFast: boolean;
  /** The account's last four digits as typed, for protected targets; null = not given. */
  readonly confirm: string | null;
}

/**
 * Reads them.
 *
 * @throws AppError `usage`
 */
export function changeOptions(invocation: Invocation): ChangeOptions {
  const { options } = invocation;
  const confirm = textOption(invocation, 'confirm');
  if (confirm !== null && !/^\d{4}$/.test(confirm)) {
    throw new AppError('usage', `--confirm takes the last four digits of the account, not ${confirm}.`);
  }
  const timeout = textOption(invocation, 'timeout');
  return {
    dryRun: options['dry-run'] === true,
    yes: options.yes === true,
    wait: oneOf(invocation, 'wait', WAITS) ?? 'applied',
    timeoutMs: timeout === null ? DEFAULT_TIMEOUT_MS : parseDuration(timeout, '--timeout'),
    failFast: options['fail-fast'] === true,
    confirm,
  };
}

/** An option's text; null when it was not given. */
export function textOption({ options }: Invocation, name: string): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}

/**
 * An option that takes one of a few words; null when it was not given.
 *
 * @throws AppError `usage`
 */
export function oneOf<Word extends string>(
  invocation: Invocation,
  name: string,
  words: readonly Word[],
): Word | null {
  const text = textOption(invocation, name);
  if (text === null) return null;
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new AppError('usage', `--${name} takes ${words.join(', ')}, not ${text}.`);
}

/**
 * A reservation as it is typed: a number from 1 on, or null for `none`.
 *
 * @param what `--to`, or the place of the word, for the error
 * @throws AppError `usage`
 */
export function reservation(text: string, what: string, functionName: string): number | null {
  if (text === 'none') return null;
  if (/^\d+$/.test(text) && Number(text) === 0) {
    throw new AppError('usage', `A reservation of 0 stops ${functionName}.`, {
      next: [`if that is meant: lambdatop kill ${functionName}`],
    });
  }
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new AppError('usage', `${what} takes a number of executions, or none, not ${text}.`, {
    next: [`as in: lambdatop reserve ${functionName} 50`],
  });
}
