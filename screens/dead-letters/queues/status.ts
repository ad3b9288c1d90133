/** The lines above and below the list: how much lies where, what is being lost, and how far the search has come. */
import { exactly, formatAge, formatCount } from '../../../src/domain/figures.ts';
import type { DeadLettersState } from '../../../src/stores/dead-letters-store.ts';
import type { DeadLettersViewState } from '../../../src/stores/dead-letters-view-store.ts';
import type { InventoryState } from '../../../src/stores/inventory-store.ts';
import type { Segment } from '../../../src/ui/segments.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import type { TargetsView } from './view-model.ts';

/** What the lines are made of. */
export interface StatusInputs {
  readonly view: TargetsView;
  readonly state: DeadLettersViewState;
  readonly known: DeadLettersState;
  readonly inventory: InventoryState;
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
}

/** Functions that are named where events are being lost. */
const MOST_NAMED = 3;

/** What matters most, first. */
export function summarySegments({ view, known, inventory, theme, now }: StatusInputs): Segment[] {
  const isWhole = inventory.functions.every(({ name }) => known.failurePaths.has(name));
  return [
    { text: lossesText(known), style: theme.alarm, weight: 0 },
    {
      text: `${formatCount(view.lying)} dead letters`,
      style: view.lying > 0 ? theme.warn : theme.dim,
      weight: 1,
    },
    { text: `in ${view.filled} of ${view.total} places`, weight: 3 },
    { text: coverageText(known, inventory, now), style: theme.dim, weight: isWhole ? 4 : 2, right: true },
  ];
}

/** DeadLetterErrors and DestinationDeliveryFailures: what Lambda could put nowhere is gone. */
function lossesText({ losses }: DeadLettersState): string {
  const lost = [...(losses?.byFunction ?? [])].sort((one, other) => other[1] - one[1]);
  if (lost.length === 0) return '';
  const named = lost.slice(0, MOST_NAMED).map(([name, count]) => `${name} ${formatCount(count)}`);
  const others = lost.length > MOST_NAMED ? `, ${lost.length - MOST_NAMED} more` : '';
  return `events lost in 3 h: ${named.join(', ')}${others}`;
}

/**
 * `kinds known of 120 of 140 functions`: until all were asked, a kind may be missing; `100 as of 5h ago` of those that
 * an earlier session asked.
 */
function coverageText(
  { failurePaths, failurePathsError }: DeadLettersState,
  { functions }: InventoryState,
  now: number,
): string {
  const asked = functions.flatMap(({ name }) => failurePaths.get(name) ?? []);
  const kept = asked.filter(({ isKept }) => isKept);
  const oldest = kept.reduce((at, one) => Math.min(at, one.at), now);
  const age = kept.length === 0 ? '' : `, ${exactly(kept.length)} as of ${formatAge(now - oldest)} ago`;
  const text = `kinds known of ${exactly(asked.length)} of ${exactly(functions.length)} functions${age}`;
  return failurePathsError ? `${text} (denied)` : text;
}

/** How far the search has come, while it goes on: also where there is no room for all of its words. */
function searchText({ failurePaths }: DeadLettersState, { functions }: InventoryState): string {
  const asked = functions.filter(({ name }) => failurePaths.has(name)).length;
  return asked < functions.length ? `asked ${asked}/${functions.length} functions` : '';
}

/** Where one is, by what filter and order, and what could not be read. */
export function statusSegments({ view, state, known, inventory, theme }: StatusInputs): Segment[] {
  const { rows, cursorIndex, total, filterProblem } = view;
  const { sort } = state;
  const remark = rows[cursorIndex]?.remarks.map(({ text }) => text).join('; ') ?? '';
  const trouble = known.error ?? known.queueListError ?? known.figuresError;
  const order = `${sort.column}${sort.descending ? '▼' : '▲'}`;
  const isPart = view.known < rows.length;
  return [
    { text: `${rows.length === 0 ? 0 : cursorIndex + 1}/${rows.length}`, style: theme.strong, weight: 0 },
    { text: rows.length < total ? `of ${total}` : '', weight: 4 },
    { text: state.filter && !state.typing ? `filter ${state.filter}` : '', style: theme.accent, weight: 1 },
    { text: filterProblem ?? '', style: theme.warn, weight: 1 },
    { text: searchText(known, inventory), style: theme.dim, weight: 1 },
    { text: state.onlyTrouble ? '! only trouble' : '', style: theme.accent, weight: 1 },
    { text: remark, style: theme.warn, weight: 2 },
    { text: trouble ? trouble.message : '', style: theme.warn, weight: 3 },
    {
      text: isPart ? `${order} ${view.known} of ${rows.length}` : order,
      style: theme.dim,
      weight: 1,
      right: true,
    },
  ];
}

/** Why there is nothing in the list. */
export function emptyLines({ view, state, known }: StatusInputs): string[] {
  if (view.total > 0) {
    return state.onlyTrouble
      ? ['', '  No dead letters lie anywhere, as far as has been read.', '', '  → ! or Esc shows the queues']
      : ['', '  No queue matches.', '', '  → Esc clears the filter'];
  }
  if (known.urls === null || known.mappings === null) return ['', '  Looking for where failed work goes…'];
  return ['', '  No queue, topic or destination for failed work has been found so far.'];
}
