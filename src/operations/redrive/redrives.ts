/**
 * The door for everything that changes dead letters: console and command line prepare and run through this. It shares
 * journal and place with the other operations and reads AWS afresh.
 */
import path from 'node:path';
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import type { MoveTask } from '../../domain/dead-letters/move-task.ts';
import { readLeftOver } from '../../journal/redrive-log.ts';
import { realSleep } from '../runner/patience.ts';
import { type DeletionResult, type PreparedDeletion, prepareDeletion, runDeletion } from './delete.ts';
import type { MovePlan, MoveRequest, MoveResult } from './move-request.ts';
import { beginEntry, type OpenedEntry, openEntry, refuseReadOnly } from './opening.ts';
import { planMove } from './plan-move.ts';
import { type PreparedSelection, prepareFile, prepareQueue } from './prepare.ts';
import type { LetterRequest, OnRedriveProgress, RedriveResult, SelectionRequest } from './request.ts';
import { notBegun } from './result.ts';
import { type RedriveChoices, runSelection } from './run.ts';
import { type CancelResult, cancelMove, type MoveChoices, runMove } from './run-move.ts';
import type { RedriveTools } from './tools.ts';

/** Everything that is done with dead letters in one scope. */
export interface Redrives {
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

  /** Plans a move of the whole queue by SQS itself; rejects with an AppError when it cannot be read. */
  planMove(request: MoveRequest, signal: AbortSignal): Promise<MovePlan>;
  /** Sends one message first unless told not to, and then has SQS move the others. Never rejects. */
  runMove(plan: MovePlan, choices?: MoveChoices & { readonly probe?: boolean }): Promise<MoveResult>;
  /** The latest moves of a queue, newest first. */
  tasks(queueArn: string, signal: AbortSignal): Promise<readonly MoveTask[]>;
  /** Cancels the move that runs. Rejects with an AppError when AWS says no. */
  cancel(queueArn: string, signal: AbortSignal): Promise<CancelResult>;

  /** Looks for messages to delete; rejects with an AppError when the queue cannot be read. */
  prepareDeletion(request: SelectionRequest, signal: AbortSignal): Promise<PreparedDeletion>;
  /** Deletes what was confirmed. Never rejects. */
  runDeletion(
    prepared: PreparedDeletion,
    signal: AbortSignal,
    onProgress?: OnRedriveProgress,
  ): Promise<DeletionResult>;
}

/** The redrives of a scope. Nothing is read before the first one. */
export function createRedrives(tools: RedriveTools): Redrives {
  const { aws, clock, operations, sleep = realSleep } = tools;

  const prepareTools = async (queueArn: string) => {
    const [place, journal] = await Promise.all([operations.place(), operations.journal()]);
    const leftOver = await readLeftOver(path.dirname(journal.path), queueArn, clock);
    return { aws, messages: aws.messages, clock, sleep, place, leftOver, journal };
  };

  return {
    async prepare(request, signal) {
      refuseReadOnly(tools);
      return prepareQueue(request, await prepareTools(request.queue.arn), signal);
    },
    async prepareImport(letters, queueArn, request, signal) {
      refuseReadOnly(tools);
      return prepareFile(letters, queueArn, request, await prepareTools(queueArn), signal);
    },
    run,

    async planMove(request, signal) {
      refuseReadOnly(tools);
      return planMove(request, await prepareTools(request.queue.arn), signal);
    },
    async runMove(plan, { probe = true, ...choices } = {}) {
      const ended = (
        outcome: MoveResult['outcome'],
        error: AppError,
        words: string | null = null,
      ): MoveResult => ({
        ...{ outcome, task: null, moved: null, entry: null, error, probe: words },
      });
      try {
        refusePlanned(plan);
        if (plan.sampled === 0) {
          return { outcome: 'already', task: null, moved: 0, entry: null, error: null, probe: null };
        }
        const tried = probe ? await tryFirst(plan, choices) : null;
        if (tried?.error) return ended(tried.outcome, tried.error, tried.probe);
        const opened = await openEntry(plan.operation, plan.queue.arn, plan.place, tools);
        choices.onProgress?.({ kind: 'journalled', entry: opened.entry.id });
        try {
          const result = await runMove(plan, choices, opened.entry, tools);
          return { ...result, probe: tried?.probe ?? null };
        } finally {
          opened.lock.release();
        }
      } catch (thrown) {
        return ended('refused', toAppError(thrown));
      }
    },
    tasks: (queueArn, signal) => aws.messages.moveTasks(queueArn, signal),
    async cancel(queueArn, signal) {
      refuseReadOnly(tools);
      const [task] = await aws.messages.moveTasks(queueArn, signal);
      if (!task?.handle) return { outcome: 'already', task: task ?? null, entry: null };
      // No lock: the process that started it holds it, and cancelling must not wait for that one.
      const entry = await beginEntry('cancel-redrive', queueArn, await operations.place(), tools);
      return cancelMove(queueArn, { ...task, handle: task.handle }, entry, signal, tools);
    },

    async prepareDeletion(request, signal) {
      refuseReadOnly(tools);
      return prepareDeletion(request, await prepareTools(request.queue.arn), signal);
    },
    async runDeletion(prepared, signal, onProgress = () => {}) {
      const { letters, queue, place, close } = prepared;
      const nothing = (outcome: 'already' | 'refused', error: AppError | null): DeletionResult => ({
        ...{ outcome, deleted: 0, entry: null, error },
        left: letters.map(({ letter }) => letter.messageId),
      });
      if (letters.length === 0) {
        await close();
        return nothing('already', null);
      }
      try {
        const opened = await openEntry('delete-letters', queue.arn, place, tools);
        try {
          return await runDeletion(prepared, opened, tools, signal, onProgress);
        } finally {
          opened.lock.release();
        }
      } catch (thrown) {
        await close();
        return nothing('refused', toAppError(thrown));
      }
    },
  };

  async function run(prepared: PreparedSelection, choices: RedriveChoices = {}): Promise<RedriveResult> {
    const { plan } = prepared;
    let opened: OpenedEntry;
    try {
      refusePlanned(plan);
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
    try {
      const overtaken = overtakenIn(prepared, opened);
      if (overtaken) {
        await opened.entry.end('conflict', overtaken.message).catch(() => {});
        await prepared.close();
        return notBegun(plan, 'refused', overtaken);
      }
      choices.onProgress?.({ kind: 'journalled', entry: opened.entry.id });
      return await runSelection(prepared, choices, opened, tools);
    } finally {
      opened.lock.release();
    }
  }

  /** One message by itself, and what comes of it: null when there is none. */
  async function tryFirst(
    { queue, probeMs }: MovePlan,
    { onProgress, signal = new AbortController().signal }: MoveChoices,
  ): Promise<RedriveResult | null> {
    if (probeMs === null) return null;
    const request: SelectionRequest = {
      ...{ queue, limit: 1, where: null, named: null, again: false, ratePerS: 1 },
      words: ['redrive', queue.name],
      isAgreed: true,
    };
    const prepared = await prepareQueue(request, await prepareTools(queue.arn), signal);
    const result = await run(prepared, { only: 'probe', signal, ...(onProgress ? { onProgress } : {}) });
    return result.outcome === 'already' ? null : result;
  }
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

/** @throws AppError with the plan's refusal */
function refusePlanned({ refusal }: Pick<MovePlan, 'refusal'>): void {
  if (refusal) throw new AppError(refusal.code, refusal.message, { next: refusal.next });
}
