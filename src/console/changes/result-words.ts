/** How changes ended, in words: for the footer, and as rows of a dialog. */
import type { Plan } from '../../domain/changes/plan.ts';
import type { ChangeReport, Outcome, PlanResult, Progress } from '../../domain/changes/result.ts';
import { changeText, settingLabel, valueText } from '../../domain/changes/words.ts';
import type { Fact, Remark, Section, Tone } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';

/** What each operation has done when it is done. */
const DONE: Readonly<Record<Plan['operation'], string>> = {
  kill: 'Killed',
  restore: 'Restored',
  reserve: 'Reserved',
  pause: 'Paused the triggers of',
  resume: 'Resumed the triggers of',
  undo: 'Undid the change of',
};

const ENDED: Readonly<Record<Outcome, string>> = {
  done: 'done',
  already: 'already so',
  accepted: 'accepted, not read back',
  planned: 'not begun',
  refused: 'refused',
  conflict: 'someone else changed it',
  failed: 'AWS said no',
  'not-applied': 'not applied',
  partly: 'done in part',
  unconfirmed: 'not confirmed',
  stopped: 'stopped on the way',
  interrupted: 'called off',
};

/** A target of a bulk change that was not tried, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** Whether all is as the plan wanted it. */
export function isGood({ outcome }: Pick<PlanResult, 'outcome'>): boolean {
  return outcome === 'done' || outcome === 'already';
}

/** One line about one result, for the footer. */
export function resultLine({ plan, outcome, reports, entry, error }: PlanResult): string {
  const { name } = plan.target;
  const recorded = entry === null ? '' : ` (journal ${entry})`;
  if (outcome === 'already') return `${name}: nothing to do, it is already so`;
  if (outcome === 'done') {
    const changes = reports.map(({ change }) => changeText(change)).join(', ');
    return `${DONE[plan.operation]} ${name}: ${changes}${recorded}`;
  }
  return `${name}: ${ENDED[outcome]}${error ? `: ${error.message}` : ''}${recorded}`;
}

/** `kill: 9 done, 1 refused: orders: AWS said no` for several. */
export function resultsLine(
  operation: string,
  results: readonly PlanResult[],
  left: readonly LeftOut[],
): string {
  const counts = new Map<string, number>();
  for (const { outcome } of results) counts.set(ENDED[outcome], (counts.get(ENDED[outcome]) ?? 0) + 1);
  if (left.length > 0) counts.set('left out', left.length);
  const parts = [...counts].map(([words, count]) => `${count} ${words}`);
  const [bad] = [
    ...results
      .filter((result) => !isGood(result))
      .map(({ plan, error, outcome }) => `${plan.target.name}: ${error?.message ?? ENDED[outcome]}`),
    ...left.map(({ name, reason }) => `${name}: ${reason}`),
  ];
  return `${operation}: ${parts.join(', ')}${bad === undefined ? '' : `: ${bad}`}`;
}

/** Everything about results that a person has to know: a row each, and what AWS shows where it is not as wanted. */
export function resultSections(results: readonly PlanResult[], left: readonly LeftOut[]): Section[] {
  return [
    { kind: 'facts', facts: [...results.map(resultFact), ...left.map(leftFact)] },
    ...results.filter((result) => !isGood(result) || result.journalTrouble !== null).map(troubleSection),
  ];
}

/** One result as a labelled value. */
export function resultFact(result: PlanResult): Fact {
  const value = `${ENDED[result.outcome]}${summaryOf(result)}`;
  return { label: result.plan.target.name, value, tone: toneOf(result) };
}

/** One that was not tried as a labelled value. */
export function leftFact({ name, reason }: LeftOut): Fact {
  return { label: name, value: `left out: ${reason}`, tone: 'warn' };
}

function summaryOf({ outcome, reports }: PlanResult): string {
  if (outcome !== 'done') return '';
  return `: ${reports.map(({ change }) => changeText(change)).join(', ')}`;
}

function toneOf(result: PlanResult): Tone {
  if (isGood(result)) return 'good';
  return result.outcome === 'unconfirmed' || result.outcome === 'interrupted' ? 'warn' : 'bad';
}

function troubleSection({ plan, reports, error, journalTrouble, entry }: PlanResult): Section {
  const trouble: Remark[] = [error, journalTrouble].flatMap((each) =>
    each === null
      ? []
      : [
          { text: each.message, tone: 'bad', sign: '!' },
          ...each.next.map((text): Remark => ({ text, sign: '→' })),
        ],
  );
  return {
    kind: 'remarks',
    heading: plan.target.name,
    remarks: [
      ...trouble,
      ...reports.map((report): Remark => ({ text: reportText(report), sign: '·' })),
      ...(entry === null ? [] : [{ text: `journal entry ${entry}`, sign: '·' }]),
    ],
  };
}

/** What AWS shows of a setting, and what became of its change. */
export function reportText({ change, outcome, seen }: ChangeReport): string {
  const label = settingLabel(change.setting);
  const now = seen === undefined ? 'not known' : valueText(change.setting, seen);
  const wanted = valueText(change.setting, change.to);
  switch (outcome) {
    case null:
      return `${label}: not begun, stays ${valueText(change.setting, change.from)}`;
    case 'done':
      return `${label} is ${wanted}`;
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
