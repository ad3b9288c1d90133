/** Taking one journal entry back: every setting it changed returns to what it was, if AWS still shows the change. */
import { isSame, mayHaveHappened, type OwedValue } from '../../domain/changes/debts.ts';
import { type Entry, type EntryChange, isAboutLetters } from '../../domain/changes/entry.ts';
import type { Place, Plan, PlanRefusal, Stage, Target } from '../../domain/changes/plan.ts';
import {
  type Debt,
  type Setting,
  type SettingChange,
  type SettingValue,
  settingKey,
} from '../../domain/changes/setting.ts';
import { settingLabel, valueText } from '../../domain/changes/words.ts';
import { canaryOf, isSplit, toRouting } from '../../domain/traffic/routing.ts';
import { lineBackTo } from './alias-situation.ts';
import { emptyPlan, lambdatopLine, leaving, notedAsPaid, paidByOthers, refused, stage } from './parts.ts';
import { forgetfulness, retainLine } from './retain.ts';

/** What AWS shows of the settings of an entry. */
export interface Present {
  /** Undefined = not told. */
  value(setting: Setting): SettingValue | undefined;
  /** AWS's own mark of that state, where it has one. */
  revision(setting: Setting): string | undefined;
  /** When it was read, ms since the epoch. */
  readonly at: number;
}

/** Taking back what gave something back borrows it again; new values on purpose stay so in both directions. */
const REVERSE: Readonly<Record<Debt, Debt>> = { borrow: 'repay', repay: 'borrow', set: 'set', keep: 'keep' };

/**
 * Plans to take an entry back.
 *
 * @param owed what the journal knows to be owed, by settingKey
 */
export function planUndo(
  entry: Entry,
  target: Target,
  place: Place,
  present: Present,
  owed: ReadonlyMap<string, OwedValue>,
): Plan {
  const spans = spansOf(entry);
  const movedOn = spans.flatMap(({ setting, was, left }) => {
    const now = present.value(setting);
    if (now === undefined || isSame(now, was) || left.some((each) => isSame(each, now))) return [];
    const [is, became] = [valueText(setting, now), valueText(setting, left.at(-1) ?? null)];
    return [`${settingLabel(setting)} is ${is} now; ${entry.operation} had set ${became}`];
  });
  const plan: Plan = {
    ...emptyPlan({ operation: 'undo', target, place, named: entry.id }),
    undoes: entry.id,
  };
  if (isAboutLetters(entry)) return refused(plan, sentForGood(entry));
  const final = entry.changes.find(({ setting }) => isFinal(setting));
  if (final) return refused(plan, cannotBeUndone(entry, final.setting, target));
  if (movedOn.length > 0) {
    return refused(plan, {
      code: 'changed-meanwhile',
      message: `AWS has moved on since entry ${entry.id}: ${movedOn.join('; ')}.`,
      next: ['see what was changed since: lambdatop journal', onPurpose(target, spans)],
    });
  }
  const changes = spans.flatMap(({ setting, was, left, debt }): SettingChange[] => {
    const now = present.value(setting);
    const from = now === undefined ? (left.at(-1) ?? null) : now;
    if (isSame(from, was)) return [];
    const revision = present.revision(setting);
    const mark = revision === undefined ? {} : { revision };
    return [{ setting, from, to: was, debt: REVERSE[debt], ...mark }];
  });
  const paid = spans.flatMap(({ setting, debt }) => {
    const standing = REVERSE[debt] === 'repay' ? owed.get(settingKey(setting)) : undefined;
    return standing ? paidByOthers(standing, present.value(setting), present.at) : [];
  });
  const back: Plan = {
    ...plan,
    paid,
    stages: undoStages(changes),
    warnings: [...changes.flatMap(forgetfulness), ...paid.map(notedAsPaid)],
    danger: changes.some((each) => stops(each) || forgetfulness(each).length > 0) ? 'dangerous' : 'ordinary',
    undo: redoLine(entry, changes, target, place),
  };
  const now = spans.flatMap(({ setting }) => {
    const value = present.value(setting);
    return value === undefined ? [] : [{ setting, value }];
  });
  return leaving(back, now);
}

