/**
 * Bringing a stopped function back exactly as it was: concurrency first, then what was provisioned, then its
 * triggers one at a time, with a look at their backlog in between.
 */
import { isLeft, isSame, type OwedValue } from '../../domain/changes/debts.ts';
import type { Place, Plan, PlanRefusal, Stage, Warning } from '../../domain/changes/plan.ts';
import type { RestoreStages } from '../../domain/changes/restore-stages.ts';
import {
  type Setting,
  type SettingChange,
  type SettingValue,
  settingKey,
} from '../../domain/changes/setting.ts';
import { settingLabel, valueText } from '../../domain/changes/words.ts';
import { isPolling } from '../../domain/concurrency/event-source-mapping.ts';
import {
  change,
  emptyPlan,
  lambdatopLine,
  leaving,
  notedAsPaid,
  paidByOthers,
  refused,
  reservedNow,
  reservedOf,
  sortWarnings,
  stage,
} from './parts.ts';
import { triggerStages } from './restore-triggers.ts';
import { allocationWarnings, triggersStayingOff } from './restore-warnings.ts';
import type { Situation } from './situation.ts';

/** What the person chose. */
export interface RestoreOptions {
  /** Reserved concurrency to go to instead of the former value; null = unset; undefined = the former value. */
  readonly to: number | null | undefined;
  /** Let the queues in little by little; null = at once. */
  readonly stages: RestoreStages | null;
  /** The same as it was typed, for the command line shown. */
  readonly stagesText: string | null;
}

/**
 * Plans to restore a function.
 *
 * @param owed what the journal knows to be owed, by settingKey; of all functions or only of this one
 * @param now ms since the epoch
 */
export function planRestore(
  situation: Situation,
  place: Place,
  owed: ReadonlyMap<string, OwedValue>,
  options: RestoreOptions,
  now: number,
): Plan {
  const { target } = situation;
  const words = [
    ...(options.to === undefined ? [] : ['--to', options.to === null ? 'none' : String(options.to)]),
    ...(options.stagesText === null ? [] : ['--stages', options.stagesText]),
  ];
  const present = [reservedNow(target.arn, situation.facts.reservedConcurrency)];
  const stayingOff = triggersStayingOff(situation, owed);
  const plan: Plan = {
    ...leaving(emptyPlan({ operation: 'restore', target, place, words }), present),
    warnings: sortWarnings(stayingOff),
    undo: lambdatopLine(['kill', target.name], place),
  };
  // What was paused stays paused: only `resume` ends that.
  const debts = [...owed.values()].filter(
    ({ setting, operation }) =>
      'functionArn' in setting && setting.functionArn === target.arn && operation !== 'pause',
  );
  const blind = unreadable(situation, debts);
  if (blind) return refused(plan, blind);
  const reserved = reservedChange(situation, owed.get(settingKey(reservedOf(target.arn))), options.to, now);
  if ('code' in reserved) return refused(plan, reserved);
  const warnings: Warning[] = [...situation.unread, ...stayingOff];
  const others = debts.filter(({ setting }) => setting.kind !== 'reserved-concurrency');
  const repayments = others.flatMap((debt) =>
    repayment(debt, presentValue(debt.setting, situation), warnings),
  );
  const paid = [
    ...reserved.paid,
    ...others.flatMap((debt) => paidByOthers(debt, presentValue(debt.setting, situation), now)),
  ];
  warnings.push(...paid.map(notedAsPaid));
  const provisioned = repayments.filter(({ setting }) => setting.kind === 'provisioned-concurrency');
  const stages: Stage[] = [
    stage('reserved concurrency', reserved.changes),
    stage('provisioned concurrency', provisioned),
    ...triggerStages(repayments, situation.mappings ?? [], options.stages),
  ];
  if (options.stages !== null && !stages.some(({ watchMs }) => watchMs !== null && watchMs > 0)) {
    warnings.push({ level: 'risk', text: 'no SQS trigger is to be opened again: --stages slows nothing' });
  }
  if (provisioned.length > 0) {
    warnings.push({ level: 'note', text: 'AWS takes minutes to provision; until then starts are cold' });
  }
  warnings.push(...allocationWarnings(situation, provisioned));
  const begun = stages.filter(({ changes }) => changes.length > 0);
  return leaving({ ...plan, stages: begun, paid, warnings: sortWarnings(warnings) }, present);
}

