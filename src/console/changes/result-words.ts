/** How changes ended, as rows of a dialog and in one line for several. */
import type { PlanResult } from '../../domain/changes/result.ts';
import { changesText, ENDED, isGood, reportText } from '../../domain/changes/result-words.ts';
import type { Fact, Remark, Section, Tone } from '../../domain/dialog/content.ts';
import { stepsByKey } from '../next-steps.ts';

/** A target of a bulk change that was not tried, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** `kill: 9 done, 1 failed: orders: You may not call …` for several. */
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
    ...results
      .filter((result) => !isGood(result) || result.journalTrouble !== null)
      .map((result) => troubleSection(result, results.length + left.length > 1)),
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
  return `: ${changesText(reports)}`;
}

function toneOf(result: PlanResult): Tone {
  if (isGood(result)) return 'good';
  return result.outcome === 'unconfirmed' || result.outcome === 'interrupted' ? 'warn' : 'bad';
}

function troubleSection(
  { plan, reports, error, journalTrouble, entry }: PlanResult,
  isOneOfMany: boolean,
): Section {
  const trouble: Remark[] = [error, journalTrouble].flatMap((each) =>
    each === null
      ? []
      : [
          { text: each.message, tone: 'bad', sign: '!' },
          ...stepsByKey(each.next).map((text): Remark => ({ text, sign: '→' })),
        ],
  );
  return {
    kind: 'remarks',
    ...(isOneOfMany ? { heading: plan.target.name } : {}),
    remarks: [
      ...trouble,
      ...reports.map((report): Remark => ({ text: reportText(report), sign: '·' })),
      ...(entry === null ? [] : [{ text: `journal entry ${entry}`, sign: '·' }]),
    ],
  };
}
