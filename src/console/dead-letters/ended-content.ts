/** The dialog of a redrive that has ended: what became of the messages. */
import type { DialogContent, Fact, Remark } from '../../domain/dialog/content.ts';
import { exactly } from '../../domain/figures.ts';
import type { MoveResult } from '../../operations/redrive/move-request.ts';
import type { RedriveResult } from '../../operations/redrive/request.ts';
import { probeBeside } from '../../operations/redrive/result.ts';

/** Id of its button. */
export const CLOSE = 'close';

/** How it ended. */
export function endedContent(title: string, result: RedriveResult | MoveResult): DialogContent {
  const isGood = result.outcome === 'done' || result.outcome === 'already' || result.outcome === 'accepted';
  return {
    title: `${title}: ${result.outcome}`,
    dangerous: false,
    sections: [
      { kind: 'facts', facts: countFacts(result) },
      { kind: 'remarks', remarks: endRemarks(result, isGood) },
    ],
    choices: [],
    fields: [],
    buttons: [{ id: CLOSE, label: 'Close' }],
    preferred: CLOSE,
    busy: null,
  };
}

function countFacts(result: RedriveResult | MoveResult): Fact[] {
  const fact = (label: string, count: number | null): Fact[] =>
    count === null || count === 0 ? [] : [{ label, value: exactly(count) }];
  if (!('counts' in result)) return fact('left the queue', result.moved);
  const { redriven, finished, doubled, refused, left } = result.counts;
  return [
    ...fact('redriven', redriven),
    ...fact('of an earlier run, deleted', finished),
    ...fact('perhaps twice', doubled),
    ...fact('refused by AWS', refused),
    ...fact('not begun', left),
  ];
}

/** Ids are told up to so many; the journal's log has all. */
const MOST_IDS = 20;

function endRemarks(result: RedriveResult | MoveResult, isGood: boolean): Remark[] {
  const { error, entry } = result;
  const probe = probeBeside(result);
  const doubled = 'doubled' in result ? result.doubled : [];
  const refused = 'refused' in result ? result.refused : [];
  return [
    ...(probe ? [{ text: probe }] : []),
    ...(error
      ? [
          { text: error.message, tone: isGood ? ('warn' as const) : ('bad' as const), sign: '✗' },
          ...error.next.map((text): Remark => ({ text })),
        ]
      : []),
    ...doubled.slice(0, MOST_IDS).map((id): Remark => ({ text: `may be twice: ${id}`, tone: 'warn' })),
    ...refused
      .slice(0, MOST_IDS)
      .map(({ messageId, why }): Remark => ({ text: `${messageId}: ${why}`, tone: 'warn' })),
    ...(entry === null ? [] : [{ text: `journal ${entry}`, tone: 'dim' as const }]),
  ];
}
