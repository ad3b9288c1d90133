/** The process of a rollout: takes the alias's lock, drives to the end, and outlives the terminal it came from. */
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { functionOf, type RolloutRecord } from '../domain/rollout/record.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import { isProvablyDead, thisProcess } from '../journal/owner.ts';
import { openRolloutFiles } from '../journal/rollout-files.ts';
import type { Operations } from '../operations/operations.ts';
import { aliasSteps } from './alias-steps.ts';
import { RolloutDriver } from './driver.ts';
import { gatherEvidence } from './evidence.ts';
import { lockAlias } from './lock.ts';

/** What the process works with. */
export interface ProcessTools {
  /** Directory of the account, region and endpoint. */
  readonly directory: string;
  readonly account: Pick<AwsAccount, 'aliases' | 'identity' | 'logs' | 'metrics'>;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears of SIGTERM: the machine goes down, or somebody means it. */
  readonly onTerminate: (terminate: () => void) => void;
}

/** A rollout that was interrupted for longer is judged by what it did lately, ms. */
const LONGEST_PAST_MS = 60 * 60_000;

/**
 * Drives a rollout whose record lies ready: a new one, or one whose process died. Resolves with its record as it
 * ended, or null when another process has it. Rejects with an AppError when the state directory fails.
 */
export async function driveRollout(id: string, tools: ProcessTools): Promise<RolloutRecord | null> {
  const { directory, account, operations, clock, logger, onTerminate } = tools;
  const files = openRolloutFiles(directory, clock);
  const self = thisProcess();
  const record = await files.read(id);
  if (record === null) return null;
  const { plan } = record.rollout;
  const lock = lockAlias(directory, plan, self);
  if ('heldBy' in lock) {
    const sentence = `Another rollout of ${plan.alias} runs already, in process ${lock.heldBy.pid}.`;
    // Of one that had a process before, the record is now the holder's to write.
    if (record.updatedAt !== record.startedAt) return null;
    await files.write({ ...record, owner: self, stopped: { why: 'refused', sentence } });
    return null;
  }
  try {
    const before = record.owner;
    // What a dead process left open in the journal is settled first.
    if (isProvablyDead(before, self)) {
      await operations.recover(AbortSignal.timeout(10_000)).catch((error) => {
        logger.warn('open journal entries could not be settled', error);
      });
    }
    const since = Math.max(record.startedAt, clock.now() - LONGEST_PAST_MS);
    const driver = new RolloutDriver(record, {
      files,
      clock,
      logger,
      self,
      steps: aliasSteps({ plan, operations, aliases: account.aliases, group: id }),
      evidence: gatherEvidence({
        logs: account.logs,
        metrics: account.metrics,
        clock,
        functionName: functionOf(record),
        alias: plan.alias,
        versions: { canary: plan.canary, stable: plan.stable },
        since,
        onTrouble: (error) => logger.warn('evidence cannot be read', error),
      }),
      renewCredentials: () => account.identity.renewCredentials(),
    });
    onTerminate(() => driver.abort('its process was told to end'));
    return await driver.run();
  } finally {
    lock.release();
  }
}
