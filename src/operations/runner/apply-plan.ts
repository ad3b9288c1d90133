/**
 * A confirmed plan's way to AWS: check whose account it is, compare with what was planned, write the intent to
 * the journal, make the changes stage by stage, read each back, and write how it ended.
 */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { changesOf, isAlreadySo, type Plan, type Stage } from '../../domain/changes/plan.ts';
import type { ChangeOutcome, ChangeReport, OnProgress, PlanResult } from '../../domain/changes/result.ts';
import { type SettingChange, type SettingValue, settingKey } from '../../domain/changes/setting.ts';
import type { Clock } from '../../domain/clock.ts';
import type { CallerIdentity } from '../../domain/lambda-function.ts';
import type { IdentityGateway } from '../../gateways/gateways.ts';
import type { Journal, OpenEntry } from '../../journal/journal.ts';
import type { SettingsGateway } from '../settings.ts';
import { changedMeanwhile, differencesIn, type Readings, readAll } from './compare.ts';
import { makeChange } from './make-change.ts';
import { summarise } from './outcome.ts';
import { deadlineIn, type Sleep } from './patience.ts';
import { readBack } from './read-back.ts';
import type { PlanRun } from './run.ts';

/** What a run needs of its surroundings. */
export interface RunnerTools {
  readonly gateway: SettingsGateway;
  readonly identity: Pick<IdentityGateway, 'callerIdentity'>;
  /** The journal of an account; throws AppError `no-journal` when it has no place. */
  readonly journalOf: (account: string) => Journal;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

/** Looks between two stages whether going on does harm; why to stop, or null. */
export type StageWatch = (forMs: number, run: PlanRun) => Promise<AppError | null>;

/** How a plan is applied. */
export interface ApplyOptions {
  /** `none`: AWS's "accepted" is enough; `applied`: the new values are read back. */
  readonly wait: 'none' | 'applied';
  /** How long to wait for AWS in all, ms; watching between stages does not count. */
  readonly timeoutMs: number;
  readonly onProgress: OnProgress;
  /** Calls it off: what is in flight is finished, nothing new begun. */
  readonly signal: AbortSignal;
  /** Shared by the entries of one bulk change; null for a single one. */
  readonly group: string | null;
  readonly watch: StageWatch;
}

/** How long calls that AWS throttles are repeated, ms. */
const THROTTLE_PATIENCE_MS = 60_000;

/** Applies a plan. Never rejects: whatever happens, the result says what AWS's state is. */
export async function applyPlan(plan: Plan, options: ApplyOptions, tools: RunnerTools): Promise<PlanResult> {
  const nothing = (outcome: PlanResult['outcome'], error: AppError | null): PlanResult => ({
    plan,
    outcome,
    reports: changesOf(plan).map((change) => ({ change, outcome: null, seen: undefined, error: null })),
    entry: null,
    error,
    journalTrouble: null,
  });
  if (plan.refusal) {
    const { code, message, next } = plan.refusal;
    return nothing('refused', new AppError(code, message, { next }));
  }
  if (isAlreadySo(plan)) return nothing('already', null);
  let start: Start | Overtaken;
  try {
    start = await begin(plan, options, tools);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (options.signal.aborted || error.code === 'interrupted') return nothing('interrupted', error);
    return nothing(
      error.code === 'wrong-account' || error.code === 'no-journal' ? 'refused' : 'failed',
      error,
    );
  }
  if ('error' in start) {
    const { readings, error } = start;
    const seen = (change: SettingChange) => readings.get(settingKey(change.setting))?.value;
    const ended = nothing('conflict', error);
    return { ...ended, reports: ended.reports.map((each) => ({ ...each, seen: seen(each.change) })) };
  }
  options.onProgress({ kind: 'journalled', entry: start.entry.id });
  return new Application(plan, options, tools, start).finish();
}

interface Start {
  readonly readings: Readings;
  readonly entry: OpenEntry;
}

/** Someone else was there first: nothing was begun, and this is what AWS shows. */
interface Overtaken {
  readonly readings: Readings;
  readonly error: AppError;
}

/** Everything that must hold before the first call; rejects with the AppError that forbids it. */
async function begin(
  plan: Plan,
  { signal, group }: ApplyOptions,
  tools: RunnerTools,
): Promise<Start | Overtaken> {
  signal.throwIfAborted();
  const changes = changesOf(plan);
  const [caller, readings] = await Promise.all([
    tools.identity.callerIdentity(signal),
    readAll(changes, tools.gateway, signal),
  ]);
  refuseOtherAccount(plan, caller);
  const differences = differencesIn(changes, readings);
  if (differences.length > 0) {
    const error = changedMeanwhile(differences, [
      'see who: lambdatop journal',
      'nothing was changed; run it again to plan anew',
    ]);
    return { readings, error };
  }
  signal.throwIfAborted();
  const { operation, target, undoes } = plan;
  const entry = await tools.journalOf(caller.account).begin({
    group,
    actor: caller.arn,
    account: caller.account,
    region: plan.place.region,
    operation,
    target: target.arn,
    changes,
    undoes,
  });
  return { readings, entry };
}

function refuseOtherAccount({ place }: Plan, { account }: CallerIdentity): void {
  if (account === place.account) return;
  throw new AppError(
    'wrong-account',
    `The plan was made in account ${place.account}, and these credentials belong to ${account} now.`,
    { next: ['nothing was changed; choose the account and plan again'] },
  );
}

/** The part of a run after its intent is on the disk. */
class Application {
  readonly #plan: Plan;
  readonly #options: ApplyOptions;
  readonly #start: Start;
  readonly #run: PlanRun;
  readonly #reports: ChangeReport[] = [];
  readonly #indexes: ReadonlyMap<SettingChange, number>;
  #journalTrouble: AppError | null = null;

