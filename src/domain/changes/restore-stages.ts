/** `--stages 2,10,50,all@2m`: how a restored function's queues are let in little by little. */
import { AppError } from '../app-error.ts';
import { parseDuration } from '../duration.ts';

/** Steps of a mapping's MaximumConcurrency. */
export interface RestoreStages {
  /** Rising limits, each 2–1000 (the range of ScalingConfig.MaximumConcurrency in the API's model). */
  readonly limits: readonly number[];
  /** Whether the former limit, or none, comes back at the end; else the last step stays. */
  readonly endsWithAll: boolean;
  /** How long each step is watched before the next, ms. */
  readonly holdMs: number;
}

const LEAST = 2;
const LARGEST = 1_000;
const DEFAULT_HOLD_MS = 2 * 60_000;

/**
 * Reads the option.
 *
 * @throws AppError `usage`
 */
export function parseRestoreStages(text: string): RestoreStages {
  const [steps = '', hold, ...more] = text.split('@');
  const words = steps.split(',').map((word) => word.trim());
  const endsWithAll = words.at(-1) === 'all';
  const limits = (endsWithAll ? words.slice(0, -1) : words).map(Number);
  const areLimits = limits.every((limit) => Number.isInteger(limit) && limit >= LEAST && limit <= LARGEST);
  const isRising = limits.every((limit, index) => index === 0 || limit > (limits[index - 1] ?? 0));
  if (!areLimits || !isRising || words.includes('') || limits.length === 0 || more.length > 0) {
    throw new AppError(
      'usage',
      `--stages takes rising limits from ${LEAST} to ${LARGEST}, a time to watch each, and "all" at the end, not ${text}.`,
      { next: ['as in: --stages 2,10,50,all@2m'] },
    );
  }
  return {
    limits,
    endsWithAll,
    holdMs: hold === undefined ? DEFAULT_HOLD_MS : parseDuration(hold, '--stages'),
  };
}
