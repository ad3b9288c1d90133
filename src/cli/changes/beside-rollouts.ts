/** Commands that move an alias by hand, where one of our own rollouts may be driving it. */
import { type BesideRollouts, besideRollouts as besideAll } from '../../rollouts/beside-rollouts.ts';
import type { Session } from '../account.ts';
import type { CommandContext } from '../context.ts';

/** The rollouts of this machine's state directory; says which one is aborted. */
export function besideRollouts({ account }: Session, context: CommandContext): BesideRollouts {
  const { stateDir, clock, output } = context;
  return besideAll({
    stateDir,
    clock,
    identity: account.identity,
    reason: 'lambdatop rollback',
    waysOn: (name, { rollout: { plan } }) => [
      `see it, advance or promote it: lambdatop rollout ${name} --resume`,
      `or abort it, which takes everything back to ${plan.stable}: lambdatop rollback ${name}`,
    ],
    onAbort: (name, { owner }) => output.say(`${name}: aborting the rollout in process ${owner.pid}`),
  });
}
