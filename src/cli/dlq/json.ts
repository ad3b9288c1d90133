/** Redrives as `--json` prints them: the members of every change, and those of their own. */
import type { AppError } from '../../domain/app-error.ts';
import { destinationName } from '../../domain/dead-letters/destination.ts';
import type { MovePlan, MoveResult } from '../../operations/redrive/move-request.ts';
import type { RedriveResult, SelectionPlan } from '../../operations/redrive/request.ts';

type Json = Record<string, unknown>;

/** `--dry-run`: which messages would go where. */
export function selectionPlanJson(plan: SelectionPlan): Json {
  const { operation, queue, letters, left, toFinish, doubtful, look, ratePerS, targets, probeMs } = plan;
  return {
    ...head(queue.arn, plan.refusal ? 'refused' : 'planned'),
    operation,
    messages: letters.map(({ triaged, mechanism, destination }) => ({
      messageId: triaged.letter.messageId,
      kind: triaged.kind.kind,
      by: mechanism.by,
      to: destination.kind === 'queue' ? destination.arn : destinationName(destination),
      reason: mechanism.reason,
    })),
    left,
    toFinish,
    doubtful,
    seen: look?.seen ?? null,
    ratePerS,
    targets,
    probeMs,
    ...rest(plan),
  };
}

/** How it ended. */
export function selectionEndJson({ queue, doubtful }: SelectionPlan, result: RedriveResult): Json {
  const { outcome, counts, doubled, refused, entry, error, probe } = result;
  return {
    ...head(queue.arn, outcome),
    changed: counts.redriven + counts.finished + counts.doubled > 0,
    entry,
    counts,
    doubled,
    doubtful,
    refused,
    probe,
    ...errorJson(error),
  };
}

/** `--dry-run` of a move. */
export function movePlanJson(plan: MovePlan): Json {
  const { queue, sources, ratePerS, sampled, targets, probeMs } = plan;
  return {
    ...head(queue.arn, plan.refusal ? 'refused' : 'planned', queue.depth),
    ...{ operation: 'redrive', by: 'move-task', to: sources, ratePerS, sampled, targets, probeMs },
    ...rest(plan),
  };
}

/** How a move ended, or stands. */
export function moveEndJson({ queue }: MovePlan, result: MoveResult): Json {
  const { outcome, task, moved, entry, error, probe } = result;
  return {
    ...head(queue.arn, outcome, queue.depth),
    changed: task !== null,
    ...{ entry, moved, task, probe },
    ...errorJson(error),
  };
}

function head(target: string, outcome: string, depth: number | null = null): Json {
  const before = depth === null ? null : { depth };
  return { target, changed: false, outcome, before, after: null, entry: null };
}

function rest({
  warnings,
  refusal,
  commandLine,
  calls,
}: Pick<SelectionPlan, 'warnings' | 'refusal' | 'commandLine' | 'calls'>): Json {
  return { warnings, commandLine, calls, ...(refusal ? { error: refusal } : {}) };
}

/** An error as a member, where there is one. */
export function errorJson(error: AppError | null): Json {
  return error ? { error: { code: error.code, message: error.message, next: error.next } } : {};
}
