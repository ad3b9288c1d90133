/** Messages of one cause together: how many, since when, and how much of the queue that was seen. */
import type { Evidence } from './evidence.ts';
import type { DeadLetterKind } from './kind.ts';
import type { DeadLetter } from './message.ts';

/** A message that was looked at. */
export interface TriagedLetter {
  readonly letter: DeadLetter;
  readonly kind: DeadLetterKind;
  readonly evidence: Evidence;
}

/** All messages with one signature, of one kind and on one evidence. */
export interface LetterGroup {
  readonly key: string;
  readonly kind: DeadLetterKind['kind'];
  readonly evidence: Evidence;
  readonly letters: readonly TriagedLetter[];
  /** When the first and the last of them were sent, ms since the epoch; null when none says. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/** Groups, the largest first. */
export function groupLetters(letters: readonly TriagedLetter[]): LetterGroup[] {
  const groups = Map.groupBy(letters, keyOf);
  return [...groups]
    .map(([key, [first, ...rest]]): LetterGroup | null => {
      if (!first) return null;
      const members = [first, ...rest];
      const times = members.flatMap(({ letter: { sentAt } }) => (sentAt === null ? [] : [sentAt]));
      return {
        key,
        kind: first.kind.kind,
        evidence: first.evidence,
        letters: members,
        firstAt: times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)),
        lastAt: times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)),
      };
    })
    .filter((group) => group !== null)
    .sort((one, other) => other.letters.length - one.letters.length);
}

/** The group a message belongs to. */
export function keyOf({ kind, evidence }: TriagedLetter): string {
  return `${kind.kind} ${evidence.kind} ${evidence.signature}`;
}

/** How many of a queue a count in a sample stands for; `exact` when all of the queue was seen. */
export interface Estimate {
  readonly count: number;
  readonly exact: boolean;
}

/**
 * What a group of a sample means for the queue.
 *
 * @param depth messages in the queue, in flight ones included; null when that is not known
 */
export function estimate(inGroup: number, inSample: number, depth: number | null): Estimate {
  if (depth !== null && inSample > 0 && depth > inSample) {
    // Two digits: a sample supports no more.
    return { count: Number(((inGroup / inSample) * depth).toPrecision(2)), exact: false };
  }
  return { count: inGroup, exact: depth !== null };
}
