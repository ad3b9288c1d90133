/**
 * Evidence from two sources, each with its own clock: log lines tell of an invocation within seconds, CloudWatch
 * counts the minute it began in, minutes later, and goes on correcting old minutes (facts/aws.md section 2).
 * Both count the same invocations, so of a minute the larger count holds, and only what it grew by is news.
 */
import type { Observation, VersionNews } from './guard.ts';

/** The two versions that are compared. */
export type Side = keyof Observation;

/** Where evidence comes from. */
export type EvidenceSource = 'logs' | 'metrics';

/** What a source knows of one version in one minute, in all. */
export interface MinuteCounts {
  readonly invocations: number;
  readonly errors: number;
  /** Only CloudWatch knows of throttles. */
  readonly throttles: number;
}

const NONE: MinuteCounts = { invocations: 0, errors: 0, throttles: 0 };

/** Collects evidence between two looks of the guard. */
export class EvidenceLedger {
  /** `side minute source` → counts. */
  readonly #known = new Map<string, MinuteCounts>();
  readonly #pending: Record<Side, { counts: MinuteCounts; durationsMs: number[] }> = {
    canary: { counts: NONE, durationsMs: [] },
    stable: { counts: NONE, durationsMs: [] },
  };

  /**
   * One invocation, as its log lines tell.
   *
   * @param startedAt ms since the epoch: CloudWatch counts it in the minute it began in
   * @param durationMs null for a cold one, or when the line does not say
   */
  invocation(side: Side, startedAt: number, failed: boolean, durationMs: number | null): void {
    const minute = startedAt - (startedAt % 60_000);
    const before = this.#of(side, minute, 'logs');
    this.#learn(side, minute, 'logs', {
      invocations: before.invocations + 1,
      errors: before.errors + (failed ? 1 : 0),
      throttles: 0,
    });
    if (durationMs !== null) this.#pending[side].durationsMs.push(durationMs);
  }

  /** A minute (its start, ms since the epoch) as CloudWatch counts it now; replaces what it said before. */
  minute(side: Side, minute: number, counts: MinuteCounts): void {
    this.#learn(side, minute, 'metrics', counts);
  }

  /** What became known since the last call. */
  take(): Observation {
    return { canary: this.#takeSide('canary'), stable: this.#takeSide('stable') };
  }

  #takeSide(side: Side): VersionNews {
    const { counts, durationsMs } = this.#pending[side];
    this.#pending[side] = { counts: NONE, durationsMs: [] };
    return { ...counts, durationsMs };
  }

  #learn(side: Side, minute: number, source: EvidenceSource, counts: MinuteCounts): void {
    const before = this.#counted(side, minute);
    this.#known.set(`${side} ${minute} ${source}`, larger(this.#of(side, minute, source), counts));
    const grown = difference(this.#counted(side, minute), before);
    const pending = this.#pending[side];
    pending.counts = sum(pending.counts, grown);
  }

  #counted(side: Side, minute: number): MinuteCounts {
    return larger(this.#of(side, minute, 'logs'), this.#of(side, minute, 'metrics'));
  }

  #of(side: Side, minute: number, source: EvidenceSource): MinuteCounts {
    return this.#known.get(`${side} ${minute} ${source}`) ?? NONE;
  }
}

const each = (
  one: MinuteCounts,
  other: MinuteCounts,
  pick: (a: number, b: number) => number,
): MinuteCounts => ({
  invocations: pick(one.invocations, other.invocations),
  errors: pick(one.errors, other.errors),
  throttles: pick(one.throttles, other.throttles),
});
const larger = (one: MinuteCounts, other: MinuteCounts): MinuteCounts => each(one, other, Math.max);
const sum = (one: MinuteCounts, other: MinuteCounts): MinuteCounts => each(one, other, (a, b) => a + b);
const difference = (one: MinuteCounts, other: MinuteCounts): MinuteCounts =>
  each(one, other, (a, b) => a - b);
