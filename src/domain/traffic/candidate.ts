/** A version that an alias may be rolled back to, with what speaks for it. */
import { formatClock, formatShare } from '../figures.ts';

/** See the file's head. Null = unknown. */
export interface RollBackCandidate {
  readonly version: string;
  /** How it is known: lambdatop left the alias there, the alias executed it, or it is merely published. */
  readonly evidence: 'journal' | 'executed' | 'published';
  /** The last minute in which the alias executed it within the last 24 h, ms since the epoch. */
  readonly lastServed: number | null;
  /** Invocations through the alias in those 24 h. */
  readonly invocations: number | null;
  /** Share (0–1) of them that failed. */
  readonly errorShare: number | null;
  /** ms since the epoch. */
  readonly publishedAt: number | null;
  /** When lambdatop took its traffic away by a roll back, ms since the epoch; null = it did not. */
  readonly rolledBackAt: number | null;
}

/**
 * Candidates in the order in which they are offered: the one that served last first, then what the journal knows,
 * then newer before older. Newer ones than the present that never served are no way back, and what was itself
 * rolled back hardly is: those come last.
 */
export function ranked(candidates: readonly RollBackCandidate[], present: string): RollBackCandidate[] {
  const isUnlikely = ({ version, lastServed, evidence, rolledBackAt }: RollBackCandidate): boolean =>
    rolledBackAt !== null ||
    (lastServed === null && evidence === 'published' && Number(version) > Number(present));
  const order = { executed: 0, journal: 1, published: 2 };
  return candidates.toSorted(
    (one, other) =>
      Number(isUnlikely(one)) - Number(isUnlikely(other)) ||
      (other.lastServed ?? 0) - (one.lastServed ?? 0) ||
      order[one.evidence] - order[other.evidence] ||
      Number(other.version) - Number(one.version),
  );
}

/** "served until 14:02, errors 0.2%", for a person. */
export function evidenceText(candidate: RollBackCandidate): string {
  const { evidence, lastServed, errorShare, publishedAt, rolledBackAt } = candidate;
  if (rolledBackAt !== null) return `rolled back by lambdatop at ${formatClock(rolledBackAt)}`;
  if (lastServed !== null) {
    return `served until ${formatClock(lastServed)}, errors ${errorShare === null ? 'not known' : formatShare(errorShare)}`;
  }
  if (evidence === 'journal') return 'where the alias was before lambdatop changed it';
  const when = publishedAt === null ? '' : ` ${new Date(publishedAt).toISOString().slice(0, 10)}`;
  return `published${when}, not seen to serve in 24 h`;
}
