/** What has been seen of the two versions of a rollout, for people: figures, real share, latest errors. */
import type { Observation } from '../domain/guard/guard.ts';
import type { Side } from '../domain/guard/ledger.ts';
import { type Durations, NO_DURATIONS, percentileOf, withDurations } from '../domain/guard/slowness.ts';
import type { RolloutRecord, SeenError, VersionFigures } from '../domain/rollout/record.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** Fewer say nothing about a share of the traffic. */
const LEAST_FOR_SHARE = 20;
const LEAST_FOR_P50 = 20;
const LEAST_FOR_P99 = 100;
const MOST_ERRORS = 5;

/** How many of each. */
type Counts = Record<Side, number>;

interface Sums {
  invocations: number;
  errors: number;
  throttles: number;
  coldStarts: number;
  durations: Durations;
}

const NOTHING: Sums = {
  invocations: 0,
  errors: 0,
  throttles: 0,
  coldStarts: 0,
  durations: NO_DURATIONS,
};

/** See the file's head. */
export class VersionSights {
  readonly #sums: Record<Side, Sums> = { canary: { ...NOTHING }, stable: { ...NOTHING } };
  readonly #errors: Record<Side, readonly SeenError[]> = { canary: [], stable: [] };
  /** Invocations that ended, by second: by the logs. */
  readonly #bySecond = new Map<number, Counts>();
  /** Invocations that began, by minute: by the metrics. */
  readonly #byMinute = new Map<number, Counts>();
  #logsTell = false;

  /** The logs told of an invocation at least once. */
  get logsTell(): boolean {
    return this.#logsTell;
  }

  /** The latest errors, newest first. */
  get errors(): RolloutRecord['errors'] {
    return { ...this.#errors };
  }

  /** An invocation ended, the logs say. */
  ended(side: Side, endedAt: number, isCold: boolean, durationMs: number | null): void {
    this.#logsTell = true;
    const sums = this.#sums[side];
    if (isCold) sums.coldStarts += 1;
    if (durationMs !== null) sums.durations = withDurations(sums.durations, [durationMs]);
    const second = endedAt - (endedAt % SECOND_MS);
    const counts = this.#bySecond.get(second) ?? { canary: 0, stable: 0 };
    counts[side] += 1;
    this.#bySecond.set(second, counts);
  }

  /** It failed. */
  failed(side: Side, error: SeenError): void {
    const all = [error, ...this.#errors[side]].sort((one, other) => other.at - one.at);
    this.#errors[side] = all.slice(0, MOST_ERRORS);
  }

  /** A minute as the metrics count it. */
  minute(side: Side, minute: number, invocations: number): void {
    const counts = this.#byMinute.get(minute) ?? { canary: 0, stable: 0 };
    counts[side] = invocations;
    this.#byMinute.set(minute, counts);
  }

  /** What became known, both sources taken together. */
  counted(news: Observation): void {
    for (const side of ['canary', 'stable'] as const) {
      const { invocations, errors, throttles } = news[side];
      const sums = this.#sums[side];
      sums.invocations += invocations;
      sums.errors += errors;
      sums.throttles += throttles;
    }
  }

  /** Both versions' figures; what no source has told yet is unknown. */
  figures(known: { readonly counts: boolean; readonly throttles: boolean }): RolloutRecord['figures'] {
    const of = (side: Side): VersionFigures => {
      const { invocations, errors, throttles, coldStarts, durations } = this.#sums[side];
      return {
        invocations: known.counts ? invocations : null,
        errors: known.counts ? errors : null,
        throttles: known.throttles ? throttles : null,
        p50Ms: percentileOf(durations, 0.5, LEAST_FOR_P50),
        p99Ms: percentileOf(durations, 0.99, LEAST_FOR_P99),
        coldStarts: this.#logsTell ? coldStarts : null,
      };
    };
    return { canary: of('canary'), stable: of('stable') };
  }

  /** The canary's share of the last minute's invocations, 0–1; null of too few. */
  share(now: number): number | null {
    const { canary, stable } = this.#latest(now);
    return canary + stable < LEAST_FOR_SHARE ? null : canary / (canary + stable);
  }

  /** Invocations of a version in the last minute, scaled up where less than one has passed. */
  perMinute(side: Side, now: number, since: number): number {
    const passedMs = Math.min(MINUTE_MS, Math.max(SECOND_MS, now - since));
    return (this.#latest(now)[side] * MINUTE_MS) / (this.#logsTell ? passedMs : MINUTE_MS);
  }

  #latest(now: number): Counts {
    if (this.#logsTell) return this.#lastSeconds(now);
    // The newest minute but one: the newest is still being counted.
    const minutes = [...this.#byMinute.keys()].sort((one, other) => other - one);
    return this.#byMinute.get(minutes[1] ?? minutes[0] ?? 0) ?? { canary: 0, stable: 0 };
  }

  #lastSeconds(now: number): Counts {
    const sum: Counts = { canary: 0, stable: 0 };
    for (const [second, counts] of this.#bySecond) {
      if (second < now - MINUTE_MS) {
        this.#bySecond.delete(second);
        continue;
      }
      sum.canary += counts.canary;
      sum.stable += counts.stable;
    }
    return sum;
  }
}
