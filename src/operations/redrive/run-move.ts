/** A move of a whole queue, from its first message to its end: started once, counted by us, stopped when they return. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { isActive, type MoveTask } from '../../domain/dead-letters/move-task.ts';
import { formatCount } from '../../domain/figures.ts';
import type { OpenEntry } from '../../journal/journal.ts';
import { backOff, deadlineIn, realSleep } from '../runner/patience.ts';
import type { MovePlan, MoveResult } from './move-request.ts';
import { Speedometer } from './pace.ts';
import type { OnRedriveProgress } from './request.ts';
import { countOf, ReturnGuard } from './returns.ts';
import type { RedriveTools } from './tools.ts';

/** How a move is run. */
export interface MoveChoices {
  /** `none`: AWS's "accepted" is enough. */
  readonly wait?: 'none' | 'applied';
  /** How long to wait for its end, ms. The move goes on without us. */
  readonly timeoutMs?: number;
  readonly onProgress?: OnRedriveProgress;
  readonly signal?: AbortSignal;
}

const LOOK_EVERY_MS = 2_000;
const MOST_STARTS = 6;
/** A task whose start was not answered is looked for so often. */
const MOST_LOOKS = 5;

/** Starts the task and follows it. Never rejects. */
export async function runMove(
  plan: MovePlan,
  { wait = 'applied', timeoutMs, onProgress = () => {}, signal = new AbortController().signal }: MoveChoices,
  entry: OpenEntry,
  tools: RedriveTools,
): Promise<MoveResult> {
  const { aws, clock } = tools;
  const guard = new ReturnGuard(plan.queue.arn, { queues: aws.queues, clock, signal });
  let result: MoveResult = {
    ...{ outcome: 'failed', task: null, moved: null, entry: entry.id, error: null, probe: null },
  };
  try {
    await guard.begin();
    const started = await start(plan, signal, tools);
    result =
      wait === 'none'
        ? { ...result, outcome: 'accepted', task: started }
        : await follow(plan, started, guard, { timeoutMs, onProgress, signal, entry }, tools);
  } catch (thrown) {
    const error = toAppError(thrown);
    const outcome =
      error.code === 'unknown-outcome' ? 'unconfirmed' : signal.aborted ? 'interrupted' : 'failed';
    result = { ...result, outcome, error };
  }
  const isOpen = result.outcome === 'accepted';
  await entry.end(isOpen ? 'accepted' : endOf(result), result.error?.message ?? null).catch(() => {});
  return result;
}

function endOf({ outcome }: MoveResult): Parameters<OpenEntry['end']>[0] {
  return outcome === 'already' ? 'done' : outcome;
}

/** Starts it once. A lost answer is looked up: AWS allows one task, so a new one that runs is ours. */
async function start(plan: MovePlan, signal: AbortSignal, tools: RedriveTools): Promise<MoveTask> {
  const { aws, clock, sleep = realSleep } = tools;
  const before = new Set((await aws.messages.moveTasks(plan.queue.arn, signal)).map(keyOf));
  const fresh = async (): Promise<MoveTask | undefined> =>
    (await aws.messages.moveTasks(plan.queue.arn, signal)).find((task) => !before.has(keyOf(task)));
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      const { handle } = await aws.messages.startMoveTask(plan.queue.arn, plan.ratePerS);
      return { ...asked(plan), handle, startedAt: clock.now() };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'unknown-outcome') {
        for (let look = 0; look < MOST_LOOKS; look += 1) {
          const found = await fresh().catch(() => undefined);
          if (found) return found;
          await sleep(LOOK_EVERY_MS, signal);
        }
        throw error;
      }
      if (error.code !== 'throttled' || attempt >= MOST_STARTS) throw error;
      await sleep(error.answer.retryAfterMs ?? backOff(attempt, 500, 5_000), signal);
    }
  }
}

function asked({ ratePerS }: MovePlan): MoveTask {
  return {
    ...{ handle: null, status: 'RUNNING', destinationArn: null, ratePerS, moved: null, toMove: null },
    ...{ failureReason: null, startedAt: null },
  };
}

/** Ids are shown only while a task runs; its beginning tells it apart. */
function keyOf({ startedAt, status }: MoveTask): string {
  return startedAt === null ? `${status}` : String(startedAt);
}

