/** Provisioned concurrency that AWS has taken on: it is asked for at once, and there minutes later, or never. */
import { AppError } from '../../domain/app-error.ts';
import { isSame } from '../../domain/changes/debts.ts';
import type { ChangeReport } from '../../domain/changes/result.ts';
import { settingLabel } from '../../domain/changes/words.ts';
import type { Reading } from '../settings.ts';
import { changedMeanwhile } from './compare.ts';
import { type PlanRun, reportOf } from './run.ts';

/** AWS takes minutes: more looks would only take calls from others. */
const LOOK_EVERY_MS = 5_000;

/** The end of a change whose new value AWS shows, with what AWS is still at, or has failed to do. */
export function shownReport(
  change: ChangeReport['change'],
  { value: seen, underway, failure }: Reading,
): ChangeReport {
  const error =
    failure === undefined
      ? null
      : new AppError(
          'aws-failure',
          `AWS could not provide the ${settingLabel(change.setting)}: ${failure}.`,
          {
            next: ['it is asked for, and not there: mend what AWS names, and reserve or restore it again'],
          },
        );
  return reportOf(change, 'done', { seen, underway: underway ?? null, error });
}

/** Whether there is something to wait for. */
export function isUnderway({ underway }: ChangeReport): boolean {
  return underway !== null;
}

/**
 * Waits until AWS has done what it took on, or said that it cannot. A report whose time ran out carries an error
 * `unconfirmed` that says how far it came. Never rejects.
 */
export async function untilThere(report: ChangeReport, run: PlanRun): Promise<ChangeReport> {
  const { change } = report;
  let newest = report;
  for (;;) {
    const reading = await run.look(change.setting).catch(() => null);
    if (reading?.value !== undefined) {
      const { value: seen } = reading;
      if (!isSame(seen, change.to)) {
        await run.note(change, 'overtaken', null);
        return reportOf(change, 'overtaken', { seen, error: changedMeanwhile([{ change, seen }], []) });
      }
      newest = shownReport(change, reading);
      if (!isUnderway(newest)) return newest;
    }
    const words = `${settingLabel(change.setting)}: ${newest.underway}`;
    run.onProgress({ kind: 'watching', leftMs: run.deadline.leftMs(), words });
    if (run.signal.aborted || run.deadline.leftMs() < LOOK_EVERY_MS) {
      const error = new AppError('unconfirmed', `AWS is still at it: ${words}.`, {
        next: ['it goes on without lambdatop', 'wait longer: --timeout 15m'],
      });
      return { ...newest, error };
    }
    await run.sleep(LOOK_EVERY_MS, run.signal);
  }
}
