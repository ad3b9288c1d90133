/** Parts that plans are made of. */
import { isPaidBy, isSame, type OwedValue } from '../../domain/changes/debts.ts';
import {
  changesOf,
  type OperationName,
  type Place,
  type Plan,
  type PlanRefusal,
  type Stage,
  type Target,
  type Unchanged,
  type Warning,
  type WarningLevel,
} from '../../domain/changes/plan.ts';
import {
  type Debt,
  type Setting,
  type SettingChange,
  type SettingValue,
  settingKey,
} from '../../domain/changes/setting.ts';
import { settingLabel, valueText } from '../../domain/changes/words.ts';
import { isPolling } from '../../domain/concurrency/event-source-mapping.ts';
import { shellLine } from '../../domain/shell.ts';
import type { EventSourceMapping } from '../../gateways/changes.ts';

/** What every plan begins with; the rest is filled in. */
interface PlanBase {
  readonly operation: OperationName;
  readonly target: Target;
  readonly place: Place;
  /** Words of the `lambdatop` line after the command and the target. */
  readonly words?: readonly string[];
  /** The target as the line names it, where that is not the function: an entry of the journal. */
  readonly named?: string;
}

/** A plan that does nothing yet. */
export function emptyPlan({ operation, target, place, words = [], named = target.name }: PlanBase): Plan {
  return {
    operation,
    target,
    place,
    stages: [],
    paid: [],
    unchanged: [],
    warnings: [],
    refusal: null,
    shortfall: null,
    danger: 'ordinary',
    drain: null,
    commandLine: lambdatopLine([operation, named, ...words], place),
    undo: null,
    undoes: null,
  };
}

/** The plan refused: all stays as it is. */
export function refused(plan: Plan, refusal: PlanRefusal): Plan {
  const stays = changesOf(plan).map(({ setting, from }) => ({ setting, value: from }));
  return leaving({ ...plan, stages: [], paid: [], refusal }, [...plan.unchanged, ...stays]);
}

/** The plan, which leaves those of the settings as they are that it does not change; of several readings the first. */
export function leaving(plan: Plan, settings: readonly Unchanged[]): Plan {
  const changed = new Set(changesOf(plan).map(({ setting }) => settingKey(setting)));
  const unchanged = new Map<string, Unchanged>();
  for (const each of settings) {
    const key = settingKey(each.setting);
    if (!changed.has(key) && !unchanged.has(key)) unchanged.set(key, each);
  }
  return { ...plan, unchanged: [...unchanged.values()] };
}

/** Reserved concurrency as a function has it now. */
export const reservedNow = (functionArn: string, value: number | null): Unchanged => ({
  setting: reservedOf(functionArn),
  value,
});

/** Whether mappings are on; those of which AWS does not tell are left out. */
export const enabledNow = (functionArn: string, mappings: readonly EventSourceMapping[]): Unchanged[] =>
  mappings.flatMap((mapping) => {
    const value = isPolling(mapping);
    return value === null ? [] : [{ setting: enabledOf(functionArn, mapping), value }];
  });

/** A `lambdatop` line that means the same tomorrow: with account and region. */
export function lambdatopLine(
  words: readonly string[],
  { account, region, profile, endpoint }: Place,
): string {
  return shellLine([
    'lambdatop',
    ...words,
    '--account',
    account,
    '--region',
    region,
    ...(profile === null ? [] : ['--profile', profile]),
    ...(endpoint === null ? [] : ['--endpoint-url', endpoint]),
  ]);
}

/** Changes that go out together and wait for nothing but themselves. */
export function stage(
  title: string,
  changes: readonly SettingChange[],
  more: Partial<Pick<Stage, 'untilSettled' | 'watchMs'>> = {},
): Stage {
  return { title, changes, untilSettled: false, watchMs: null, ...more };
}

/** One change, or none when it is so already. */
export function change(
  setting: Setting,
  from: SettingValue,
  to: SettingValue,
  debt: Debt,
): readonly SettingChange[] {
  return isSame(from, to) ? [] : [{ setting, from, to, debt }];
}

/** The note that a debt is paid, where AWS shows what is owed; none where it does not, or is not known. */
export function paidByOthers(
  debt: OwedValue,
  present: SettingValue | undefined,
  now: number,
): readonly SettingChange[] {
  if (present === undefined || !isPaidBy(debt, present, now)) return [];
  return [{ setting: debt.setting, from: present, to: present, debt: 'repay' }];
}

/** What a person is told of it. */
export function notedAsPaid({ setting, to }: SettingChange): Warning {
  const text = `${settingLabel(setting)} is ${valueText(setting, to)} again already: the journal notes that it is no longer owed`;
  return { level: 'note', text };
}

/** Warnings as they are read: losses first. */
export function sortWarnings(warnings: readonly Warning[]): readonly Warning[] {
  const order: readonly WarningLevel[] = ['loss', 'risk', 'note'];
  return warnings.toSorted((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
}

export const reservedOf = (functionArn: string): Setting => ({ kind: 'reserved-concurrency', functionArn });

export const provisionedOf = (functionArn: string, qualifier: string): Setting => ({
  kind: 'provisioned-concurrency',
  functionArn,
  qualifier,
});

export const aliasRoutingOf = (functionArn: string, alias: string): Setting => ({
  kind: 'alias-routing',
  functionArn,
  alias,
});

/** Whether a mapping is on. */
export const enabledOf = (
  functionArn: string,
  { uuid, sourceArn }: Pick<EventSourceMapping, 'uuid' | 'sourceArn'>,
): Setting => ({ kind: 'event-source-enabled', functionArn, uuid, sourceArn });

/** A mapping's own limit. */
export const maximumOf = (
  functionArn: string,
  { uuid, sourceArn }: Pick<EventSourceMapping, 'uuid' | 'sourceArn'>,
): Setting => ({ kind: 'event-source-concurrency', functionArn, uuid, sourceArn });
