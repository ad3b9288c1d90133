/** The lines above the tables of groups and messages: how much of the queue was seen, and how the errors were found. */
import { coverageWords } from '../../../src/domain/dead-letters/coverage.ts';
import { formatShare } from '../../../src/domain/figures.ts';
import type { DeadLettersPeekState } from '../../../src/stores/dead-letters-peek-store.ts';
import type { Segment } from '../../../src/ui/segments.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import type { TargetRow } from '../queues/row.ts';

/** The name of the queue, how much of it was seen, and what is still being done. */
export function lookSegments(peek: DeadLettersPeekState, row: TargetRow | null, theme: Theme): Segment[] {
  const [seen = '', ...others] = coverageWords({
    queue: row?.queue ?? { depth: null, inFlight: null, fifo: false },
    seen: peek.letters.length,
    ...peek.look,
  });
  const isReading = peek.phase === 'reading';
  return [
    { text: row?.target.name ?? '', style: theme.strong, weight: 1 },
    { text: isReading ? `receiving… ${peek.letters.length}` : seen, style: theme.accent, weight: 0 },
    { text: canWiden(peek) ? '+ reads more' : '', style: theme.dim, weight: 3 },
    { text: isReading ? '' : others.join('; '), style: theme.warn, weight: 2 },
    { text: peek.error?.message ?? '', style: theme.bad, weight: 0 },
    { text: evidenceText(peek), style: theme.dim, weight: 1, right: true },
  ];
}

/** Whether the queue may hold more than was looked at. */
export function canWiden({ phase, look }: DeadLettersPeekState): boolean {
  return phase === 'read' && look.end === 'limit';
}

function evidenceText({ evidence, evidenceError }: DeadLettersPeekState): string {
  if (evidenceError) return `logs not searched: ${evidenceError.code}`;
  if (evidence === null) return '';
  return evidence < 1 ? `searching logs ${formatShare(evidence)}` : 'logs searched';
}

/** What the kinds of evidence mean, for the group under the cursor. */
export const EVIDENCE_WORDS: Readonly<Record<string, string>> = {
  attribute: 'the message itself says which error',
  log: 'its id stands in the log beside the error',
  probable: 'errors were logged at the times it was received: probably this one',
  shape: 'no error is known; grouped by the keys of the body',
  none: 'nothing is known of why it failed',
};
