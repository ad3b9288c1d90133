/** The journal as a table for people. */
import type { Entry } from '../../domain/changes/entry.ts';
import { entryChangesText, entryOutcomeText, entryTargetName } from '../../domain/changes/entry-words.ts';
import { actorName } from '../../domain/killed.ts';
import { sanitise } from '../../domain/text.ts';
import { type TableColumn, tableText } from '../table.ts';

const COLUMNS: readonly TableColumn[] = [
  'time',
  'who',
  'what',
  'target',
  'before → after',
  'outcome',
  'entry',
].map((head) => ({ head, align: 'left' }));

/** Lines with a head; times are those of the person's clock. Ends with a line break. */
export function journalTable(entries: readonly Entry[], colour: boolean): string {
  const rows = entries.map((entry) =>
    [
      timeText(entry.at),
      actorName(entry.actor),
      entry.operation,
      entryTargetName(entry),
      entryChangesText(entry),
      entryOutcomeText(entry),
      entry.id,
    ].map(sanitise),
  );
  return tableText(COLUMNS, rows, colour);
}

/** `2026-11-21 15:02:03`. */
function timeText(at: number): string {
  // Swedish writes dates as ISO 8601 does.
  return new Date(at).toLocaleString('sv-SE');
}
