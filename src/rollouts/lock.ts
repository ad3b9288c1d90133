/** One rollout per alias among the processes of a host; across hosts it is the alias's RevisionId that holds. */
import path from 'node:path';
import type { Owner } from '../domain/changes/entry.ts';
import type { RolloutPlan } from '../domain/rollout/rollout.ts';
import { type HeldLock, type Lock, tryLock } from '../journal/locks.ts';

/**
 * Takes the alias's lock, or says who has it.
 *
 * @param directory that of the account, region and endpoint
 * @throws AppError `no-journal` when it cannot be written
 */
export function lockAlias(
  directory: string,
  { functionArn, alias }: Pick<RolloutPlan, 'functionArn' | 'alias'>,
  self: Owner,
): Lock | HeldLock {
  return tryLock(path.join(directory, 'locks'), `rollout ${functionArn}:${alias}`, self);
}
