/** Messages that stay where they are: why, whether that stops the others, and what is left to be said of them. */
import type { PlanRefusal } from '../../domain/changes/plan.ts';
import { formatCount } from '../../domain/figures.ts';
import type { LeftLetters, SelectionPlan } from './request.ts';

/** Those behind one that may have been sent already, in a FIFO queue. */
export function behindDoubtful(messageIds: readonly string[]): LeftLetters {
  return {
    reason: 'an earlier message of its group may have been sent already, and must not be overtaken',
    next: ['send that one too: --again (the queue knows a repetition for five minutes)'],
    needsFunction: false,
    messageIds,
  };
}

/**
 * Why nothing is sent because of those that stay; null when the others can be. Asking comes first: what nobody may
 * decide is not decided by leaving it out.
 *
 * @param isNamed somebody said which function is meant
 * @param hasOthers there are messages that would not stay
 */
export function refusalForLeft(
  left: readonly LeftLetters[],
  isNamed: boolean,
  hasOthers: boolean,
): PlanRefusal | null {
  const unclear = left.find(({ needsFunction }) => needsFunction && !isNamed);
  const blocked = unclear ?? (hasOthers ? undefined : left[0]);
  if (!blocked) return null;
  const { messageIds, reason, next } = blocked;
  return {
    code: 'refused',
    message: `${formatCount(messageIds.length)} messages cannot be redriven: ${reason}.`,
    next: unclear ? [...next, 'or leave them: --where kind=sqs-source'] : next,
  };
}

/** Those that stay and of which the plan's refusal, said beside them, does not speak. */
export function leftBeside({
  left,
  refusal,
}: Pick<SelectionPlan, 'left' | 'refusal'>): readonly LeftLetters[] {
  return left.filter(({ reason }) => !refusal?.message.includes(reason));
}
