/** Options of the `dlq` subcommands: which messages are meant, and how fast. */
import { AppError } from '../../domain/app-error.ts';
import { asksLog, type LetterMatcher, parseWhere } from '../../domain/dead-letters/where.ts';
import type { Invocation } from '../parse.ts';

/** Messages that are meant; null = not narrowed. */
export interface Selection {
  readonly limit: number | null;
  readonly where: LetterMatcher | null;
  /** What is asked for may stand in the function's log only. */
  readonly asksLog: boolean;
}

/** Hiding more at once would come near to what SQS lets be in flight. */
const MOST = 100_000;

/**
 * Reads `--limit` and `--where`.
 *
 * @throws AppError `usage`
 */
export function selectionFrom(invocation: Invocation): Selection {
  const { where = [] } = invocation.lists;
  return {
    limit: wholeNumber(invocation, 'limit', MOST),
    where: parseWhere(where),
    asksLog: asksLog(where),
  };
}

/** An option's text; null when it was not given. */
export function textOf({ options }: Invocation, name: string): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}

/**
 * An option that takes a number from 1 on; null when it was not given.
 *
 * @throws AppError `usage`
 */
export function wholeNumber(invocation: Invocation, name: string, most: number): number | null {
  const text = textOf(invocation, name);
  if (text === null) return null;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new AppError(
    'usage',
    `--${name} takes a number from 1 to ${most.toLocaleString('en')}, not ${text}.`,
  );
}
