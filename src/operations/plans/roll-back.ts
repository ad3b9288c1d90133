/** Taking traffic back: of a split to its primary version, of an unsplit alias to one that served before. */
import { isSame } from '../../domain/changes/debts.ts';
import type { Entry } from '../../domain/changes/entry.ts';
import type { Place, Plan, PlanRefusal } from '../../domain/changes/plan.ts';
import { settingKey } from '../../domain/changes/setting.ts';
import { canaryOf, hasSameVersions, toRouting, unsplit } from '../../domain/traffic/routing.ts';
import {
  type AliasOptions,
  type AliasSituation,
  lineBackTo,
  movedSince,
  routingChange,
} from './alias-situation.ts';
import { aliasRoutingOf, emptyPlan, refused, stage } from './parts.ts';

/** What the person chose. */
export interface RollBackOptions extends AliasOptions {
  /** The version to go back to; null = the primary one of a split, or the one before lambdatop's own last change. */
  readonly to: string | null;
}

/**
 * Plans a roll back. A weight that somebody changes meanwhile does not stop it.
 *
 * @param entries the journal, oldest first
 */
export function planRollBack(
  situation: AliasSituation,
  place: Place,
  { to, continues }: RollBackOptions,
  entries: readonly Entry[],
): Plan {
  const { target, present } = situation;
  const words = to === null ? [] : ['--to', to];
  const plan: Plan = {
    ...emptyPlan({ operation: 'rollback', target, place, words }),
    undo: lineBackTo(situation, place),
  };
  const moved = movedSince(situation, continues, hasSameVersions);
  if (moved) return refused(plan, moved);
  const version = to ?? (canaryOf(present) ? present.version : versionBeforeOurs(situation, entries));
  if (version === null) return refused(plan, nothingKnown(situation));
  const changes = routingChange(situation, unsplit(version), { tolerates: 'another-weight' });
  return { ...plan, stages: [stage('roll back', changes)] };
}

/** The version that all or most of the traffic went to before lambdatop's own last change; null without one. */
export function versionBeforeOurs(
  { facts, alias, present }: AliasSituation,
  entries: readonly Entry[],
): string | null {
  const key = settingKey(aliasRoutingOf(facts.arn, alias));
  const ours = entries
    .flatMap(({ changes }) => changes)
    .filter(({ setting, outcome }) => settingKey(setting) === key && outcome === 'done');
  if (!isSame(ours.at(-1)?.to ?? null, present)) return null;
  const before = ours.findLast(
    ({ from }) => (toRouting(from)?.version ?? present.version) !== present.version,
  );
  return toRouting(before?.from)?.version ?? null;
}

function nothingKnown({ target, present }: AliasSituation): PlanRefusal {
  return {
    code: 'refused',
    message: `${target.name} sends all of its traffic to ${present.version}, and lambdatop has not changed it: say where to go back to.`,
    next: [`name the version: lambdatop rollback ${target.name} --to VERSION`],
  };
}
