/** The line below the table: where one is, by what filter and order, and who stopped the function under the cursor. */

import { formatClock } from '../../src/domain/figures.ts';
import { killedText } from '../../src/domain/killed.ts';
import type { ConcurrencyState } from '../../src/stores/concurrency-store.ts';
import type { ConcurrencyViewState } from '../../src/stores/concurrency-view-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';
import type { Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';
import type { ConcurrencyView } from './view-model.ts';

/** What the line is made of. */
export interface StatusInputs {
  readonly view: ConcurrencyView;
  readonly state: ConcurrencyViewState;
  readonly health: HealthState;
  readonly concurrency: ConcurrencyState;
  readonly now: number;
  readonly theme: Theme;
}

/** The segments of the line. */
export function statusSegments(inputs: StatusInputs): Segment[] {
  const { view, state, concurrency, now, theme } = inputs;
  const { rows, cursorIndex, total, filterProblem } = view;
  const killed = rows[cursorIndex]?.killed ?? null;
  const failed = concurrency.provisionedError;
  return [
    { text: `${rows.length === 0 ? 0 : cursorIndex + 1}/${rows.length}`, style: theme.strong, weight: 0 },
    { text: rows.length < total ? `of ${total}` : '', weight: 4 },
    { text: state.marks.size > 0 ? `${state.marks.size} marked` : '', style: theme.mark, weight: 1 },
    { text: killed ? killedText(killed, now) : '', style: theme.bad, weight: 1 },
    { text: state.filter && !state.typing ? `filter ${state.filter}` : '', style: theme.accent, weight: 1 },
    { text: filterProblem ?? '', style: theme.warn, weight: 1 },
    { text: state.onlyTrouble ? '! only trouble' : '', style: theme.accent, weight: 1 },
    { text: failed ? `provisioned: ${failed.message}` : '', style: theme.warn, weight: 3 },
    { text: sortText(inputs), style: theme.dim, weight: 0, right: true },
  ];
}

/** `used▼ account 02:58` when the order covers the account, `reserved▼ 40 of 3,000` when only rows that were read. */
function sortText({ view: { rows, known }, state: { sort }, health }: StatusInputs): string {
  const order = `${sort.column}${sort.descending ? '▼' : '▲'}`;
  const ranking = sort.column === 'used' ? health.rankings.get('concurrency') : undefined;
  if (ranking) return `${order} account ${formatClock(ranking.at)}${ranking.truncated ? ', top 500' : ''}`;
  return known === rows.length ? order : `${order} ${known} of ${rows.length.toLocaleString('en')}`;
}
