/** Ending a split in favour of its second version: the alias points to it, and gets no weights. */
import { isSame } from '../../domain/changes/debts.ts';
import type { Entry } from '../../domain/changes/entry.ts';
import type { Place, Plan } from '../../domain/changes/plan.ts';
import type { Preflight } from '../../domain/traffic/preflight.ts';
import { canaryOf, isSplit, unsplit } from '../../domain/traffic/routing.ts';
import {
  type AliasOptions,
  type AliasSituation,
  lastMove,
  lineBackTo,
  movedSince,
} from './alias-situation.ts';
import { moved, overrideWords } from './move.ts';
import { emptyPlan, lambdatopLine, refused } from './parts.ts';

/** What the person chose. */
export interface PromoteOptions extends AliasOptions {
  /** The version that is to be promoted, by a rollout that shifts all at once; null = the one that has a share. */
  readonly to: string | null;
}

/**
 * Plans a promotion.
 *
 * @param entries the journal, oldest first: what lambdatop promoted already is done, and not refused
 * @param preflight null where nothing was looked at
 */
export function planPromote(
  situation: AliasSituation,
  place: Place,
  options: PromoteOptions,
  entries: readonly Entry[],
  preflight: Preflight | null,
): Plan {
  const { to, continues } = options;
  const { target, present } = situation;
  const { name } = target;
  const plan: Plan = {
    ...emptyPlan({ operation: 'promote', target, place, words: overrideWords(options) }),
    undo: isSplit(present)
      ? lambdatopLine(['rollback', name, '--to', present.version], place)
      : lineBackTo(situation, place),
  };
  const refusal = movedSince(situation, continues);
  if (refusal) return refused(plan, refusal);
  const canary = canaryOf(present);
  const version = to ?? (isSplit(present) ? canary?.version : null) ?? null;
  if (version !== null) {
    const destination = { title: 'promotion', routing: unsplit(version) };
    return moved(plan, situation, destination, options, preflight);
  }
  if (wasPromoted(situation, entries)) {
    return moved(plan, situation, { title: 'promotion', routing: present }, options, null);
  }
  return refused(plan, {
    code: 'refused',
    message: `${name} is not split: all of its traffic goes to ${present.version}, and there is nothing to promote.`,
    next: [
      `give another version a share first: lambdatop shift ${name} --to VERSION --weight 10`,
      `or roll out step by step: lambdatop rollout ${name} --to VERSION --strategy canary10percent5minutes`,
    ],
  });
}

/** Whether the last thing lambdatop did to the alias was a promotion, and AWS still shows it. */
function wasPromoted(situation: AliasSituation, entries: readonly Entry[]): boolean {
  const last = lastMove(situation, entries);
  return last?.operation === 'promote' && isSame(last.to, situation.present);
}
