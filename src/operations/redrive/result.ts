/** How a redrive ended, from what became of its messages; and the exit code that says so. */
import { AppError, EXIT } from '../../domain/app-error.ts';
import { formatCount } from '../../domain/figures.ts';
import type { RedriveCounts, RedriveResult, SelectionPlan } from './request.ts';
import type { Ledger } from './transfer.ts';

/** What else bears on the end. */
interface Circumstances {
  readonly error: AppError | null;
  readonly probe: string | null;
  readonly entry: string | null;
  readonly interrupted: boolean;
  /** Messages that were not begun. */
  readonly left: number;
}

/** Nothing was begun. */
export function notBegun(
  plan: Pick<SelectionPlan, 'letters'>,
  outcome: RedriveResult['outcome'],
  error: AppError | null,
): RedriveResult {
  const counts = { redriven: 0, finished: 0, doubled: 0, refused: 0, left: plan.letters.length };
  return { outcome, counts, doubled: [], refused: [], entry: null, error, probe: null };
}

/** The result of a run. */
export function resultOf(
  plan: SelectionPlan,
  ledger: Ledger,
  { error, probe, entry, interrupted, left }: Circumstances,
): RedriveResult {
  const counts: RedriveCounts = {
    redriven: ledger.redriven.size,
    finished: ledger.finished.size,
    doubled: ledger.doubled.size,
    refused: ledger.refused.size,
    left,
  };
  const outcome = outcomeOf(counts, ledger, error, interrupted);
  return {
    outcome,
    counts,
    doubled: [...ledger.doubled],
    refused: [...ledger.refused].map(([messageId, why]) => ({ messageId, why })),
    entry,
    error: error ?? ownError(plan, outcome, counts),
    probe,
  };
}

function outcomeOf(
  counts: RedriveCounts,
  ledger: Ledger,
  error: AppError | null,
  interrupted: boolean,
): RedriveResult['outcome'] {
  if (error?.code === 'stopped') return 'stopped';
  const began = counts.redriven + counts.finished + counts.doubled > 0;
  if (ledger.refused.size > 0 || (error && error.code !== 'interrupted')) {
    return began ? 'partly' : 'failed';
  }
  if (interrupted) return 'interrupted';
  if (counts.doubled > 0) return 'unconfirmed';
  return counts.left > 0 ? 'partly' : 'done';
}

/**
 * What to do to send what was left; no command line means an edited message.
 *
 * @param left messages that were planned and not begun: of a number of them, no more are meant than these
 */
export function goOnWith(
  { edited, commandLine }: Pick<SelectionPlan, 'edited' | 'commandLine'>,
  left: number,
): string[] {
  return edited ? [] : [`go on with it: ${commandLine.replace(/--limit \d+/, `--limit ${left}`)}`];
}

/** What is to be said of the message that was sent first, beside the error; null when that says it. */
export function probeBeside({ probe, error }: Pick<RedriveResult, 'probe' | 'error'>): string | null {
  return probe !== null && error?.message.includes(probe) ? null : probe;
}

function ownError(
  plan: SelectionPlan,
  outcome: RedriveResult['outcome'],
  counts: RedriveCounts,
): AppError | null {
  switch (outcome) {
    case 'interrupted':
      return new AppError('interrupted', `Interrupted: ${formatCount(counts.left)} were not begun.`, {
        next: goOnWith(plan, counts.left),
      });
    case 'unconfirmed':
      return new AppError(
        'unknown-outcome',
        `${formatCount(counts.doubled)} messages may be twice: in ${plan.queue.name}, and where they were sent.`,
        { next: ['a later redrive leaves alone those of which it is not known, and deletes the others'] },
      );
    case 'partly':
    case 'failed':
      return counts.refused > 0
        ? new AppError('aws-failure', `AWS refused ${formatCount(counts.refused)} messages; they stay.`)
        : new AppError('aws-failure', `${formatCount(counts.left)} messages could not be held; they stay.`, {
            next: goOnWith(plan, counts.left),
          });
    default:
      return null;
  }
}

const EXIT_OF: Readonly<Record<RedriveResult['outcome'], number>> = {
  done: EXIT.done,
  already: EXIT.done,
  stopped: EXIT.no,
  partly: EXIT.failed,
  failed: EXIT.failed,
  unconfirmed: EXIT.unconfirmed,
  interrupted: EXIT.interrupted,
  refused: EXIT.refused,
};

/** The exit code of a result. What was refused for what AWS lacks or denies ends as AWS's own no does. */
export function exitCodeOfRedrive({ outcome, error }: Pick<RedriveResult, 'outcome' | 'error'>): number {
  if ((outcome === 'refused' || outcome === 'failed') && error) return error.exitCode;
  return EXIT_OF[outcome];
}
