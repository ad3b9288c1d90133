/** Everything that must hold before a redrive's first call: whose account it is, the journal's intent, the lock. */
import path from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import type { LetterOperation } from '../../domain/changes/entry.ts';
import type { Place } from '../../domain/changes/plan.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import type { OpenEntry } from '../../journal/journal.ts';
import { type Lock, tryLock } from '../../journal/locks.ts';
import { type LeftOver, readLeftOver } from '../../journal/redrive-log.ts';
import type { RedriveTools } from './tools.ts';

/** An entry of the journal, and the lock that keeps other redrives of the queue out. */
export interface OpenedEntry {
  readonly entry: OpenEntry;
  /** Where the journal lies. */
  readonly directory: string;
  readonly leftOver: LeftOver;
  readonly lock: Lock;
}

/** @throws AppError `read-only` */
export function refuseReadOnly({ aws }: Pick<RedriveTools, 'aws'>): void {
  const refusal = aws.access.refusal();
  if (refusal) throw new AppError('read-only', `${refusal.message}.`, { next: refusal.next });
}

/** Takes the lock and begins the entry; rejects with the AppError that forbids it. */
export async function openEntry(
  operation: LetterOperation,
  queueArn: string,
  place: Place,
  tools: RedriveTools,
): Promise<OpenedEntry> {
  refuseReadOnly(tools);
  const journal = await tools.operations.journal();
  const directory = path.dirname(journal.path);
  const name = queueNameIn(queueArn);
  const lock = tryLock(directory, `redrive-${name}`, journal.owner);
  if ('heldBy' in lock) {
    const { host, pid } = lock.heldBy;
    throw new AppError('refused', `Another lambdatop works on ${name} now (process ${pid} on ${host}).`, {
      next: ['wait until it is through, or end it'],
    });
  }
  try {
    // Read under the lock: nobody adds to it any more.
    const leftOver = await readLeftOver(directory, queueArn, tools.clock);
    const entry = await beginEntry(operation, queueArn, place, tools);
    return { entry, directory, leftOver, lock };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

/** Writes the intent, for the account that the plan was made in and no other. */
export async function beginEntry(
  operation: LetterOperation,
  queueArn: string,
  place: Place,
  tools: RedriveTools,
): Promise<OpenEntry> {
  const caller = await tools.aws.identity.callerIdentity();
  if (caller.account !== place.account) {
    throw new AppError(
      'wrong-account',
      `The plan was made in account ${place.account}, and these credentials belong to ${caller.account} now.`,
      { next: ['nothing was changed; choose the account and plan again'] },
    );
  }
  const journal = await tools.operations.journal();
  return journal.begin({
    group: null,
    actor: caller.arn,
    account: caller.account,
    region: place.region,
    operation,
    target: queueArn,
    changes: [],
    undoes: null,
  });
}
