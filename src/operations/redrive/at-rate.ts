/** Plans as fast as a person chose after they were made: nothing has to be received again for it. */
import { AppError } from '../../domain/app-error.ts';
import type { MovePlan } from './move-request.ts';
import { tooLong } from './plan-move.ts';
import type { PreparedSelection } from './prepare.ts';

/** What SQS takes, and what we do: messages a second. */
const MOST = 500;

/**
 * A selection at another rate than it was prepared at.
 *
 * @param ratePerS 1 to 500
 */
export function selectionAtRate(prepared: PreparedSelection, ratePerS: number): PreparedSelection {
  const { plan, request } = prepared;
  return {
    ...prepared,
    request: { ...request, ratePerS: checked(ratePerS) },
    plan: { ...plan, ratePerS, commandLine: `${plan.commandLine} --rate ${ratePerS}` },
  };
}

/**
 * A move at a rate.
 *
 * @param plan planned without one
 * @param ratePerS 1 to 500
 */
export function moveAtRate(plan: MovePlan, ratePerS: number): MovePlan {
  const { queue, refusal, calls, commandLine } = plan;
  return {
    ...plan,
    ratePerS: checked(ratePerS),
    refusal: refusal ?? tooLong(queue, ratePerS, queue.name),
    calls: calls.map((call) => `${call} --max-number-of-messages-per-second ${ratePerS}`),
    commandLine: `${commandLine} --rate ${ratePerS}`,
  };
}

function checked(ratePerS: number): number {
  if (Number.isInteger(ratePerS) && ratePerS >= 1 && ratePerS <= MOST) return ratePerS;
  throw new AppError('usage', `The rate is 1 to ${MOST} messages a second, not ${ratePerS}.`);
}
