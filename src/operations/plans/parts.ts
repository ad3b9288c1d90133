/** Parts that plans are made of. */
import { isSame } from '../../domain/changes/debts.ts';
import type {
  OperationName,
  Place,
  Plan,
  PlanRefusal,
  Stage,
  Target,
  Warning,
  WarningLevel,
} from '../../domain/changes/plan.ts';
import type { Debt, Setting, SettingChange, SettingValue } from '../../domain/changes/setting.ts';
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
    warnings: [],
    refusal: null,
    danger: 'ordinary',
    drain: null,
    commandLine: lambdatopLine([operation, named, ...words], place),
    undo: null,
    undoes: null,
  };
}

/** The plan refused. */
export function refused(plan: Plan, refusal: PlanRefusal): Plan {
  return { ...plan, stages: [], refusal };
}

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
