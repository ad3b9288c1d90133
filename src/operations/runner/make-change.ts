/**
 * One change of one setting: the call, and a true answer to what became of it. A call is repeated only when AWS
 * said that it did nothing, or when AWS was read since and still shows the former value.
 */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { isReached, isSame, mayGoOnFrom } from '../../domain/changes/debts.ts';
import type { ChangeReport } from '../../domain/changes/result.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import { settingLabel, valueText } from '../../domain/changes/words.ts';
import { mustBeSettled, type Reading, writeSetting } from '../settings.ts';
import { changedMeanwhile } from './compare.ts';
import { backOff, callBefore, type Deadline } from './patience.ts';
import { type PlanRun, reportOf } from './run.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Settings in AWS move within seconds: more looks a second would only take calls from others. */
const LOOK_AGAIN_MS = 1_000;

/** How often a call is made again whose revision somebody else had just replaced. */
const MOST_CONFLICTS = 3;

/** What a call gets in any case, ms: what is not even tried helps nobody. */
const LEAST_CALL_MS = 1_000;

/** An attempt that failed: which, counted from 0, until when others may follow, and what was read before it. */
interface Attempt {
  readonly attempt: number;
  readonly throttled: Deadline;
  readonly reading: Reading;
}

/** Either the end, or what was read last, from which the call may be made. */
type Step = { readonly report: ChangeReport } | { readonly reading: Reading };

/**
 * Makes a change whose setting was just compared with the plan (`known`), or compares it first (`null`). Never
 * rejects; `accepted` means that AWS took it and it has not been read back yet.
 */
export async function makeChange(
  change: SettingChange,
  known: Reading | null,
  run: PlanRun,
): Promise<ChangeReport> {
  if (change.follows) return reportOf(change, 'accepted');
  let step = await untilWritable(change, known, run);
  let conflicts = 0;
  const throttled = run.throttlePatience();
  for (let attempt = 0; 'reading' in step; attempt += 1) {
    run.onProgress({ kind: 'calling', change });
    try {
      const { reading } = step;
      const { requestId, unchanged } = await callBefore(run.deadline, LEAST_CALL_MS, (signal) =>
        writeSetting(run.gateway, change, reading, signal),
      );
      if (unchanged) return alreadySo(change, reading, requestId, run);
      await run.note(change, 'accepted', requestId);
      return reportOf(change, 'accepted');
    } catch (thrown) {
      const error = toAppError(thrown);
      const isStale = error.answer.refusal?.kind === 'stale-revision';
      if (isStale) conflicts += 1;
      step = isStale
        ? await afterConflict(change, error, conflicts, run)
        : await afterFailedCall(change, error, { attempt, throttled, reading: step.reading }, run);
    }
  }
  return step.report;
}