/** What is owed and may not be looked at cannot be given back: half a restore would pass for a whole one. */
function unreadable(situation: Situation, debts: readonly OwedValue[]): PlanRefusal | null {
  const isBlind = debts.some(({ setting }) =>
    setting.kind === 'provisioned-concurrency'
      ? situation.provisioned === null
      : setting.kind !== 'reserved-concurrency' && situation.mappings === null,
  );
  if (!isBlind) return null;
  return {
    code: 'access-denied',
    message: `What was taken from ${situation.target.name} cannot be looked at.`,
    next: situation.unread.map(({ text }) => text),
  };
}

/** What is changed of reserved concurrency, and what of it is owed no more. */
interface ReservedWay {
  readonly changes: readonly SettingChange[];
  readonly paid: readonly SettingChange[];
}

/** Reserved concurrency's way back, or why none can be known. */
function reservedChange(
  { target, facts }: Situation,
  debt: OwedValue | undefined,
  to: number | null | undefined,
  now: number,
): PlanRefusal | ReservedWay {
  const setting = reservedOf(target.arn);
  const present = facts.reservedConcurrency;
  if (to !== undefined) {
    if (debt === undefined) return { changes: change(setting, present, to, 'set'), paid: [] };
    const pays = isSame(debt.value, to) || !isLeft(debt, present);
    // Whoever names the value that is there means it: what was there before is owed no more.
    const paid = pays && isSame(present, to) ? paidByOthers({ ...debt, value: to }, present, now) : [];
    return { changes: change(setting, present, to, pays ? 'repay' : 'keep'), paid };
  }
  const name = target.name;
  if (debt === undefined) {
    if (present !== 0) return { changes: [], paid: [] };
    return {
      code: 'refused',
      message: `${name} is stopped, and this journal does not know what it had before: someone else stopped it, or another machine did.`,
      next: [
        `say what it gets: lambdatop restore ${name} --to none (its share of the pool, the usual setting)`,
        `or reserve a number: lambdatop restore ${name} --to N`,
      ],
      needsValue: true,
    };
  }
  if (isSame(present, debt.value)) return { changes: [], paid: paidByOthers(debt, present, now) };
  if (isLeft(debt, present)) return { changes: change(setting, present, debt.value, 'repay'), paid: [] };
  const [was, is] = [valueText(setting, debt.value), valueText(setting, present)];
  return {
    code: 'changed-meanwhile',
    message: `${name} was stopped by lambdatop (entry ${debt.entry}, was ${was}), and someone else has changed its reserved concurrency since: it is ${is} now.`,
    next: [
      `set what it had before: lambdatop restore ${name} --to ${debt.value === null ? 'none' : was}`,
      `or keep what it has: lambdatop restore ${name} --to ${present === null ? 'none' : is}`,
    ],
    needsValue: true,
  };
}

/** The change that gives a former value back; none where it is back, gone, or someone else's. */
function repayment(
  debt: OwedValue,
  present: SettingValue | undefined | 'gone',
  warnings: Warning[],
): readonly SettingChange[] {
  const { setting, value, left } = debt;
  const label = settingLabel(setting);
  if (present === 'gone') {
    warnings.push({ level: 'note', text: `${label} no longer exists` });
    return [];
  }
  // While AWS works on it, what we left there is what it will show; it is compared again before the call.
  const from = present === undefined ? lastOf(left) : present;
  if (isSame(from, value)) return [];
  if (!isLeft(debt, from)) {
    const [was, is] = [valueText(setting, value), valueText(setting, from)];
    warnings.push({
      level: 'risk',
      text: `${label} is left at ${is}: someone else changed it since it was taken away (was ${was})`,
    });
    return [];
  }
  return [{ setting, from, to: value, debt: 'repay' }];
}

const lastOf = (left: readonly SettingValue[]): SettingValue => left.at(-1) ?? null;

/** What AWS shows of a setting; undefined = not told, or could not be read. */
function presentValue(setting: Setting, situation: Situation): SettingValue | undefined | 'gone' {
  if (setting.kind === 'provisioned-concurrency') {
    const { provisioned } = situation;
    if (provisioned === null) return undefined;
    return provisioned.find(({ qualifier }) => qualifier === setting.qualifier)?.requested ?? null;
  }
  if (setting.kind === 'reserved-concurrency') return situation.facts.reservedConcurrency;
  // Traffic is never owed: it is shifted and rolled back, not restored.
  if (!('uuid' in setting) || situation.mappings === null) return undefined;
  const mapping = situation.mappings.find(({ uuid }) => uuid === setting.uuid);
  if (!mapping) return 'gone';
  if (setting.kind === 'event-source-concurrency') return mapping.maximumConcurrency;
  return isPolling(mapping) ?? undefined;
}
