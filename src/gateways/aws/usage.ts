/** What our calls to AWS come to: how many, how often refused, and CloudWatch's price. */

import type { Clock } from '../../domain/clock.ts';
import { DOLLARS_PER_METRIC } from '../../domain/metrics-budget.ts';
import type { Usage } from '../gateways.ts';
import { SlidingCount } from './sliding-count.ts';

const HOUR_MS = 3_600_000;
/** Before this much has been observed, ms, a first burst would extrapolate to a frightening figure. */
const LEAST_OBSERVATION_MS = 5 * 60_000;

/** Counts as the calls go out. */
export class UsageMeter {
  readonly #clock: Clock;
  readonly #since: number;
  readonly #calls = new SlidingCount(60, 1_000);
  readonly #throttles = new SlidingCount(60, 1_000);
  readonly #metrics = new SlidingCount(60, 60_000);

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** One attempt went out, the SDK's repetitions included. */
  call(): void {
    this.#calls.add(this.#clock.now());
  }

  /** AWS refused an attempt as throttled. */
  throttle(): void {
    this.#throttles.add(this.#clock.now());
  }

  /**
   * Metrics that CloudWatch bills: one per query, whichever statistic it asks for. AWS may bill up to five
   * statistics of one metric as one, so this is an upper bound. A Metrics Insights query is billed for the
   * metrics it analyses: one per function that has the metric.
   */
  metricsRequested(count: number): void {
    this.#metrics.add(this.#clock.now(), count);
  }

  /** The figures for the header. */
  usage(): Usage {
    const now = this.#clock.now();
    const observed = Math.min(HOUR_MS, Math.max(LEAST_OBSERVATION_MS, now - this.#since));
    return {
      callsPerMin: this.#calls.sum(now),
      throttledPerMin: this.#throttles.sum(now),
      dollarsPerHour: this.#metrics.sum(now) * DOLLARS_PER_METRIC * (HOUR_MS / observed),
    };
  }
}