async function follow(
  plan: MovePlan,
  started: MoveTask,
  guard: ReturnGuard,
  {
    timeoutMs = Number.POSITIVE_INFINITY,
    onProgress,
    signal,
    entry,
  }: {
    readonly timeoutMs: number | undefined;
    readonly onProgress: OnRedriveProgress;
    readonly signal: AbortSignal;
    readonly entry: OpenEntry;
  },
  tools: RedriveTools,
): Promise<MoveResult> {
  const { aws, clock, sleep = realSleep } = tools;
  const { queue } = plan;
  const deadline = deadlineIn(timeoutMs, clock);
  const speed = new Speedometer(clock);
  const total = guard.baseline;
  let task = started;
  let moved: number | null = null;
  let told = 0;
  let stopped: AppError | null = null;
  const end = (outcome: MoveResult['outcome'], error: AppError | null): MoveResult => ({
    ...{ outcome, task, moved, entry: entry.id, error, probe: null },
  });
  for (;;) {
    const [tasks, count] = await Promise.all([
      aws.messages.moveTasks(queue.arn).catch(() => []),
      countOf(queue.arn, { queues: aws.queues, signal: new AbortController().signal }),
    ]);
    // Newest first, and only one may run.
    task = tasks[0] ?? task;
    if (total !== null && count !== null) moved = Math.max(moved ?? 0, total - count);
    onProgress({ kind: 'moving', done: moved ?? 0, total, ...speed.read(moved ?? 0, total) });
    if (!isActive(task)) {
      if (stopped) return end('stopped', stopped);
      return endOfTask(task, queue.name, end);
    }
    guard.removed((task.moved ?? 0) - told);
    told = task.moved ?? told;
    const reason = stopped ? null : await guard.reason();
    if (reason !== null) {
      stopped = new AppError('stopped', `Stopped: ${reason}.`, {
        next: ['mend the function first, then go on', `go on with it: ${plan.commandLine}`],
      });
      if (task.handle) await aws.messages.cancelMoveTask(task.handle).catch(() => {});
    }
    if (signal.aborted) return end('interrupted', goesOn('interrupted', queue.name));
    if (deadline.leftMs() < LOOK_EVERY_MS) return end('unconfirmed', goesOn('unconfirmed', queue.name));
    await sleep(LOOK_EVERY_MS, signal);
  }
}

function goesOn(code: 'interrupted' | 'unconfirmed', name: string): AppError {
  return new AppError(code, `No longer watched; AWS goes on moving ${name}.`, {
    next: [`see it: lambdatop dlq tasks ${name}`, `end it: lambdatop dlq cancel ${name}`],
  });
}

function endOfTask(
  { status, failureReason, moved }: MoveTask,
  name: string,
  end: (outcome: MoveResult['outcome'], error: AppError | null) => MoveResult,
): MoveResult {
  if (status === 'COMPLETED') return end('done', null);
  const count = moved === null ? 'an unknown number of' : formatCount(moved);
  const because = failureReason === null ? '' : ` (${failureReason})`;
  const message =
    status === 'CANCELLED'
      ? `The move of ${name} was cancelled after ${count} messages; what was moved stays moved.`
      : `AWS ended the move of ${name} after ${count} messages: ${status}${because}.`;
  return end(
    'partly',
    new AppError('aws-failure', message, {
      next: [`one by one: lambdatop dlq redrive ${name} --limit 100000`],
    }),
  );
}

/** How cancelling ended. */
export interface CancelResult {
  /** `already`: none was running. */
  readonly outcome: 'done' | 'already' | 'unconfirmed';
  readonly task: MoveTask | null;
  readonly entry: string | null;
}

/** How long a cancelled task may go on, ms. */
const CANCELLING_MS = 60_000;

/** Cancels a task that runs, and waits until it has stopped. Rejects with an AppError when AWS says no. */
export async function cancelMove(
  queueArn: string,
  task: MoveTask & { readonly handle: string },
  entry: OpenEntry,
  signal: AbortSignal,
  { aws, clock, sleep = realSleep }: RedriveTools,
): Promise<CancelResult> {
  try {
    await aws.messages.cancelMoveTask(task.handle);
  } catch (thrown) {
    const error = toAppError(thrown);
    // Whether it was heard is told by the task itself.
    if (error.code !== 'unknown-outcome') {
      await entry.end('failed', error.message).catch(() => {});
      throw error;
    }
  }
  const deadline = deadlineIn(CANCELLING_MS, clock);
  for (;;) {
    const [now] = await aws.messages.moveTasks(queueArn).catch(() => []);
    const isOver = now !== undefined && !isActive(now);
    if (isOver || signal.aborted || deadline.leftMs() === 0) {
      const outcome = isOver ? 'done' : 'unconfirmed';
      await entry.end(outcome, null).catch(() => {});
      return { outcome, task: now ?? task, entry: entry.id };
    }
    await sleep(LOOK_EVERY_MS, signal);
  }
}
