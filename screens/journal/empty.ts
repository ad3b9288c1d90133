/** What stands where no entry is to be shown: why, and what to do. */
import type { ChangesState } from '../../src/stores/changes-store.ts';
import type { JournalViewState } from '../../src/stores/journal-view-store.ts';
import type { JournalView } from './view-model.ts';

/** Plain lines, without styles. */
export function emptyLines(
  { total }: JournalView,
  { only, onlyTrouble }: JournalViewState,
  { entries, journalError }: ChangesState,
): string[] {
  if (entries === null) {
    if (!journalError) return ['', '  Reading the journal…'];
    return ['', `  ${journalError.message}`, '', ...journalError.next.map((step) => `  → ${step}`)];
  }
  if (total === 0) {
    return [
      '',
      '  lambdatop has changed nothing in this account and region yet.',
      '',
      '  → What it changes will be here: by whom, before and after, how to undo it.',
      '  → Changes by other tools are in CloudTrail: aws cloudtrail lookup-events',
    ];
  }
  const many = `  → Esc shows what else was changed (${total.toLocaleString('en')})`;
  if (onlyTrouble) return ['', '  No entry is in trouble.', '', '  → ! or Esc shows the others again'];
  if (only.length > 0) return ['', `  lambdatop has not changed ${only.join(', ')}.`, '', many];
  return ['', '  No entry matches.', '', '  → Esc clears the filter'];
}
