/**
 * What comes before the first call of a plan: whose account it is, whether AWS still is as it was planned, or already
 * as it was to be, and the intent on the disk.
 */
import { AppError } from '../../domain/app-error.ts';
import { isSame, mayHaveHappened, owedValues } from '../../domain/changes/debts.ts';
import type { Entry } from '../../domain/changes/entry.ts';
import { changesOf, type Plan, type Stage } from '../../domain/changes/plan.ts';
import type { PlanResult } from '../../domain/changes/result.ts';
import { type SettingChange, settingKey } from '../../domain/changes/setting.ts';
import type { CallerIdentity } from '../../domain/lambda-function.ts';
import type { IdentityGateway } from '../../gateways/gateways.ts';
import type { Intent, Journal, OpenEntry } from '../../journal/journal.ts';
import type { SettingsGateway } from '../settings.ts';
import { changedMeanwhile, differencesIn, type Readings, reachedSettings, readAll } from './compare.ts';
import { type Deadline, readBefore } from './patience.ts';

/** What is asked before a plan begins. */
export interface StartTools {
  readonly gateway: SettingsGateway;
  readonly identity: Pick<IdentityGateway, 'callerIdentity'>;
  /** The journal of an account; throws AppError `no-journal` when it has no place. */
  readonly journalOf: (account: string) => Journal;
}

/** How it is begun. */
interface StartOptions {
  /** When to stop waiting for AWS: by then nothing is begun. */
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  /** Shared by the entries of one bulk change; null for a single one. */
  readonly group: string | null;
}

/** How a plan may begin; `readings` is what AWS shows now. */
export type Start = { readonly readings: Readings } & (
  | {
      readonly kind: 'begun';
      readonly entry: OpenEntry;
      /** The changes of the entry, by its indexes. */
      readonly changes: readonly SettingChange[];
      /** What is left to do: without the settings that someone else has brought where they were to go. */
      readonly stages: readonly Stage[];
    }
  /** Someone else was there first, and all is as it was to be; `entry` is what had to be noted about it. */
  | { readonly kind: 'already'; readonly entry: string | null; readonly doneBy: PlanResult['doneBy'] }
  /** Someone else was there first, and it is otherwise: nothing was begun. */
  | { readonly kind: 'overtaken'; readonly error: AppError }
);

/** Everything that must hold before the first call; rejects with the AppError that forbids it. */
export async function startPlan(
  plan: Plan,
  { signal, group, deadline }: StartOptions,
  { gateway, identity, journalOf }: StartTools,
): Promise<Start> {
  signal.throwIfAborted();
  const changes = changesOf(plan);
  const reads = (until: AbortSignal) =>
    Promise.all([identity.callerIdentity(until), readAll([...changes, ...plan.paid], gateway, until)]);
  const [caller, readings] = await readBefore(deadline, 0, reads, signal);
  refuseOtherAccount(plan, caller);
  const reached = reachedSettings(changes, readings);
  const isReached = ({ setting }: SettingChange): boolean => reached.has(settingKey(setting));
  const left = changes.filter((change) => !isReached(change));
  const differences = differencesIn([...left, ...plan.paid], readings);
  if (differences.length > 0) {
    const error = changedMeanwhile(differences, [
      'see who: lambdatop journal',
      'nothing was changed; ask for it again to plan anew',
    ]);
    return { kind: 'overtaken', readings, error };
  }
  signal.throwIfAborted();
  const journal = journalOf(caller.account);
  const others = changes.filter(isReached);
  // What could not be read again just now may be owed again.
  const shown = plan.paid.filter(({ setting }) => readings.get(settingKey(setting))?.value !== undefined);
  const known = others.length + shown.length > 0 ? (await journal.read()).entries : [];
  const paid = stillOwed([...others, ...shown], known);
  const intent = intentOf(plan, caller, group);
  if (left.length === 0) {
    const doneBy = whoMade(others, known);
    if (paid.length === 0) return { kind: 'already', readings, entry: null, doneBy };
    const entry = await journal.begin({ ...intent, changes: paid });
    await noteAlready(entry, paid, paid);
    await entry.end('already', null);
    return { kind: 'already', readings, entry: entry.id, doneBy };
  }
  const all = [...changes, ...paid.filter((each) => !others.includes(each))];
  const entry = await journal.begin({ ...intent, changes: all });
  // AWS is not changed yet: what is not noted now is found again by reading it.
  await noteAlready(entry, all, [...others, ...paid]).catch(() => {});
  const stages = plan.stages.map((stage) => ({
    ...stage,
    changes: stage.changes.filter((change) => !isReached(change)),
  }));
  return { kind: 'begun', readings, entry, changes: all, stages };
}

function refuseOtherAccount({ place }: Plan, { account }: CallerIdentity): void {
  if (account === place.account) return;
  throw new AppError(
    'wrong-account',
    `The plan was made in account ${place.account}, and these credentials belong to ${account} now.`,
    { next: ['nothing was changed; choose the account and plan again'] },
  );
}

function intentOf(
  { operation, target, undoes, place, shortfall }: Plan,
  caller: CallerIdentity,
  group: string | null,
): Omit<Intent, 'changes'> {
  return {
    group,
    actor: caller.arn,
    account: caller.account,
    region: place.region,
    operation,
    target: target.arn,
    shortfall: shortfall?.message ?? null,
    undoes,
  };
}

/** Those that end a debt which nobody has noted as paid yet. */
function stillOwed(changes: readonly SettingChange[], known: readonly Entry[]): readonly SettingChange[] {
  const owed = owedValues(known);
  return changes.filter(
    ({ setting, debt }) => (debt === 'repay' || debt === 'set') && owed.has(settingKey(setting)),
  );
}

/** The newest entry that set one of these settings to where they were to go. */
function whoMade(changes: readonly SettingChange[], known: readonly Entry[]): PlanResult['doneBy'] {
  const wanted = new Map(changes.map((change) => [settingKey(change.setting), change.to]));
  const entry = known.findLast((each) =>
    each.changes.some(
      ({ setting, to, outcome }) =>
        mayHaveHappened({ outcome }) &&
        outcome !== 'not-applied' &&
        wanted.has(settingKey(setting)) &&
        isSame(wanted.get(settingKey(setting)) ?? null, to),
    ),
  );
  return entry ? { id: entry.id, actor: entry.actor, at: entry.at } : null;
}

async function noteAlready(
  entry: OpenEntry,
  all: readonly SettingChange[],
  which: readonly SettingChange[],
): Promise<void> {
  for (const change of new Set(which)) await entry.change(all.indexOf(change), 'already', null);
}
