/** Which error a dead letter is about, and on what evidence: told by the message, found in a log, or guessed. */
import { signatureOf } from '../logs/signature.ts';
import { shapeOf } from './body-shape.ts';
import type { DeadLetterKind } from './kind.ts';
import type { DeadLetter } from './message.ts';

/**
 * On what a signature rests, best first: the message says it; its MessageId (or RequestID) is in the log beside
 * the error; errors stand in the log at the times it was received; only the form of its body is known; nothing.
 */
export type EvidenceKind = 'attribute' | 'log' | 'probable' | 'shape' | 'none';

/** A signature that groups messages of one cause. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly signature: string;
}

/** An error as the function's log tells it. */
export interface LoggedError {
  readonly type: string | null;
  readonly message: string;
  /** The log line named this very message, rather than standing near it in time. */
  readonly namesMessage: boolean;
}

/**
 * The best that is known of why a message failed.
 *
 * @param logged what the log of the function says; null when nothing was found, or nobody looked yet
 */
export function evidenceFor(letter: DeadLetter, kind: DeadLetterKind, logged: LoggedError | null): Evidence {
  const said = saidBy(kind);
  if (said !== null) return { kind: 'attribute', signature: said };
  if (logged) {
    return { kind: logged.namesMessage ? 'log' : 'probable', signature: signatureOf(logged) };
  }
  const shape = shapeOf(letter.body);
  return shape === 'empty' ? { kind: 'none', signature: 'empty body' } : { kind: 'shape', signature: shape };
}

function saidBy(kind: DeadLetterKind): string | null {
  if (kind.kind === 'async' && kind.errorMessage !== null) {
    return signatureOf(errorFromMessage(kind.errorMessage));
  }
  if (kind.kind !== 'destination') return null;
  if (kind.errorMessage !== null || kind.errorType !== null) {
    return signatureOf({ type: kind.errorType, message: kind.errorMessage ?? '' });
  }
  return kind.condition;
}

/** Lambda's ErrorMessage attribute is the answer's text: the error's JSON, or `…Task timed out…`. */
function errorFromMessage(text: string): { type: string | null; message: string } {
  try {
    const { errorType = null, errorMessage = '' } = JSON.parse(text) as Record<string, string>;
    return { type: errorType, message: errorMessage };
  } catch {
    return { type: null, message: text };
  }
}
