/** Commands that move an alias by hand, where one of our own rollouts may be driving it. */
import type { Plan } from '../../domain/changes/plan.ts';
import type { RolloutRecord } from '../../domain/rollout/record.ts';
import { thisProcess } from '../../journal/owner.ts';
import { openRolloutFiles, type RolloutFiles } from '../../journal/rollout-files.ts';
import { abortRollout, besideRollout, rolloutDriving } from '../../rollouts/running.ts';
import type { Session } from '../account.ts';
import type { CommandContext } from '../context.ts';

/** See the file's head. */
export interface BesideRollouts {
  /** The plan; refused where a rollout drives its alias, unless it is the rollout's end. */
  checked(plan: Plan): Promise<Plan>;
  /** A rollout that drives the alias of a roll back hears of its abort before the alias moves. Never rejects. */
  abortFor(plan: Plan): Promise<void>;
}

/** The rollouts of this machine's state directory. */
export function besideRollouts({ account }: Session, context: CommandContext): BesideRollouts {
  const filesFor = ({ place }: Plan): RolloutFiles =>
    openRolloutFiles(context.stateDir.forScope({ ...place }), context.clock);
  const driving = async (plan: Plan): Promise<RolloutRecord | null> => {
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
      return rollout ? besideRollout(plan, rollout) : plan;
    },
    async abortFor(plan) {
      const rollout = plan.operation === 'rollback' && !plan.refusal ? await driving(plan) : null;
      if (!rollout) return;
      context.output.say(`${plan.target.name}: aborting the rollout in process ${rollout.owner.pid}`);
      const { arn } = await account.identity.callerIdentity().catch(() => ({ arn: 'unknown' }));
      await abortRollout(rollout, arn, filesFor(plan)).catch(() => {});
    },
  };
}
