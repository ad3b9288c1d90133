/**
 * The door for everything that changes dead letters: console and command line prepare and run through this. It shares
 * journal and place with the other operations and reads AWS afresh.
 */
import path from 'node:path';
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { LetterOperation } from '../../domain/changes/entry.ts';
import type { Place } from '../../domain/changes/plan.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import type { Journal, OpenEntry } from '../../journal/journal.ts';
import { type Lock, tryLock } from '../../journal/locks.ts';
import { type LeftOver, readLeftOver } from '../../journal/redrive-log.ts';
import { realSleep } from '../runner/patience.ts';
import { openPeek, type PeekOptions, type PeekSession } from './peek-session.ts';
import { type PreparedSelection, prepareFile, prepareQueue } from './prepare.ts';
import type { LetterRequest, RedriveResult, SelectionRequest } from './request.ts';
import { notBegun } from './result.ts';
import { type RedriveChoices, runSelection } from './run.ts';
import type { RedriveTools } from './tools.ts';

/** Everything that is done with dead letters in one scope. */
export interface Redrives {
  /** Messages of a queue by its URL, hidden until the session is closed. */
  peek(queueUrl: string, options: PeekOptions): PeekSession;
  /** Looks through a queue and plans what would go where; rejects with an AppError when it cannot be read. */
  prepare(request: SelectionRequest, signal: AbortSignal): Promise<PreparedSelection>;
  /** The same for messages of an export; `queueArn` is where they were exported from. */
  prepareImport(
    letters: readonly DeadLetter[],
    queueArn: string,
    request: LetterRequest & { readonly words: readonly string[] },
    signal: AbortSignal,
  ): Promise<PreparedSelection>;
  /** Runs a plan that was confirmed, and gives back what it held. Never rejects. */
  run(prepared: PreparedSelection, choices?: RedriveChoices): Promise<RedriveResult>;
}

/** The redrives of a scope. Nothing is read before the first one. */
export function createRedrives(tools: RedriveTools): Redrives {
  const { aws, clock, operations, sleep = realSleep } = tools;

  const prepareTools = async (queueArn: string) => {
    const [place, journal] = await Promise.all([operations.place(), operations.journal()]);
    const leftOver = await readLeftOver(path.dirname(journal.path), queueArn, clock);
    return { aws, messages: aws.messages, clock, sleep, place, leftOver };
  };

  return {
    peek: (queueUrl, options) => openPeek(queueUrl, options, { messages: aws.messages, clock, sleep }),
    async prepare(request, signal) {
      refuseReadOnly(tools);
      return prepareQueue(request, await prepareTools(request.queue.arn), signal);
    },
    async prepareImport(letters, queueArn, request, signal) {
      refuseReadOnly(tools);
      return prepareFile(letters, queueArn, request, await prepareTools(queueArn), signal);
    },
    async run(prepared, choices = {}) {
      const { plan } = prepared;
      let opened: OpenedEntry | null = null;
      try {
        if (plan.refusal) {
          const { code, message, next } = plan.refusal;
          throw new AppError(code, message, { next });
        }
        if (plan.letters.length === 0 && plan.toFinish.length === 0) {
          await prepared.close();
          return notBegun(plan, 'already', null);
        }
        opened = await openEntry(plan.operation, plan.queue.arn, plan.place, tools);
      } catch (thrown) {
        await prepared.close();
        const error = toAppError(thrown);
        return notBegun(plan, error.code === 'interrupted' ? 'interrupted' : 'refused', error);
      }
      const overtaken = overtakenIn(prepared, opened);
      if (overtaken) {
        await opened.entry.end('conflict', overtaken.message).catch(() => {});
        opened.lock.release();
        await prepared.close();
        return notBegun(plan, 'refused', overtaken);
      }
      choices.onProgress?.({ kind: 'journalled', entry: opened.entry.id });
      try {
        return await runSelection(prepared, choices, opened, tools);
      } finally {
        opened.lock.release();
      }
    },
  };
}

/** Somebody else sent some of them between the plan and its confirmation: possible where nothing holds them. */
function overtakenIn({ plan, request }: PreparedSelection, { leftOver }: OpenedEntry): AppError | null {
  const { sent, deleted, unknown } = leftOver;
  const isOvertaken = plan.letters.some(({ triaged: { letter } }) => {
    const isUnknown = !request.again && unknown.has(letter.messageId);
    return sent.has(letter.messageId) || deleted.has(letter.messageId) || isUnknown;
  });
  if (!isOvertaken) return null;
  return new AppError(
    'changed-meanwhile',
    `Some messages of ${plan.queue.name} were sent since this was planned.`,
    {
      next: ['nothing was sent now; plan again'],
    },
  );
}

/** An entry of the journal, and the lock that keeps other redrives of the queue out. */
export interface OpenedEntry {
  readonly entry: OpenEntry;
  readonly journal: Journal;
  readonly directory: string;
  readonly leftOver: LeftOver;
  readonly lock: Lock;
}

/** @throws AppError `read-only` */
export function refuseReadOnly({ aws }: Pick<RedriveTools, 'aws'>): void {
  const refusal = aws.access.refusal();
  if (refusal) throw new AppError('read-only', `${refusal.message}.`, { next: refusal.next });
}

/** Everything that must hold before the first call; rejects with the AppError that forbids it. */
export async function openEntry(
  operation: LetterOperation,
  queueArn: string,
  place: Place,
  tools: RedriveTools,
): Promise<OpenedEntry> {
  refuseReadOnly(tools);
  const caller = await tools.aws.identity.callerIdentity();
  if (caller.account !== place.account) {
    throw new AppError(
      'wrong-account',
      `The plan was made in account ${place.account}, and these credentials belong to ${caller.account} now.`,
      { next: ['nothing was changed; choose the account and plan again'] },
    );
  }
  const journal = await tools.operations.journal();
  const directory = path.dirname(journal.path);
  const name = queueArn.split(':').at(-1) ?? queueArn;
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
    const entry = await journal.begin({
      group: null,
      actor: caller.arn,
      account: caller.account,
      region: place.region,
      operation,
      target: queueArn,
      changes: [],
      undoes: null,
    });
    return { entry, journal, directory, leftOver, lock };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}
