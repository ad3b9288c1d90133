/** How a plan ended, from how its changes ended; and the exit code that says so. */
import { AppError, EXIT } from '../../domain/app-error.ts';
import type { Plan } from '../../domain/changes/plan.ts';
import type { ChangeOutcome, ChangeReport, Outcome, PlanResult } from '../../domain/changes/result.ts';

/** What else bears on the end. */
interface Circumstances {
  /** `--wait none`: accepted is all that was asked for. */
  readonly unreadIsEnough: boolean;
  readonly interrupted: boolean;
  /** Why a watch between two stages stopped the plan; null when none did. */
  readonly error: AppError | null;
}

/** The plan's outcome, and its first error. */
export function summarise(
  reports: readonly ChangeReport[],
  { unreadIsEnough, interrupted, error }: Circumstances,
): Pick<PlanResult, 'outcome' | 'error'> {
  const some = (...outcomes: readonly (ChangeOutcome | null)[]): boolean =>
    reports.some(({ outcome }) => outcomes.includes(outcome));
  if (error) return ended('stopped', error);
  const first = reports.find((report) => report.error !== null)?.error ?? null;
  const began = some('done', 'accepted');
  if (reports.every(({ outcome }) => outcome === 'already')) return ended('already', null);
  if (!some('accepted', 'unknown', 'not-applied', 'not-sent', 'refused', 'overtaken', null)) {
    // AWS shows all of it, and is still at some of it, or cannot do it.
    if (first === null) return ended('done', null);
    if (interrupted) return ended('interrupted', first);
    return ended(first.code === 'unconfirmed' ? 'unconfirmed' : 'partly', first);
  }
  if (unreadIsEnough && !some('unknown', 'not-applied', 'not-sent', 'refused', 'overtaken', null)) {
    return ended('accepted', null);
  }
  if (some('refused')) return ended(began ? 'partly' : 'failed', first);
  if (interrupted) {
    return ended('interrupted', first ?? new AppError('interrupted', 'Interrupted.'));
  }
  if (some('unknown', 'accepted')) return ended('unconfirmed', first ?? notSeen());
  if (some('overtaken')) return ended('conflict', first);
  return ended(began ? 'partly' : 'failed', first);
}

/** The same end; where all went well and the plan fell short of what was asked for, that it is done in part. */
export function fallenShort(
  { shortfall }: Pick<Plan, 'shortfall'>,
  summary: Pick<PlanResult, 'outcome' | 'error'>,
): Pick<PlanResult, 'outcome' | 'error'> {
  const { outcome } = summary;
  const isWell = outcome === 'done' || outcome === 'already' || outcome === 'accepted';
  if (shortfall === null || !isWell) return summary;
  const { code, message, next } = shortfall;
  return ended('partly', new AppError(code, message, { next }));
}

function ended(outcome: Outcome, error: AppError | null): Pick<PlanResult, 'outcome' | 'error'> {
  return { outcome, error };
}

function notSeen(): AppError {
  return new AppError('unconfirmed', 'AWS accepted it, and did not show the new values in time.', {
    next: ['look again: lambdatop journal', 'or wait longer: --timeout 15m'],
  });
}

const EXIT_OF: Readonly<Record<Outcome, number>> = {
  done: EXIT.done,
  already: EXIT.done,
  accepted: EXIT.done,
  planned: EXIT.done,
  refused: EXIT.refused,
  conflict: EXIT.refused,
  failed: EXIT.failed,
  partly: EXIT.failed,
  'not-applied': EXIT.failed,
  unconfirmed: EXIT.unconfirmed,
  stopped: EXIT.no,
  interrupted: EXIT.interrupted,
};

/** The exit code of one result. A plan that was refused for what AWS lacks or denies ends as AWS's own no does. */
export function exitCodeOf({ outcome, error }: Pick<PlanResult, 'outcome' | 'error'>): number {
  if ((outcome === 'refused' || outcome === 'failed') && error) return error.exitCode;
  return EXIT_OF[outcome];
}

/** Of several targets: the first of 1, 5, 3, 4, 0 that occurred; an interruption goes before all. */
export function exitCodeOfAll(codes: readonly number[]): number {
  const order = [EXIT.interrupted, EXIT.failed, EXIT.unconfirmed, EXIT.no, EXIT.refused];
  return order.find((code) => codes.includes(code)) ?? codes.find((code) => code !== EXIT.done) ?? EXIT.done;
}
