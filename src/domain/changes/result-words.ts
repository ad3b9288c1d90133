/** How a change goes and ends, in words: the same in the console and on the command line. */

import { durationWords } from '../duration-words.ts';
import { formatClock } from '../figures.ts';
import { actorName } from '../killed.ts';
import type { Plan } from './plan.ts';
import type { ChangeReport, Outcome, PlanResult, Progress } from './result.ts';
import type { SettingChange } from './setting.ts';
import { changeText, settingLabel, valueText } from './words.ts';

/** What each operation has done when it is done. */
export const DONE: Readonly<Record<Plan['operation'], string>> = {
  kill: 'Killed',
  restore: 'Restored',
  reserve: 'Reserved',
  pause: 'Paused the triggers of',
  resume: 'Resumed the triggers of',
  shift: 'Shifted',
  promote: 'Promoted',
  rollback: 'Rolled back',
  publish: 'Published',
  retain: 'Changed how long messages are kept in',
  undo: 'Undid the change of',
};

/** How a target is when nothing is left to do. */
const ALREADY: Partial<Record<Plan['operation'], string>> = {
  kill: 'is stopped already',
  restore: 'has all that it had before',
  reserve: 'has that reservation already',
  pause: 'has its triggers off already',
  resume: 'has its triggers on already',
  shift: 'has that split already',
  promote: 'is promoted already',
  rollback: 'is there already',
  publish: 'has not changed since its newest version',
  retain: 'keeps messages that long already',
  undo: 'is as it was before that entry already',
};

/** How each outcome reads behind a target's name. */
export const ENDED: Readonly<Record<Outcome, string>> = {
  done: 'done',
  already: 'already so',
  accepted: 'accepted, not read back',
  planned: 'not begun',
  refused: 'refused',
  conflict: 'someone else changed it',
  failed: 'failed',
  'not-applied': 'not applied',
  partly: 'done in part',
  unconfirmed: 'not confirmed',
  stopped: 'stopped on the way',
  interrupted: 'called off',
};

/** Whether all is as the plan wanted it. */
export function isGood({ outcome }: Pick<PlanResult, 'outcome'>): boolean {
  return outcome === 'done' || outcome === 'already';
}

/** "orders is stopped already", for a plan without a change. */
export function alreadyText({ operation, target }: Pick<Plan, 'operation' | 'target'>): string {
  return `${target.name} ${ALREADY[operation] ?? 'is so already'}`;
}

/** One line about one result. */
export function resultLine({ plan, outcome, reports, entry, doneBy, error }: PlanResult): string {
  const { name } = plan.target;
  const recorded = entry === null ? '' : ` (journal ${entry})`;
  if (outcome === 'already') {
    const who = doneBy
      ? `, since ${actorName(doneBy.actor)} was there first at ${formatClock(doneBy.at)} (journal ${doneBy.id})`
      : '';
    const noted = entry === null ? '' : `; the journal notes that nothing is owed any more (${entry})`;
    return `${alreadyText(plan)}: nothing was changed${who}${noted}`;
  }
  if (outcome === 'done') {
    return `${DONE[plan.operation]} ${name}: ${changesText(reports)}${recorded}`;
  }
  return `${name}: ${ENDED[outcome]}${error ? `: ${error.message}` : ''}${recorded}`;
}

/** What was changed, of a plan that came to its end: `reserved concurrency: 25 → 0, trigger orders was off already`. */
export function changesText(reports: readonly ChangeReport[]): string {
  return reports
    .map((report) => {
      if (report.outcome === 'already') return reportText(report);
      return changeText(madeOf(report)) + inBrackets(report.underway);
    })
    .join(', ');
}

const inBrackets = (text: string | null): string => (text === null ? '' : ` (${text})`);

/** What AWS is still at: `provisioned concurrency of live: allocating 3 of 10`; null when nothing. */
export function underwayText(reports: readonly ChangeReport[]): string | null {
  const parts = reports.flatMap(({ change, underway }) =>
    underway === null ? [] : [`${settingLabel(change.setting)}: ${underway}`],
  );
  return parts.length === 0 ? null : parts.join(', ');
}

/** The change with what AWS shows, where only AWS could tell it: the number of a version. */
function madeOf({ change, seen }: ChangeReport): SettingChange {
  return seen === undefined ? change : { ...change, to: seen };
}

/** What AWS shows of a setting, and what became of its change. */
export function reportText({ change, outcome, seen, underway }: ChangeReport): string {
  const label = settingLabel(change.setting);
  const now = seen === undefined ? 'not known' : valueText(change.setting, seen);
  const wanted = valueText(change.setting, change.to);
  switch (outcome) {
    case null:
      return seen === undefined
        ? `${label}: not begun, stays ${valueText(change.setting, change.from)}`
        : `${label}: not begun, is ${now}`;
    case 'done':
      return `${label} is ${seen === undefined ? wanted : now}${inBrackets(underway)}`;
    case 'already':
      return `${label} was ${wanted} already`;
    case 'accepted':
      return `${label}: AWS took ${wanted}; it was not seen there yet`;
    default:
      return `${label} is ${now}, not ${wanted}`;
  }
}

/** What an operation is doing, from what it told last. */
export function progressText(progress: Progress): string {
  switch (progress.kind) {
    case 'journalled':
      return 'recorded in the journal';
    case 'stage':
      return progress.of > 1
        ? `stage ${progress.index + 1} of ${progress.of}: ${progress.title}`
        : progress.title;
    case 'calling':
      return `setting ${changeText(progress.change)}`;
    case 'waiting':
      return `${progress.because}; again in ${durationWords(Math.ceil(progress.forMs / 1_000))}`;
    case 'changed':
      return reportText(progress.report);
    case 'watching':
      return progress.words;
  }
}