  constructor(plan: Plan, options: ApplyOptions, { gateway, clock, sleep }: RunnerTools, start: Start) {
    this.#plan = plan;
    this.#options = options;
    this.#start = start;
    const changes = changesOf(plan);
    this.#indexes = new Map(changes.map((change, index) => [change, index]));
    this.#run = {
      gateway,
      sleep,
      deadline: deadlineIn(options.timeoutMs, clock),
      throttleDeadline: deadlineIn(THROTTLE_PATIENCE_MS, clock),
      signal: options.signal,
      onProgress: options.onProgress,
      removedProvisioned: changes.some(
        ({ setting, to }) => setting.kind === 'provisioned-concurrency' && to === null,
      ),
      note: (...outcome) => this.#note(...outcome),
    };
  }

  async finish(): Promise<PlanResult> {
    const { stages } = this.#plan;
    const last = stages.findLastIndex((stage) => stage.changes.length > 0);
    const lastCall = stages.findLastIndex((stage) => stage.changes.some(({ follows }) => !follows));
    let error: AppError | null = null;
    for (const [index, stage] of stages.entries()) {
      if (stage.changes.length === 0) continue;
      if (this.#options.signal.aborted) break;
      this.#options.onProgress({ kind: 'stage', title: stage.title, index, of: stages.length });
      if (!(await this.#stage(stage, index >= lastCall))) break;
      if (stage.watchMs === null || index === last) continue;
      error = await this.#options.watch(stage.watchMs, this.#run);
      if (error) break;
    }
    return this.#end(error);
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
    return reports.every(({ outcome }) => outcome === 'done' || (goesUnread && outcome === 'accepted'));
  }

  /** What was read just before the intent; only the first change of a setting may rely on it. */
  #knownOf(change: SettingChange) {
    const key = settingKey(change.setting);
    const isFirst = changesOf(this.#plan).find(({ setting }) => settingKey(setting) === key) === change;
    const isFresh = this.#plan.stages[0]?.changes.includes(change) === true;
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
    const changes = changesOf(this.#plan);
    const reports = changes.map(
      (change) =>
        this.#reports.find((report) => report.change === change) ?? {
          change,
          outcome: null,
          seen: undefined,
          error: null,
        },
    );
    const summary = summarise(reports, {
      unreadIsEnough: this.#options.wait === 'none',
      interrupted: this.#options.signal.aborted,
      error,
    });
    await this.#start.entry.end(summary.outcome, summary.error?.message ?? null).catch((thrown) => {
      this.#journalTrouble ??= toAppError(thrown);
    });
    const entry = this.#start.entry.id;
    return { plan: this.#plan, ...summary, reports, entry, journalTrouble: this.#journalTrouble };
  }
}
