/** The console's operations, which keep off an alias that one of our own rollouts is moving. */
import type { Operations } from '../../operations/operations.ts';
import { type BesideRolloutsTools, besideRollouts } from '../../rollouts/beside-rollouts.ts';

/** What knowing of the rollouts needs. */
type Tools = Pick<BesideRolloutsTools, 'stateDir' | 'clock' | 'identity'>;

/** The operations; shift, promote and undo refused where a rollout runs, a roll back its abort. */
export function besideOurRollouts(operations: Operations, tools: Tools): Operations {
  const rollouts = besideRollouts({
    ...tools,
    reason: 'rolled back by hand',
    waysOn: (_, { rollout: { plan } }) => [
      `B aborts it: everything goes back to ${plan.stable}`,
      't shows it: there h holds it, a advances it, A promotes',
    ],
  });
  return {
    ...operations,
    plan: async (request, signal) => rollouts.checked(await operations.plan(request, signal)),
    async apply(plan, choices) {
      await rollouts.abortFor(plan);
      return operations.apply(plan, choices);
    },
  };
}
