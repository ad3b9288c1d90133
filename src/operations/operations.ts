/**
 * The one door for every change: console and command line plan and apply through this, with the same defaults.
 * Operations belong to one account, region and endpoint and read AWS afresh, never from stores.
 */
import { AppError, toAppError } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import type { Place, Plan } from '../domain/changes/plan.ts';
import type { OnProgress, PlanResult } from '../domain/changes/result.ts';
import type { Clock } from '../domain/clock.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import { endpointOf, type Scope } from '../gateways/scope.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { thisProcess } from '../journal/owner.ts';
import type { StateDir } from '../journal/state-dir.ts';
import { watchEffect } from './effect.ts';
import { withLargestFit } from './largest-fit.ts';
import { type PlanningTools, planRequest, trafficTools } from './planning.ts';
import type { RollBackChoice } from './planning-traffic.ts';
import { refused } from './plans/parts.ts';
import { type Recovery, recover } from './recover.ts';
import type { ChangeRequest } from './requests.ts';
import { applyPlan, type RunnerTools } from './runner/apply-plan.ts';
import { deadlineIn, realSleep, type Sleep } from './runner/patience.ts';
import { createStageWatch } from './stage-watch.ts';
import { withWayOn } from './way-on.ts';

/** How a plan is applied; all of it has defaults. */
export interface ApplyChoices {
  /** `none`: AWS's "accepted" is enough; `applied`: the settings are read back; `effect`: until it takes effect. */
  readonly wait?: 'none' | 'applied' | 'effect';
  /** How long to wait for AWS, ms. */
  readonly timeoutMs?: number;
  readonly onProgress?: OnProgress;
  /** Calls it off: what is in flight is finished, nothing new begun. */
  readonly signal?: AbortSignal;
  /** Shared by the entries of one bulk change. */
  readonly group?: string | null;
}

/** Everything that changes AWS in one scope. */
export interface Operations {
  /** Fresh reads, then a plan. Rejects with an AppError when the target cannot be read. */
  plan(request: ChangeRequest, signal: AbortSignal): Promise<Plan>;
  /** Applies a plan that was confirmed. Never rejects: the result says what AWS's state is. */
  apply(plan: Plan, choices?: ApplyChoices): Promise<PlanResult>;
  /** The versions an alias may be rolled back to. Rejects with an AppError when it or they cannot be read. */
  rollBackChoice(functionName: string, alias: string, signal: AbortSignal): Promise<RollBackChoice>;
  /** Settles what dead processes left open. Rejects with an AppError when the journal cannot be read. */
  recover(signal: AbortSignal): Promise<readonly Recovery[]>;
  /**
   * Lifts the config file's read-only for half an hour, once the journal has it; resolves with the end, ms since
   * the epoch. Whoever calls has had the account's last four digits typed. Rejects with AppError `read-only` when
   * it may not be lifted, `no-journal`, and what keeps AWS from saying whose account it is.
   */
  liftReadOnly(): Promise<number>;
  /** The journal of the account behind the credentials. */
  journal(): Promise<Journal>;
  /** Where the credentials lead. */
  place(): Promise<Place>;
}

/** What operations need of their surroundings. */
export interface OperationsTools {
  readonly scope: Scope;
  readonly aws: Pick<
    AwsAccount,
    'access' | 'aliases' | 'codeDeploy' | 'changes' | 'identity' | 'metrics' | 'queues'
  >;
  readonly stateDir: StateDir;
  readonly clock: Clock;
  /** For tests; the machine's own timers otherwise. */
  readonly sleep?: Sleep;
  /** Who answers for the journal's entries; this process unless told. */
  readonly owner?: Owner;
}

/** How long to wait for AWS unless told, ms. */
export const DEFAULT_TIMEOUT_MS = 5 * 60_000;

