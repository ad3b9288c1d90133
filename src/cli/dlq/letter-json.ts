/** A dead letter as `--json` shows it. */
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';

/** Texts are as they came from AWS. */
export function letterJson({ letter, kind, evidence }: TriagedLetter) {
  return { ...letter, kind: kind.kind, evidence: evidence.kind, signature: evidence.signature };
}
