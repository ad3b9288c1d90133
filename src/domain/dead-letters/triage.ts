/** A message looked at: what kind it is and which error it is about, as far as is known. */
import { evidenceFor, type LoggedError } from './evidence.ts';
import type { TriagedLetter } from './groups.ts';
import { kindOf } from './kind.ts';
import type { DeadLetter } from './message.ts';

/**
 * @param logged what the log of its function says; null when nothing was found, or nobody looked
 */
export function triage(letter: DeadLetter, logged: LoggedError | null = null): TriagedLetter {
  const kind = kindOf(letter);
  return { letter, kind, evidence: evidenceFor(letter, kind, logged) };
}
