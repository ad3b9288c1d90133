/**
 * A confirmed plan's way to AWS: what must hold before (start.ts), the changes stage by stage, each read back, and
 * how it ended written to the journal.
 */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { isSeen } from '../../domain/changes/debts.ts';
import { changesOf, isAlreadySo, type Plan, type Stage } from '../../domain/changes/plan.ts';
import type { ChangeOutcome, ChangeReport, OnProgress, PlanResult } from '../../domain/changes/result.ts';
import { underwayText } from '../../domain/changes/result-words.ts';
import { type SettingChange, type SettingValue, settingKey } from '../../domain/changes/setting.ts';
import type { Clock } from '../../domain/clock.ts';
import { readSetting } from '../settings.ts';
import { isUnderway, untilThere } from './allocation.ts';
import { makeChange } from './make-change.ts';
import { fallenShort, summarise } from './outcome.ts';
import { type Deadline, deadlineIn, readBefore, type Sleep } from './patience.ts';
import { readBack } from './read-back.ts';
import { type PlanRun, reportOf } from './run.ts';
import { type Start, type StartTools, startPlan } from './start.ts';

/** What a run needs of its surroundings. */
export interface RunnerTools extends StartTools {
  readonly clock: Clock;
  readonly sleep: Sleep;
}

/** Looks between two stages whether going on does harm; why to stop, or null. */
export type StageWatch = (forMs: number, run: PlanRun) => Promise<AppError | null>;

/** How a plan is applied. */
export interface ApplyOptions {
  /**
   * `none`: AWS's "accepted" is enough; `applied`: the new values are read back; `effect`: what AWS takes on with them
   * is waited for too.
   */
  readonly wait: 'none' | 'applied' | 'effect';
  /** How long to wait for AWS in all; it is moved by the time of watching between stages, which does not count. */
  readonly deadline: Deadline;
  readonly onProgress: OnProgress;
  /** Calls it off: what is in flight is finished, nothing new begun. */
  readonly signal: AbortSignal;
  /** Shared by the entries of one bulk change; null for a single one. */
  readonly group: string | null;
  readonly watch: StageWatch;
}

type Begun = Extract<Start, { readonly kind: 'begun' }>;

/** How long calls that AWS throttles are repeated, ms. */
const THROTTLE_PATIENCE_MS = 60_000;

/** What a look gets in any case, ms: it tells what became of a change. */
const LEAST_LOOK_MS = 1_000;

/** Applies a plan. Never rejects: whatever happens, the result says what AWS's state is. */
export async function applyPlan(plan: Plan, options: ApplyOptions, tools: RunnerTools): Promise<PlanResult> {
  const nothing = (outcome: PlanResult['outcome'], error: AppError | null): PlanResult => ({
    plan,
    outcome,
    reports: changesOf(plan).map((change) => reportOf(change, null)),
    entry: null,
    doneBy: null,
    error,
    journalTrouble: null,
  });
  if (plan.refusal) {
    const { code, message, next } = plan.refusal;
    return nothing('refused', new AppError(code, message, { next }));
  }
  if (isAlreadySo(plan) && plan.paid.length === 0) {
    const { outcome, error } = fallenShort(plan, { outcome: 'already', error: null });
    return nothing(outcome, error);
  }
  if (options.deadline.leftMs() === 0) return nothing('failed', beforeAnyCall(timeWasUp()));
  let start: Start;
  try {
    start = await startPlan(plan, options, tools);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (options.signal.aborted || error.code === 'interrupted') return nothing('interrupted', error);
    const isOurs = error.code === 'wrong-account' || error.code === 'no-journal';
    return nothing(isOurs ? 'refused' : 'failed', isOurs ? error : beforeAnyCall(error));
  }
  if (start.kind !== 'begun') return endedBefore(plan, start);
  options.onProgress({ kind: 'journalled', entry: start.entry.id });
  return new Application(plan, options, tools, start).finish();
}

const timeWasUp = (): AppError =>
  new AppError('unreachable', 'The time was up before it was begun.', {
    next: ['wait longer: --timeout 15m'],
  });

/** What kept a plan from being begun. */
function beforeAnyCall({ code, message, next, operation, answer, cause }: AppError): AppError {
  return new AppError(code, message, { next: [...next, 'nothing was changed'], operation, answer, cause });
}

/** The end of a plan that someone else's change has made needless, or impossible. */
function endedBefore(plan: Plan, start: Exclude<Start, { kind: 'begun' }>): PlanResult {
  const isAlready = start.kind === 'already';
  const reports = changesOf(plan).map((change) =>
    reportOf(change, isAlready ? 'already' : null, {
      seen: start.readings.get(settingKey(change.setting))?.value,
    }),
  );
  const summary = isAlready
    ? fallenShort(plan, { outcome: 'already', error: null })
    : ({ outcome: 'conflict', error: start.error } as const);
  const { entry, doneBy } = isAlready ? start : { entry: null, doneBy: null };
  return { plan, ...summary, reports, entry, doneBy, journalTrouble: null };
}

