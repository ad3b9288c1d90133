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
}

/**
 * Candidates in the order in which they are offered: the one that served last first, then what the journal knows,
 * then newer before older.
 */
export function ranked(candidates: readonly RollBackCandidate[]): RollBackCandidate[] {
  const order = { executed: 0, journal: 1, published: 2 };
  return candidates.toSorted(
    (one, other) =>
      (other.lastServed ?? 0) - (one.lastServed ?? 0) ||
      order[one.evidence] - order[other.evidence] ||
      Number(other.version) - Number(one.version),
  );
}

/** "served until 14:02, errors 0.2%", for a person. */
export function evidenceText({ evidence, lastServed, errorShare, publishedAt }: RollBackCandidate): string {
  if (lastServed !== null) {
    return `served until ${formatClock(lastServed)}, errors ${errorShare === null ? 'not known' : formatShare(errorShare)}`;
  }
  if (evidence === 'journal') return 'where the alias was before lambdatop changed it';
  const when = publishedAt === null ? '' : ` ${new Date(publishedAt).toISOString().slice(0, 10)}`;
  return `published${when}, not seen to serve in 24 h`;
}