/** The operations of a scope. Nothing is read before the first one. */
export function createOperations({
  scope,
  aws,
  stateDir,
  clock,
  sleep = realSleep,
  owner = thisProcess(),
}: OperationsTools): Operations {
  const endpoint = endpointOf(scope, 'lambda');
  const journals = new Map<string, Journal>();
  let knownPlace: Promise<Place> | undefined;

  const place = (): Promise<Place> => {
    knownPlace ??= aws.identity.callerIdentity().then(
      ({ account }) => ({ account, region: scope.region, profile: scope.profile, endpoint }),
      (error) => {
        knownPlace = undefined;
        throw error;
      },
    );
    return knownPlace;
  };

  const journalOf = (account: string): Journal => {
    const known = journals.get(account);
    if (known) return known;
    const journal = openJournal(directoryOf(stateDir, account, scope.region, endpoint), owner, clock);
    journals.set(account, journal);
    return journal;
  };

  const gateway = { ...aws.changes, ...aws.aliases, ...aws.codeDeploy, ...aws.queues };
  const tools: RunnerTools = { gateway, identity: aws.identity, journalOf, clock, sleep };
  const journal = async (): Promise<Journal> => journalOf((await place()).account);
  const preflight = { ...aws, clock };
  const planning: PlanningTools = { gateway, place, journal, preflight };

  /** The plan refused where nothing may be changed now; a lift of read-only may have ended since it was made. */
  const unlessReadOnly = (plan: Plan): Plan => {
    const refusal = plan.refusal === null ? aws.access.refusal() : null;
    if (refusal === null) return plan;
    return refused(plan, { code: 'read-only', message: `${refusal.message}.`, next: refusal.next });
  };

  const apply: Operations['apply'] = async (plan, choices = {}) => {
    const { wait = 'applied', timeoutMs = DEFAULT_TIMEOUT_MS, onProgress = () => {}, group = null } = choices;
    const signal = choices.signal ?? new AbortController().signal;
    const deadline = deadlineIn(timeoutMs, clock);
    const watchTools = { metrics: aws.metrics, queues: aws.queues, clock, sleep };
    const result = await applyPlan(
      unlessReadOnly(plan),
      {
        wait,
        deadline,
        onProgress,
        signal,
        group,
        watch: createStageWatch(plan, watchTools),
      },
      tools,
    );
    if (result.outcome !== 'done') return withLargestFit(withWayOn(result), aws.changes);
    // A pause is over when nothing runs any more; of the others that is asked for.
    if (wait !== 'effect' && (wait === 'none' || plan.operation !== 'pause')) return result;
    const error = await watchEffect(plan, clock.now(), deadline, signal, onProgress, watchTools);
    if (!error) return result;
    return { ...result, outcome: error.code === 'interrupted' ? 'interrupted' : 'unconfirmed', error };
  };

  return {
    async plan(request, signal) {
      const plan = await planRequest(request, planning, signal);
      return unlessReadOnly(plan);
    },
    apply,
    async rollBackChoice(functionName, alias, signal) {
      const { rollBackChoice } = await import('./planning-traffic.ts');
      return rollBackChoice(functionName, alias, trafficTools(planning), signal);
    },
    recover: async (signal) => recover(await journal(), gateway, signal),
    async liftReadOnly() {
      const { account, arn } = await aws.identity.callerIdentity();
      aws.access.refuseToLift();
      const entry = await journalOf(account).begin({
        group: null,
        actor: arn,
        account,
        region: scope.region,
        operation: 'write',
        target: arn,
        changes: [],
        shortfall: null,
        undoes: null,
      });
      await entry.end('done', null);
      return aws.access.lift();
    },
    journal,
    place,
  };
}

/** A journal without a place means that nothing is changed; the state directory's own error names the reason. */
function directoryOf(stateDir: StateDir, account: string, region: string, endpoint: string | null): string {
  try {
    return stateDir.forScope({ account, region, endpoint });
  } catch (thrown) {
    const { message, next } = toAppError(thrown);
    throw new AppError('no-journal', `Nothing is changed without a journal: ${message}`, {
      next,
      cause: thrown,
    });
  }
}
