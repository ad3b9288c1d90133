/** The line below the table: how many rows, by what filter and order, and how far the figures can be trusted. */
import { formatClock } from '../../src/domain/figures.ts';
import { type KilledMark, killedText } from '../../src/domain/killed.ts';
import type { FunctionsViewState } from '../../src/stores/functions-view-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';
import type { InventoryState } from '../../src/stores/inventory-store.ts';
import type { Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';
import { isKilled, RANKED_BY } from './row.ts';
import type { FunctionsView } from './view-model.ts';

/** What the line is made of. */
export interface StatusInputs {
  readonly view: FunctionsView;
  readonly state: FunctionsViewState;
  readonly inventory: InventoryState;
  readonly health: HealthState;
  /** Who stopped a stopped function, by its ARN. */
  readonly killedBy: (arn: string) => KilledMark;
  /** ms since the epoch. */
  readonly now: number;
  readonly theme: Theme;
}

/** The segments of the line; where we are and by what order is never dropped. */
export function statusSegments(inputs: StatusInputs): Segment[] {
  const { view, state, inventory, health, theme } = inputs;
  const { rows, cursorIndex, total, filterProblem } = view;
  const position = rows.length === 0 ? '0' : String(cursorIndex + 1);
  return [
    { text: `${position}/${rows.length}`, style: theme.strong, weight: 0 },
    { text: rows.length < total ? `of ${total}` : '', weight: 3 },
    { text: loadingText(inventory), style: theme.accent, weight: 1 },
    { text: cursorKilledText(inputs), style: theme.bad, weight: 1 },
    { text: state.filter && !state.typing ? `filter ${state.filter}` : '', style: theme.accent, weight: 1 },
    { text: filterProblem ?? '', style: theme.warn, weight: 1 },
    {
      text: view.unjudged > 0 ? `${view.unjudged.toLocaleString('en')} not read, so not judged` : '',
      style: theme.warn,
      weight: 1,
    },
    { text: state.onlyTrouble ? '! only trouble' : '', style: theme.accent, weight: 1 },
    { text: state.marks.size > 0 ? `${state.marks.size} marked` : '', style: theme.mark, weight: 1 },
    { text: health.overBudget ? 'figures wait: $0.30/h budget' : '', style: theme.warn, weight: 2 },
    { text: sortText(view, state, state.frozen?.health ?? health), style: theme.dim, weight: 0, right: true },
    { text: figuresText(view, state), style: theme.dim, weight: 4, right: true },
  ];
}

/** All about the stopped function under the cursor: its row may not have room for it. */
function cursorKilledText({ view: { rows, cursorIndex }, killedBy, now }: StatusInputs): string {
  const row = rows[cursorIndex];
  return row && isKilled(row) ? killedText(killedBy(row.lambda.arn), now) : '';
}

function loadingText({ phase, loaded, total, at }: InventoryState): string {
  if (phase === 'waiting') return 'reading functions…';
  if (phase === 'cached') return 'last session’s list';
  if (phase !== 'loading') return '';
  const of = total === null ? '' : ` of ${total}`;
  return at === null ? `reading ${loaded}${of}…` : `confirming ${loaded}${of}…`;
}

/** `errors▼ account 02:58` when the order covers the account, `p99▼ 40 of 3,000` when only rows already read. */
function sortText({ rows, known }: FunctionsView, { sort }: FunctionsViewState, health: HealthState): string {
  const order = `${sort.column}${sort.descending ? '▼' : '▲'}`;
  const metric = RANKED_BY[sort.column];
  const ranking = metric && health.rankings.get(metric);
  if (ranking) return `${order} account ${formatClock(ranking.at)}${ranking.truncated ? ', top 500' : ''}`;
  return known === rows.length ? order : `${order} ${known} of ${rows.length.toLocaleString('en')}`;
}

/** Which minute the figures describe, and whether CloudWatch may still add to it. */
function figuresText({ rows, top }: FunctionsView, { room }: FunctionsViewState): string {
  const known = rows.slice(top, top + room).flatMap(({ health }) => (health && !health.idle ? [health] : []));
  if (known.length === 0) return '';
  const newest = known.reduce((a, b) => (b.at > a.at ? b : a));
  return `figures of ${formatClock(newest.at)}${newest.provisional ? ', provisional' : ''}`;
}
