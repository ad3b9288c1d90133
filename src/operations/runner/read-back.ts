/** Reading a setting until AWS shows what it was set to. */
import { isTransient, toAppError } from '../../domain/app-error.ts';
import { isReached, isSame, mayGoOnFrom } from '../../domain/changes/debts.ts';
import type { ChangeReport } from '../../domain/changes/result.ts';
import type { SettingChange, SettingValue } from '../../domain/changes/setting.ts';
import { shownReport } from './allocation.ts';
import { changedMeanwhile } from './compare.ts';
import { backOff } from './patience.ts';
import { type PlanRun, reportOf } from './run.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Whether AWS still shows what was there before; what only follows may move on the way. */
function isStill(change: SettingChange, seen: SettingValue): boolean {
  return change.follows ? mayGoOnFrom(change, seen) : isSame(seen, change.from);
}

/**
 * Reads until AWS shows the new value and, with `untilSettled`, has come to rest. Ends as `done`, as `overtaken`
 * when AWS shows a value that is neither the new nor the former one, else as `accepted`. Never rejects.
 */
export async function readBack(
  change: SettingChange,
  untilSettled: boolean,
  run: PlanRun,
): Promise<ChangeReport> {
  let seen: SettingValue | undefined;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const reading = await run.look(change.setting);
      seen = reading.value;
      if (seen !== undefined && isReached(change, seen) && (reading.settled || !untilSettled)) {
        await run.note(change, 'done', null, isSame(seen, change.to) ? undefined : seen);
        return shownReport(change, reading);
      }
      if (seen !== undefined && !isReached(change, seen) && !isStill(change, seen)) {
        await run.note(change, 'overtaken', null);
        return reportOf(change, 'overtaken', { seen, error: changedMeanwhile([{ change, seen }], []) });
      }
    } catch (thrown) {
      const error = toAppError(thrown);
      // What we may not read will not be readable in a second either.
      if (!isTransient(error)) return reportOf(change, 'accepted', { seen, error });
    }
    const pauseMs = backOff(attempt, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    if (run.signal.aborted || run.deadline.leftMs() < pauseMs) return reportOf(change, 'accepted', { seen });
    await run.sleep(pauseMs, run.signal);
  }
}