async function afterFailedCall(
  change: SettingChange,
  error: AppError,
  { attempt, throttled, reading }: Attempt,
  run: PlanRun,
): Promise<Step> {
  // A fault of ours may have struck after AWS had answered.
  if (error.code === 'unknown-outcome' || error.code === 'bug') return afterLostReply(change, error, run);
  // It was still waiting for its turn: nothing has left this process, unless an earlier attempt has.
  if (error.code === 'interrupted') {
    if (attempt === 0) return notSent(change, reading, lateTurn(), run);
    await run.note(change, 'not-applied', null);
    return { report: reportOf(change, 'not-applied', { seen: reading.value, error: lateTurn() }) };
  }
  const patienceMs = patienceWith(error, change, throttled, run);
  const pauseMs = error.answer.retryAfterMs ?? backOff(attempt, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  if (pauseMs <= patienceMs && !run.signal.aborted) {
    run.onProgress({ kind: 'waiting', change, forMs: pauseMs, because: error.message });
    await run.sleep(pauseMs, run.signal);
    if (!run.signal.aborted) return { reading };
  }
  await run.note(change, 'refused', error.answer.requestId ?? null);
  const told = error.code === 'throttled' ? givenUp(error, attempt + 1) : error;
  return { report: reportOf(change, 'refused', { seen: change.from, error: told }) };
}

/** AWS throttled every attempt, and there will be no other. */
function givenUp(error: AppError, attempts: number): AppError {
  const { code, message, operation, answer } = error;
  const times = attempts === 1 ? 'the one attempt' : `all ${attempts} attempts`;
  return new AppError(code, `${message.replace(/\.$/, '')}: ${times} of it, and it is given up.`, {
    next: ['something in this account calls AWS very often: run it again when that is over'],
    operation,
    answer,
    cause: error,
  });
}

/** No call was made; why, if it is not that the person called it off. */
async function notSent(
  change: SettingChange,
  reading: Reading | null,
  error: AppError | null,
  run: PlanRun,
): Promise<Step> {
  await run.note(change, 'not-sent', null);
  return { report: reportOf(change, 'not-sent', { seen: reading?.value, error }) };
}

const lateTurn = (): AppError =>
  new AppError('unreachable', 'Its turn did not come in time: too many calls were waiting.', {
    next: ['wait longer: --timeout 15m'],
  });

/** How much longer it makes sense to repeat what AWS said no to, ms; negative when it makes none. */
function patienceWith(
  { code, answer }: AppError,
  { setting }: SettingChange,
  throttled: Deadline,
  run: PlanRun,
): number {
  if (code === 'throttled') return Math.min(throttled.leftMs(), run.deadline.leftMs());
  if (answer.refusal?.kind === 'in-progress') return run.deadline.leftMs();
  // We took the provisioned concurrency away a moment ago, and AWS has not noticed yet.
  const isCatchingUp =
    answer.refusal?.kind === 'below-provisioned' && setting.kind === 'reserved-concurrency';
  return isCatchingUp && run.removedProvisioned ? run.deadline.leftMs() : -1;
}

/**
 * AWS refused because its revision is a newer one. That may be our own call, whose reply got lost on its way to
 * the SDK; a change of something else, or one that is tolerated; or somebody else's value, which stops us.
 */
async function afterConflict(
  change: SettingChange,
  conflict: AppError,
  conflicts: number,
  run: PlanRun,
): Promise<Step> {
  const step = await afterLostReply(change, conflict, run, 0);
  if ('report' in step || conflicts <= MOST_CONFLICTS) return step;
  const { value: seen } = step.reading;
  await run.note(change, 'overtaken', conflict.answer.requestId ?? null);
  const now = seen === undefined ? '' : `: it is ${valueText(change.setting, seen)} now`;
  const error = new AppError(
    'changed-meanwhile',
    `Someone keeps changing ${settingLabel(change.setting)}${now}.`,
    { next: ['find out who deploys, and try again'], cause: conflict },
  );
  return { report: reportOf(change, 'overtaken', { seen, error }) };
}

/** No answer came: only AWS's own state tells what happened. */
async function afterLostReply(
  change: SettingChange,
  lost: AppError,
  run: PlanRun,
  pauseMs = LOOK_AGAIN_MS,
): Promise<Step> {
  let error = lost;
  for (;;) {
    const reading = await run.look(change.setting).catch((thrown) => {
      error = toAppError(thrown);
      return null;
    });
    if (reading?.value !== undefined && isReached(change, reading.value)) {
      await run.note(change, 'accepted', null);
      return { report: reportOf(change, 'accepted', { seen: reading.value }) };
    }
    if (reading?.value !== undefined && !mayGoOnFrom(change, reading.value)) {
      return overtaken(change, reading, run);
    }
    if (run.signal.aborted || run.deadline.leftMs() < LOOK_AGAIN_MS) {
      const outcome = reading?.value === undefined ? 'unknown' : 'not-applied';
      await run.note(change, outcome, null);
      return { report: reportOf(change, outcome, { seen: reading?.value, error }) };
    }
    const forMs = reading?.value === undefined ? LOOK_AGAIN_MS : pauseMs;
    if (forMs > 0) {
      run.onProgress({ kind: 'waiting', change, forMs, because: error.message });
      await run.sleep(forMs, run.signal);
    }
    if (reading?.value !== undefined && !run.signal.aborted) return { reading };
  }
}

/** Waits until AWS lets the setting be written, and compares it with the plan. */
async function untilWritable(change: SettingChange, known: Reading | null, run: PlanRun): Promise<Step> {
  let reading = known;
  for (;;) {
    let error: AppError | null = null;
    reading ??= await run.look(change.setting).catch((thrown) => {
      error = toAppError(thrown);
      return null;
    });
    if (run.signal.aborted) return notSent(change, reading, null, run);
    if (error !== null) return notSent(change, null, error, run);
    if (reading && (reading.settled || !mustBeSettled(change.setting))) {
      const { value } = reading;
      if (value === undefined || isSame(value, change.from)) return { reading };
      if (isSame(value, change.to)) return { report: await alreadySo(change, reading, null, run) };
      return mayGoOnFrom(change, value) ? { reading } : overtaken(change, reading, run);
    }
    if (run.deadline.leftMs() < LOOK_AGAIN_MS) {
      const busy = new AppError('conflict', 'AWS is still working on an earlier change of it.', {
        next: ['try again in a minute'],
      });
      return notSent(change, reading, busy, run);
    }
    const because = 'AWS is working on an earlier change of it';
    run.onProgress({ kind: 'waiting', change, forMs: LOOK_AGAIN_MS, because });
    await run.sleep(LOOK_AGAIN_MS, run.signal);
    reading = null;
  }
}

/** Nothing was left to do: somebody else was as quick, or AWS found it so already. */
async function alreadySo(
  change: SettingChange,
  { value }: Reading,
  requestId: string | null,
  run: PlanRun,
): Promise<ChangeReport> {
  await run.note(change, 'already', requestId, value);
  return reportOf(change, 'already', { seen: value });
}

/** Someone else's value is there; ours is not forced over it. */
async function overtaken(change: SettingChange, reading: Reading, run: PlanRun): Promise<Step> {
  await run.note(change, 'overtaken', null);
  const seen = reading.value === undefined ? change.from : reading.value;
  return { report: reportOf(change, 'overtaken', { seen, error: changedMeanwhile([{ change, seen }], []) }) };
}
