/** The line below the journal: where one is, what is left out, and whether all of it could be read. */
import type { ChangesState } from '../../src/stores/changes-store.ts';
import type { JournalViewState } from '../../src/stores/journal-view-store.ts';
import type { Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';
import type { JournalView } from './view-model.ts';

/** The segments of the line. */
export function statusSegments(
  view: JournalView,
  state: JournalViewState,
  { unreadable, journalError }: ChangesState,
  theme: Theme,
): Segment[] {
  const { rows, cursorIndex, total, filterProblem } = view;
  const only = state.only.length > 3 ? `${state.only.length} functions` : state.only.join(', ');
  return [
    { text: `${rows.length === 0 ? 0 : cursorIndex + 1}/${rows.length}`, style: theme.strong, weight: 0 },
    { text: rows.length < total ? `of ${total.toLocaleString('en')}` : '', weight: 2 },
    { text: only === '' ? '' : `only ${only}`, style: theme.accent, weight: 1 },
    { text: state.filter && !state.typing ? `filter ${state.filter}` : '', style: theme.accent, weight: 1 },
    { text: filterProblem ?? '', style: theme.warn, weight: 1 },
    { text: state.onlyTrouble ? '! only trouble' : '', style: theme.accent, weight: 1 },
    { text: unreadable > 0 ? linesText(unreadable) : '', style: theme.warn, weight: 1 },
    { text: journalError ? journalError.message : '', style: theme.bad, weight: 1 },
    { text: `time${state.sort.descending ? '▼' : '▲'}`, style: theme.dim, weight: 0, right: true },
  ];
}

function linesText(count: number): string {
  return count === 1 ? '1 damaged line is left out' : `${count} damaged lines are left out`;
}
