/** How a rollout gets from the old version to the new one: weights, and how long each is watched. */
import { AppError } from '../app-error.ts';

/** A weight, and how long to watch it before the next. */
export interface RolloutStep {
  /** Percent of the traffic that the canary gets: above 0, below 100, in steps of 0.1. */
  readonly weight: number;
  /** ms. */
  readonly bakeMs: number;
}

/** The steps before the promotion, which is what follows the last. None: all at once, unguarded. */
export interface Strategy {
  /** As it was named. */
  readonly name: string;
  readonly steps: readonly RolloutStep[];
}

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: MINUTE_MS, h: 60 * MINUTE_MS };

/** What CodeDeploy calls its own (facts/aws.md section 2), without `CodeDeployDefault.Lambda`. */
const LINEAR = /^linear10percentevery(1|2|3|10)minutes?$/;
const CANARY = /^canary10percent(5|10|15|30)minutes$/;

/**
 * Understands `linear10percentevery1minute`, `canary10percent5minutes`, `all-at-once`, and free steps such as
 * `5,25,50,100@5m` (each watched for five minutes) or `1@10m,10@5m,100`.
 *
 * @throws AppError `usage`, with what is wrong and an example
 */
export function parseStrategy(text: string): Strategy {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^(codedeploydefault\.)?lambda/, '');
  if (name === 'all-at-once' || name === 'allatonce') return { name: 'all-at-once', steps: [] };
  const [, every] = LINEAR.exec(name) ?? [];
  if (every !== undefined) {
    const bakeMs = Number(every) * MINUTE_MS;
    return { name, steps: [10, 20, 30, 40, 50, 60, 70, 80, 90].map((weight) => ({ weight, bakeMs })) };
  }
  const [, once] = CANARY.exec(name) ?? [];
  if (once !== undefined) return { name, steps: [{ weight: 10, bakeMs: Number(once) * MINUTE_MS }] };
  return { name, steps: freeSteps(name) };
}

/** Whether a weight, percent, is one that lambdatop sets: 0 to 100 in steps of 0.1. */
export function isWeight(percent: number): boolean {
  return percent >= 0 && percent <= 100 && Math.abs(percent * 10 - Math.round(percent * 10)) < 1e-9;
}

function freeSteps(text: string): RolloutStep[] {
  const [list = '', ...perStep] = text.split('@');
  // One time at the very end holds for all steps; times behind single weights hold for those.
  const common = perStep.length === 1 && !perStep[0]?.includes(',') ? durationFrom(perStep[0] ?? '') : null;
  const parts = (common === null ? text : list).split(',').map((part) => part.trim());
  const steps = parts.map((part): RolloutStep => {
    const [weight = '', time] = part.split('@');
    const bakeMs = time === undefined ? common : durationFrom(time);
    if (!/^\d+(\.\d)?$/.test(weight) || !isWeight(Number(weight)) || Number(weight) === 0) {
      throw wrong(
        `${weight === '' ? text : weight} is no weight: percent above 0 up to 100, in steps of 0.1`,
      );
    }
    if (bakeMs === null && weight !== '100')
      throw wrong(`the step ${weight} does not say how long it is watched`);
    return { weight: Number(weight), bakeMs: bakeMs ?? 0 };
  });
  const falling = steps.find(({ weight }, index) => weight <= (steps[index - 1]?.weight ?? 0));
  if (falling) throw wrong(`weights have to rise, and ${falling.weight} does not`);
  if (steps.at(-1)?.weight !== 100) throw wrong('the last step has to be 100, the promotion');
  return steps.slice(0, -1);
}

function durationFrom(text: string): number {
  const [, number, unit = ''] = /^(\d+)([smh])$/.exec(text.trim()) ?? [];
  if (number === undefined || Number(number) === 0)
    throw wrong(`"${text}" is no time, such as 90s, 5m or 1h`);
  return Number(number) * (UNIT_MS[unit] ?? 0);
}

function wrong(reason: string): AppError {
  return new AppError('usage', `This is no strategy: ${reason}.`, {
    next: [
      'free steps: --strategy 5,25,50,100@5m',
      "CodeDeploy's: linear10percentevery1minute, canary10percent5minutes, … or all-at-once",
    ],
  });
}
