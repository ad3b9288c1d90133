/** Rollouts that are not over: who drives them, and what has become of those that nobody drives. */
import type { Owner } from '../domain/changes/entry.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import { hasEnded, next, type RolloutPlan } from '../domain/rollout/rollout.ts';
import { canaryOf, type Routing, routingText } from '../domain/traffic/routing.ts';
import { isProvablyDead, isSameMachine } from '../journal/owner.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import { lockAlias } from './lock.ts';

/**
 * `running`: its process lives · `elsewhere`: it belongs to another host, of which nothing can be proved ·
 * `unfinished`: nobody drives it (its process died, or gave up) · `over`: it came to its end.
 */
export type RolloutState = 'running' | 'elsewhere' | 'unfinished' | 'over';

/** How it stands with a rollout, as seen from `self`. */
export function stateOf({ rollout, stopped, owner }: RolloutRecord, self: Owner): RolloutState {
  if (hasEnded(rollout)) return 'over';
  if (stopped !== null) return 'unfinished';
  if (!isSameMachine(owner, self)) return 'elsewhere';
  return isProvablyDead(owner, self) ? 'unfinished' : 'running';
}

/** The latest rollout of an alias that is not over; null when there is none. */
export async function unfinishedOf(
  files: Pick<RolloutFiles, 'list'>,
  { functionArn, alias }: Pick<RolloutPlan, 'functionArn' | 'alias'>,
  self: Owner,
): Promise<{ readonly record: RolloutRecord; readonly state: RolloutState } | null> {
  for (const record of await files.list()) {
    const { plan } = record.rollout;
    const state = stateOf(record, self);
    if (plan.functionArn === functionArn && plan.alias === alias && state !== 'over')
      return { record, state };
  }
  return null;
}

/**
 * The record of a rollout that nobody drives, closed when the alias is no longer split between its two versions:
 * somebody promoted it, rolled it back, or went on to a third.
 *
 * @param present where the alias sends its traffic now
 */
export async function closeIfSettled(
  record: RolloutRecord,
  present: Routing,
  { files, directory, self }: { files: Pick<RolloutFiles, 'write'>; directory: string; self: Owner },
): Promise<RolloutRecord> {
  const { plan } = record.rollout;
  const canary = canaryOf(present);
  const versions = [present.version, canary?.version];
  if (canary !== null && versions.every((each) => each === plan.stable || each === plan.canary))
    return record;
  const lock = lockAlias(directory, plan, self);
  if ('heldBy' in lock) return record;
  try {
    const difference = `${plan.alias} sends its traffic to ${routingText(present)} since.`;
    const closed = { ...record, owner: self, rollout: next(record.rollout, { type: 'moved', difference }) };
    await files.write(closed);
    return closed;
  } finally {
    lock.release();
  }
}
