/** Taking traffic back: of a split to its primary version, of an unsplit alias to one that served before. */
import { isSame } from '../../domain/changes/debts.ts';
import type { Entry } from '../../domain/changes/entry.ts';
import type { Place, Plan, PlanRefusal } from '../../domain/changes/plan.ts';
import { evidenceText, type RollBackCandidate } from '../../domain/traffic/candidate.ts';
import type { Preflight } from '../../domain/traffic/preflight.ts';
import { canaryOf, hasSameVersions, isSplit, toRouting, unsplit } from '../../domain/traffic/routing.ts';
import {
  type AliasOptions,
  type AliasSituation,
  lastMove,
  lineBackTo,
  movedSince,
} from './alias-situation.ts';
import { deploymentOf, planStop } from './deployment.ts';
import { moved, overrideWords } from './move.ts';
import { emptyPlan, refused } from './parts.ts';

/** How many candidates a refusal names. */
const MOST_NAMED = 5;

/** What the person chose. */
export interface RollBackOptions extends AliasOptions {
  /** The version to go back to; null = the primary one of a split, or the one before lambdatop's own last change. */
  readonly to: string | null;
}

/**
 * Plans a roll back. A weight that somebody changes meanwhile does not stop it.
 *
 * @param entries the journal, oldest first
 * @param preflight null for a step of a rollout
 * @param candidates what may be named, where nothing says where to go back to
 */
export function planRollBack(
  situation: AliasSituation,
  place: Place,
  options: RollBackOptions,
  entries: readonly Entry[],
  preflight: Preflight | null,
  candidates: readonly RollBackCandidate[],
): Plan {
  const { target, present } = situation;
  const { to, continues, overrideDeployment } = options;
  const words = [...(to === null ? [] : ['--to', to]), ...overrideWords(options)];
  const plan: Plan = {
    ...emptyPlan({ operation: 'rollback', target, place, words }),
    danger: 'slight',
    undo: lineBackTo(situation, place),
  };
  const refusal = movedSince(situation, continues, hasSameVersions);
  if (refusal) return refused(plan, refusal);
  const deployment = preflight ? deploymentOf(preflight.deployment) : null;
  if (deployment && deployment.id !== overrideDeployment) return planStop(situation, place, deployment, to);
  const version = rollBackTarget(situation, options, entries);
  if (version === null) return refused(plan, nothingKnown(situation, candidates));
  if (version === canaryOf(present)?.version && isSplit(present)) return refused(plan, forwards(situation));
  const destination = {
    title: 'roll back',
    routing: unsplit(version),
    tolerates: 'another-weight' as const,
  };
  return moved(plan, situation, destination, options, preflight);
}

/**
 * The version to go back to: the one named, the primary one of a split, or the one before ours; null = not known.
 * Where lambdatop has rolled back already it is the present one: whoever asks twice must not be sent forth again.
 */
export function rollBackTarget(
  situation: AliasSituation,
  { to }: Pick<RollBackOptions, 'to'>,
  entries: readonly Entry[],
): string | null {
  const { present } = situation;
  return to ?? (canaryOf(present) ? present.version : versionBeforeOurs(situation, entries));
}

/**
 * The version that lambdatop's own last promotion took the traffic from; null where its last change was something
 * else: an undo or a cleared split took traffic back already, and before it lies what it was taken from.
 */
function versionBeforeOurs(situation: AliasSituation, entries: readonly Entry[]): string | null {
  const { present } = situation;
  const last = lastMove(situation, entries);
  if (last === undefined || !isSame(last.to, present)) return null;
  if (last.operation === 'rollback') return present.version;
  const before = toRouting(last.from)?.version ?? null;
  return last.operation === 'promote' && before !== present.version ? before : null;
}

function nothingKnown(
  { target, present }: AliasSituation,
  candidates: readonly RollBackCandidate[],
): PlanRefusal {
  const lines = candidates
    .slice(0, MOST_NAMED)
    .map((each) => `lambdatop rollback ${target.name} --to ${each.version}   # ${evidenceText(each)}`);
  return {
    code: 'refused',
    message: `${target.name} sends all of its traffic to ${present.version}, and no promotion of lambdatop's tells where it was before: say where to go back to.`,
    next: lines.length > 0 ? lines : [`name the version: lambdatop rollback ${target.name} --to VERSION`],
    needsVersion: true,
  };
}

function forwards({ target, present }: AliasSituation): PlanRefusal {
  const canary = canaryOf(present)?.version ?? '';
  return {
    code: 'refused',
    message: `${canary} is the version that ${target.name} is being shifted to: going there is no way back.`,
    next: [
      `if that is meant: lambdatop promote ${target.name}`,
      `back to ${present.version}: lambdatop rollback ${target.name}`,
    ],
  };
}
