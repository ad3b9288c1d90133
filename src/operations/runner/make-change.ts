/**
 * One change of one setting: the call, and a true answer to what became of it. A call is repeated only when AWS
 * said that it did nothing, or when AWS was read since and still shows the former value.
 */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { isSame } from '../../domain/changes/debts.ts';
import type { ChangeReport } from '../../domain/changes/result.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import { mustBeSettled, type Reading, readSetting, writeSetting } from '../settings.ts';
import { changedMeanwhile } from './compare.ts';
import { backOff } from './patience.ts';
import { type PlanRun, reportOf } from './run.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Settings in AWS move within seconds: more looks a second would only take calls from others. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Makes a change whose setting was just compared with the plan (`known`), or compares it first (`null`). Never
 * rejects; `accepted` means that AWS took it and it has not been read back yet.
 */
export async function makeChange(
  change: SettingChange,
  known: Reading | null,
  run: PlanRun,
): Promise<ChangeReport> {
  const obstacle = await untilWritable(change, known, run);
  if (obstacle) return obstacle;
  for (let attempt = 0; ; attempt += 1) {
    run.onProgress({ kind: 'calling', change });
    try {
      const { requestId } = await writeSetting(run.gateway, change);
      await run.note(change, 'accepted', requestId);
      return reportOf(change, 'accepted');
    } catch (thrown) {
      const report = await afterFailedCall(change, toAppError(thrown), attempt, run);
      if (report) return report;
    }
  }
}

/** Null when the call may be made again. */
async function afterFailedCall(
  change: SettingChange,
  error: AppError,
  attempt: number,
  run: PlanRun,
): Promise<ChangeReport | null> {
  // A fault of ours may have struck after AWS had answered.
  if (error.code === 'unknown-outcome' || error.code === 'bug') return afterLostReply(change, error, run);
  const requestId = error.answer.requestId ?? null;
  const patienceMs = patienceWith(error, change, run);
  const pauseMs = error.answer.retryAfterMs ?? backOff(attempt, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  if (pauseMs <= patienceMs && !run.signal.aborted) {
    run.onProgress({ kind: 'waiting', change, forMs: pauseMs, because: error.message });
    await run.sleep(pauseMs, run.signal);
    if (!run.signal.aborted) return null;
  }
  await run.note(change, 'refused', requestId);
  return reportOf(change, 'refused', { seen: change.from, error });
}

/** How much longer it makes sense to repeat what AWS said no to, ms; negative when it makes none. */
function patienceWith({ code, answer }: AppError, { setting }: SettingChange, run: PlanRun): number {
  if (code === 'throttled') return Math.min(run.throttleDeadline.leftMs(), run.deadline.leftMs());
  if (answer.refusal?.kind === 'in-progress') return run.deadline.leftMs();
  // We took the provisioned concurrency away a moment ago, and AWS has not noticed yet.
  const isCatchingUp =
    answer.refusal?.kind === 'below-provisioned' && setting.kind === 'reserved-concurrency';
  return isCatchingUp && run.removedProvisioned ? run.deadline.leftMs() : -1;
}

/** No answer came: only AWS's own state tells what happened. Null when the call may be made again. */
async function afterLostReply(
  change: SettingChange,
  lost: AppError,
  run: PlanRun,
): Promise<ChangeReport | null> {
  let error = lost;
  for (;;) {
    const reading = await readSetting(run.gateway, change.setting).catch((thrown) => {
      error = toAppError(thrown);
      return null;
    });
    if (reading?.value !== undefined && isSame(reading.value, change.to)) {
      await run.note(change, 'accepted', null);
      return reportOf(change, 'accepted', { seen: reading.value });
    }
    if (reading?.value !== undefined && !isSame(reading.value, change.from)) {
      return overtaken(change, reading, run);
    }
    if (run.signal.aborted || run.deadline.leftMs() < LOOK_AGAIN_MS) {
      const outcome = reading?.value === undefined ? 'unknown' : 'not-applied';
      await run.note(change, outcome, null);
      return reportOf(change, outcome, { seen: reading?.value, error });
    }
    run.onProgress({ kind: 'waiting', change, forMs: LOOK_AGAIN_MS, because: error.message });
    await run.sleep(LOOK_AGAIN_MS, run.signal);
    if (reading?.value !== undefined && !run.signal.aborted) return null;
  }
}

/** Waits until AWS lets the setting be written, and compares it with the plan. Null when the way is clear. */
async function untilWritable(
  change: SettingChange,
  known: Reading | null,
  run: PlanRun,
): Promise<ChangeReport | null> {
  let reading = known;
  for (;;) {
    let error: AppError | null = null;
    reading ??= await readSetting(run.gateway, change.setting).catch((thrown) => {
      error = toAppError(thrown);
      return null;
    });
    if (run.signal.aborted) return reportOf(change, 'not-applied', { seen: reading?.value });
    if (error !== null) return reportOf(change, 'not-applied', { error });
    if (reading && (reading.settled || !mustBeSettled(change.setting))) {
      return reading.value === undefined || isSame(reading.value, change.from)
        ? null
        : overtaken(change, reading, run);
    }
    if (run.deadline.leftMs() < LOOK_AGAIN_MS) {
      const busy = new AppError('conflict', 'AWS is still working on an earlier change of it.', {
        next: ['try again in a minute'],
      });
      return reportOf(change, 'not-applied', { seen: reading?.value, error: busy });
    }
    const because = 'AWS is working on an earlier change of it';
    run.onProgress({ kind: 'waiting', change, forMs: LOOK_AGAIN_MS, because });
    await run.sleep(LOOK_AGAIN_MS, run.signal);
    reading = null;
  }
}

/** Someone else's value is there; ours is not forced over it. */
async function overtaken(change: SettingChange, reading: Reading, run: PlanRun): Promise<ChangeReport> {
  await run.note(change, 'overtaken', null);
  const seen = reading.value === undefined ? change.from : reading.value;
  return reportOf(change, 'overtaken', { seen, error: changedMeanwhile([{ change, seen }], []) });
}
