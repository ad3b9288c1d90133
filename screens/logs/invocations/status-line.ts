/** The line below the invocations and below their figures. */
import { cutEnd, sanitise, widthOf } from '../../../src/domain/text.ts';
import type { InvocationsViewStore } from '../../../src/stores/logs-view-store.ts';
import { inputLine } from '../../../src/ui/input-line.ts';
import { composeLine } from '../../../src/ui/segments.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import type { InvocationsTable } from './view-model.ts';

/** What the line is made of. */
export interface StatusLineInputs {
  readonly table: InvocationsTable;
  readonly store: InvocationsViewStore;
  /** About a longer past; empty when there is nothing to say. */
  readonly note: string;
  readonly width: number;
  readonly theme: Theme;
}

/** Where the person is, what is said of a longer past, what is filtered; or the filter while it is typed. */
export function statusLine({ table, store, note, width, theme }: StatusLineInputs, position: string): string {
  const { typing, filter, onlyTrouble } = store.getState();
  if (typing) {
    const words = table.filterProblem ?? `${table.rows.length} of ${table.total}`;
    const said = cutEnd(sanitise(words), Math.floor(width * 0.6));
    const style = table.filterProblem ? theme.warn : theme.dim;
    return `${inputLine('/', typing, width - widthOf(said) - 3, theme)}  ${style(said)}`;
  }
  return composeLine(
    [
      { text: position, style: theme.strong, weight: note === '' ? 0 : 2 },
      { text: note, style: theme.accent, weight: 0 },
      { text: filter === '' ? '' : `filter ${filter}`, style: theme.accent, weight: 1 },
      { text: table.filterProblem ?? '', style: theme.warn, weight: 1 },
      { text: onlyTrouble ? '! only trouble' : '', style: theme.accent, weight: 1 },
    ],
    width,
  );
}
