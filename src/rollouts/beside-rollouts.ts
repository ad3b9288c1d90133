/** A change of an alias by hand while one of our own rollouts drives it: two of us must not fight over it. */
import type { Owner } from '../domain/changes/entry.ts';
import { changesOf, mayMoveAlias, type Plan } from '../domain/changes/plan.ts';
import type { Clock } from '../domain/clock.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import { percentText, toRouting } from '../domain/traffic/routing.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import { thisProcess } from '../journal/owner.ts';
import { openRolloutFiles, type RolloutFiles } from '../journal/rollout-files.ts';
import type { StateDir } from '../journal/state-dir.ts';
import { refused } from '../operations/plans/parts.ts';
import { unfinishedOf } from './unfinished.ts';

/** See the file's head. */
export interface BesideRollouts {
  /** The plan; refused where a rollout drives its alias, unless it is the rollout's end. */
  checked(plan: Plan): Promise<Plan>;
  /** A rollout that drives the alias of a roll back hears of its abort before the alias moves. Never rejects. */
  abortFor(plan: Plan): Promise<void>;
}

/** What knowing of the rollouts needs. */
export interface BesideRolloutsTools {
  readonly stateDir: Pick<StateDir, 'forScope'>;
  readonly clock: Clock;
  readonly identity: Pick<AwsAccount['identity'], 'callerIdentity'>;
  /** How a rollout is seen, advanced and aborted from here, a line each. */
  readonly waysOn: (name: string, rollout: RolloutRecord) => readonly string[];
  /** Why a rollout was aborted, as it tells it. */
  readonly reason: string;
  /** Hears of a rollout that is being aborted. */
  readonly onAbort?: (name: string, rollout: RolloutRecord) => void;
}

/** The rollouts of this machine's state directory. */
export function besideRollouts(tools: BesideRolloutsTools): BesideRollouts {
  const { stateDir, clock, identity, waysOn, reason, onAbort = () => {} } = tools;
  const filesFor = ({ place }: Plan): RolloutFiles =>
    openRolloutFiles(stateDir.forScope({ ...place }), clock);
  const driving = async (plan: Plan): Promise<RolloutRecord | null> => {
    if (!mayMoveAlias(plan.operation)) return null;
    try {
      return await rolloutDriving(plan, filesFor(plan), thisProcess());
    } catch {
      // Where nothing can be kept, no rollout of ours runs.
      return null;
    }
  };
  return {
    async checked(plan) {
      const rollout = await driving(plan);
      return rollout ? besideRollout(plan, rollout, waysOn) : plan;
    },
    async abortFor(plan) {
      const rollout = plan.operation === 'rollback' && !plan.refusal ? await driving(plan) : null;
      if (!rollout) return;
      onAbort(plan.target.name, rollout);
      const { arn } = await identity.callerIdentity().catch(() => ({ arn: 'unknown' }));
      // It then stays aborted, whoever is quicker at the alias.
      await filesFor(plan)
        .order(rollout.id, { order: 'abort', actor: arn, reason })
        .catch(() => {});
    },
  };
}

/** The rollout whose process drives the alias of a plan now; null when there is none. */
async function rolloutDriving(
  { target }: Plan,
  files: Pick<RolloutFiles, 'list'>,
  self: Owner,
): Promise<RolloutRecord | null> {
  const split = target.arn.lastIndexOf(':');
  const named = { functionArn: target.arn.slice(0, split), alias: target.arn.slice(split + 1) };
  const found = await unfinishedOf(files, named, self);
  return found?.state === 'running' ? found.record : null;
}

/** The plan; refused where the rollout would undo it, or be undone by it. A roll back to where it began is its abort. */
function besideRollout(plan: Plan, record: RolloutRecord, waysOn: BesideRolloutsTools['waysOn']): Plan {
  const { rollout, owner } = record;
  const { stable, canary, strategy } = rollout.plan;
  // Before its first step nothing has moved yet: the abort is all there is to do.
  if (plan.operation === 'rollback' && plan.refusal?.needsVersion) return { ...plan, refusal: null };
  const to = toRouting(changesOf(plan)[0]?.to);
  if (plan.refusal || to === null) return plan;
  const isAbort = plan.operation === 'rollback' && to.version === stable;
  if (isAbort) return plan;
  const { name } = plan.target;
  const weight = strategy.steps[rollout.step]?.weight;
  const step = weight === undefined ? '' : `, at ${percentText(weight / 100)}`;
  return refused(plan, {
    code: 'refused',
    message: `A rollout of ${name} from ${stable} to ${canary} is in progress${step}, in process ${owner.pid}.`,
    next: waysOn(name, record),
  });
}