/** The part of a run after its intent is on the disk. */
class Application {
  readonly #plan: Plan;
  readonly #options: ApplyOptions;
  readonly #start: Begun;
  readonly #run: PlanRun;
  readonly #clock: Clock;
  readonly #reports: ChangeReport[] = [];
  readonly #indexes: ReadonlyMap<SettingChange, number>;
  #journalTrouble: AppError | null = null;

  constructor(plan: Plan, options: ApplyOptions, { gateway, clock, sleep }: RunnerTools, start: Begun) {
    this.#plan = plan;
    this.#options = options;
    this.#start = start;
    this.#clock = clock;
    this.#indexes = new Map(start.changes.map((change, index) => [change, index]));
    this.#run = {
      gateway,
      sleep,
      deadline: options.deadline,
      look: (setting) =>
        readBefore(options.deadline, LEAST_LOOK_MS, (signal) => readSetting(gateway, setting, signal)),
      throttlePatience: () => deadlineIn(THROTTLE_PATIENCE_MS, clock),
      signal: options.signal,
      onProgress: options.onProgress,
      removedProvisioned: changesOf(plan).some(
        ({ setting, to }) => setting.kind === 'provisioned-concurrency' && to === null,
      ),
      note: (...outcome) => this.#note(...outcome),
    };
  }

  async finish(): Promise<PlanResult> {
    const { stages } = this.#start;
    const last = stages.findLastIndex((stage) => stage.changes.length > 0);
    const lastCall = stages.findLastIndex((stage) => stage.changes.some(({ follows }) => !follows));
    let error: AppError | null = null;
    for (const [index, stage] of stages.entries()) {
      if (stage.changes.length === 0) continue;
      if (this.#options.signal.aborted) break;
      this.#options.onProgress({ kind: 'stage', title: stage.title, index, of: stages.length });
      if (!(await this.#stage(stage, index >= lastCall))) break;
      if (stage.watchMs === null || index === last) continue;
      const since = this.#clock.now();
      error = await this.#options.watch(stage.watchMs, this.#run);
      this.#options.deadline.extend(this.#clock.now() - since);
      if (error) break;
    }
    if (error === null && this.#options.wait === 'effect') await this.#untilThere();
    return this.#end(error);
  }

  /** What AWS takes minutes for is waited for when all else is done: nothing else has to wait for it. */
  async #untilThere(): Promise<void> {
    const { signal } = this.#options;
    const waiting = this.#reports.map((report) =>
      isUnderway(report) && !signal.aborted ? untilThere(report, this.#run) : report,
    );
    this.#reports.splice(0, this.#reports.length, ...(await Promise.all(waiting)));
  }

  /** Makes the changes of a stage together; false when the next may not begin. */
  async #stage(stage: Stage, isLast: boolean): Promise<boolean> {
    const goesUnread = isLast && this.#options.wait === 'none';
    const reports = await Promise.all(
      stage.changes.map(async (change) => {
        const made = await makeChange(change, this.#knownOf(change), this.#run);
        const report =
          made.outcome === 'accepted' && !goesUnread
            ? await readBack(change, stage.untilSettled, this.#run)
            : made;
        this.#options.onProgress({ kind: 'changed', report });
        return report;
      }),
    );
    this.#reports.push(...reports);
    return reports.every((report) => isSeen(report) || (goesUnread && report.outcome === 'accepted'));
  }

  /** What was read just before the intent; only the first change of a setting may rely on it. */
  #knownOf(change: SettingChange) {
    const key = settingKey(change.setting);
    const isFirst = changesOf(this.#start).find(({ setting }) => settingKey(setting) === key) === change;
    const isFresh = this.#start.stages[0]?.changes.includes(change) === true;
    return (isFirst && isFresh && this.#start.readings.get(key)) || null;
  }

  async #note(
    change: SettingChange,
    outcome: ChangeOutcome,
    requestId: string | null,
    became?: SettingValue,
  ): Promise<void> {
    const index = this.#indexes.get(change) ?? -1;
    await this.#start.entry.change(index, outcome, requestId, became).catch((thrown) => {
      this.#journalTrouble ??= toAppError(thrown);
    });
  }

  async #end(error: AppError | null): Promise<PlanResult> {
    const left = new Set(changesOf(this.#start));
    const reports = changesOf(this.#plan).map((change): ChangeReport => {
      const own = this.#reports.find((report) => report.change === change);
      if (own) return own;
      return left.has(change) ? reportOf(change, null) : reportOf(change, 'already', { seen: change.to });
    });
    const ended = summarise(reports, {
      unreadIsEnough: this.#options.wait === 'none',
      interrupted: this.#options.signal.aborted,
      error,
    });
    const summary = fallenShort(this.#plan, ended);
    const reason = summary.error?.message ?? underwayText(reports);
    for (const { change, outcome } of reports)
      if (outcome === null) await this.#note(change, 'not-sent', null);
    await this.#start.entry.end(summary.outcome, reason).catch((thrown) => {
      this.#journalTrouble ??= toAppError(thrown);
    });
    const entry = this.#start.entry.id;
    return {
      plan: this.#plan,
      ...summary,
      reports,
      entry,
      doneBy: null,
      journalTrouble: this.#journalTrouble,
    };
  }
}