function onPurpose({ name }: Target, spans: readonly Span[]): string {
  const has = (kind: Setting['kind']): boolean => spans.some(({ setting }) => setting.kind === kind);
  if (has('alias-routing')) return `take it back on purpose: lambdatop rollback ${name} --to VERSION`;
  if (has('queue-retention')) return `set it on purpose: lambdatop dlq retain ${name} --for TIME`;
  return `set it on purpose: lambdatop reserve ${name} N`;
}

/** The command that does it once more. */
function redoLine(
  { operation }: Entry,
  changes: readonly SettingChange[],
  target: Target,
  place: Place,
): string | null {
  const { name } = target;
  const moved = changes.find(({ setting }) => setting.kind === 'alias-routing');
  const [from, to] = [toRouting(moved?.from), toRouting(moved?.to)];
  if (from !== null && to !== null) {
    const isForth = !isSplit(from) && canaryOf(to)?.version === from.version;
    return isForth ? lambdatopLine(['promote', name], place) : lineBackTo({ target, present: from }, place);
  }
  const kept = changes.find(({ setting }) => setting.kind === 'queue-retention');
  if (typeof kept?.from === 'number') return retainLine(name, kept.from, place);
  return lambdatopLine([operation, name], place);
}

/** Some of what is done cannot be taken back: AWS gives no number twice, and starts no deployment again. */
const isFinal = ({ kind }: Setting): boolean => kind === 'published-version' || kind === 'deployment';

/** Messages that were sent are worked on; those that were deleted are gone. */
function sentForGood({ id, operation }: Entry): PlanRefusal {
  return {
    code: 'refused',
    message: `Entry ${id} cannot be taken back: it is about messages (${operation}), and AWS gives none back.`,
    next: ['what was exported can be sent again: lambdatop dlq import FILE'],
  };
}

function cannotBeUndone({ id }: Entry, { kind }: Setting, { name }: Target): PlanRefusal {
  if (kind === 'deployment') {
    return {
      code: 'refused',
      message: `Entry ${id} stopped a CodeDeploy deployment, which cannot be started again.`,
      next: ['deploy anew'],
    };
  }
  return {
    code: 'refused',
    message: `Entry ${id} published a version, which stays: it gets no traffic before an alias sends it some.`,
    next: [`give it a share: lambdatop shift ${name}:ALIAS --to VERSION --weight 10`],
  };
}

/** A setting over the whole entry: its value before, and those the entry may have left it at. */
interface Span {
  readonly setting: Setting;
  readonly was: SettingValue;
  readonly left: readonly SettingValue[];
  readonly debt: Debt;
}

/** Settings the entry changed or may have changed, in its order. */
function spansOf({ changes }: Entry): Span[] {
  const spans = new Map<string, Span>();
  for (const each of changes.filter(isToTakeBack)) {
    const key = settingKey(each.setting);
    const known = spans.get(key);
    const left = known ? [...known.left, each.to] : [each.to];
    spans.set(key, {
      setting: each.setting,
      was: known ? known.was : each.from,
      left,
      debt: known?.debt ?? each.debt,
    });
  }
  return [...spans.values()];
}

/** What was not done, or had been done by someone else by then, is nothing to take back. */
const isToTakeBack = (change: EntryChange): boolean =>
  mayHaveHappened(change) && change.outcome !== 'already';

/** What stops a function goes out together; what starts it comes as `restore` does it. */
function undoStages(changes: readonly SettingChange[]): Stage[] {
  const of = (
    kind: Setting['kind'],
    test: (change: SettingChange) => boolean = () => true,
  ): SettingChange[] => changes.filter((each) => each.setting.kind === kind && test(each));
  const takes = (each: SettingChange): boolean => each.to === null;
  const stages = [
    stage('what is in the way', [
      ...of('provisioned-concurrency', takes),
      ...of('event-source-enabled', ({ to }) => to === false),
    ]),
    stage('traffic', of('alias-routing')),
    stage('retention', of('queue-retention')),
    stage('reserved concurrency', of('reserved-concurrency')),
    stage(
      'provisioned concurrency',
      of('provisioned-concurrency', (each) => !takes(each)),
    ),
    stage('limits of triggers', of('event-source-concurrency'), { untilSettled: true }),
    stage(
      'triggers',
      of('event-source-enabled', ({ to }) => to === true),
      { untilSettled: true },
    ),
  ];
  return stages.filter((each) => each.changes.length > 0);
}

const stops = ({ setting, to }: SettingChange): boolean =>
  setting.kind === 'reserved-concurrency' && to === 0;
