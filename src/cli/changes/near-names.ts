/** A name that AWS does not know, at night: which one may have been meant. */
import { AppError } from '../../domain/app-error.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Session } from '../account.ts';

/** How long the list of functions is read for it, ms. */
const PATIENCE_MS = 2_000;

/** The error, with the nearest names of functions where the one that was named does not exist. Never rejects. */
export async function withNearNames(
  error: AppError,
  typed: string | undefined,
  { account }: Session,
  signal: AbortSignal,
): Promise<AppError> {
  if (error.code !== 'not-found' || typed === undefined) return error;
  const names: string[] = [];
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    for await (const { functions } of account.functions.listFunctions(either)) {
      names.push(...functions.map(({ name }) => name));
    }
  } catch {
    // What came is as good as nothing: it is only a hint.
  }
  // It exists, so that something else was not found; or nothing is near.
  if (names.includes(typed)) return error;
  const near = nearest(typed, names);
  if (near.length === 0) return error;
  const { code, message, next, operation, cause, answer } = error;
  return new AppError(code, message, {
    next: [`did you mean ${near.join(' or ')}?`, ...next],
    operation,
    cause,
    answer,
  });
}
