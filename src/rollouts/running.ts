/** A change of an alias by hand while one of our own rollouts drives it: two of us must not fight over it. */

import type { Owner } from '../domain/changes/entry.ts';
import { changesOf, type Plan } from '../domain/changes/plan.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import { percentText, toRouting } from '../domain/traffic/routing.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import { refused } from '../operations/plans/parts.ts';
import { unfinishedOf } from './unfinished.ts';

/** The rollout whose process drives the alias of a plan now; null when there is none. */
export async function rolloutDriving(
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
export function besideRollout(plan: Plan, { rollout, owner }: RolloutRecord): Plan {
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
    next: [
      `see it, advance or promote it: lambdatop rollout ${name} --resume`,
      `or abort it, which takes everything back to ${stable}: lambdatop rollback ${name}`,
    ],
  });
}

/** Tells the rollout's process to abort, which then stays so, whoever is quicker at the alias. */
export async function abortRollout(
  { id }: RolloutRecord,
  actor: string,
  files: Pick<RolloutFiles, 'order'>,
): Promise<void> {
  await files.order(id, { order: 'abort', actor, reason: 'lambdatop rollback' });
}
