/** Giving a share of an alias's traffic to another version. */
import type { Place, Plan, PlanRefusal } from '../../domain/changes/plan.ts';
import type { Preflight } from '../../domain/traffic/preflight.ts';
import { canaryOf, isSplit, percentText, split, unsplit } from '../../domain/traffic/routing.ts';
import { type AliasOptions, type AliasSituation, lineBackTo, movedSince } from './alias-situation.ts';
import { moved, overrideWords } from './move.ts';
import { emptyPlan, refused } from './parts.ts';

/** What the person chose. */
export interface ShiftOptions extends AliasOptions {
  /** The version that gets the share. */
  readonly to: string;
  /** Percent, 0–100 in steps of 0.1. 0 clears the split; 100 sends everything without moving the primary version. */
  readonly weight: number;
}

/**
 * Plans a shift.
 *
 * @param preflight null for a step of a rollout, which was looked at before its start
 */
export function planShift(
  situation: AliasSituation,
  place: Place,
  options: ShiftOptions,
  preflight: Preflight | null,
): Plan {
  const { target, present } = situation;
  const { to, weight, continues } = options;
  const words = ['--to', to, '--weight', String(weight), ...overrideWords(options)];
  const plan: Plan = {
    ...emptyPlan({ operation: 'shift', target, place, words }),
    undo: lineBackTo(situation, place),
  };
  const refusal = movedSince(situation, continues) ?? refusalOf(situation, options);
  if (refusal) return refused(plan, refusal);
  const routing = weight === 0 ? unsplit(present.version) : split(present.version, to, weight);
  return moved(plan, situation, { title: 'traffic', routing }, options, preflight);
}

function refusalOf({ target, present }: AliasSituation, { to, weight }: ShiftOptions): PlanRefusal | null {
  const { name } = target;
  const canary = canaryOf(present);
  if (to === present.version) {
    return {
      code: 'refused',
      message: `${to} is the version that ${name} points to: it already gets what the other version leaves.`,
      next: canary
        ? [`give the other one less: lambdatop shift ${name} --to ${canary.version} --weight N`]
        : ['name the version that is to get a share: --to VERSION'],
    };
  }
  if (canary && isSplit(present) && canary.version !== to) {
    return {
      code: 'refused',
      message: `${name} is split between ${present.version} and ${canary.version} (${percentText(canary.share)}); AWS knows no third version.`,
      next: [
        `end that first: lambdatop promote ${name}`,
        `or take it back: lambdatop rollback ${name}`,
        ...(weight === 0 ? [] : [`then: lambdatop shift ${name} --to ${to} --weight ${weight}`]),
      ],
    };
  }
  return null;
}
