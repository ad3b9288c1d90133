/** What the benchmarks measure, beside what design.md ("Budgets") allows. */

/** One figure with its budget. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  /** The most it may be. */
  readonly budget: number;
  readonly unit: string;
  /** How it was measured: number of runs, absolute times, spread. */
  readonly detail: string;
}

/** A figure that could not be measured here, and why. */
export interface Missing {
  readonly what: string;
  readonly missing: string;
}

/** Measures; says on `say` what it is doing. Rejects when lambdatop itself cannot be measured. */
export type Benchmark = (say: (text: string) => void) => Promise<(Figure | Missing)[]>;

/** The middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that `share` (0–1) of the values do not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** For details: whole milliseconds. */
export const ms = (value: number): string => `${Math.round(value)} ms`;
