/** The columns of the concurrency table as data. */
import { formatCount, formatShare, UNKNOWN } from '../../src/domain/figures.ts';
import { MINUTE_MS } from '../../src/domain/health-query.ts';
import { killedText, shorterKilledTexts } from '../../src/domain/killed.ts';
import type { ConcurrencyColumn } from '../../src/stores/concurrency-view-store.ts';
import type { Cell, Column } from '../../src/ui/table-layout.ts';
import type { Style, Theme } from '../../src/ui/theme.ts';
import { type ConcurrencyRow, provisionedIn, stateOf, usedNow } from './row.ts';

/** What cells need beside their row. */
export interface CellContext {
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
  /** Names as they are drawn: cut, but never to a look-alike. */
  readonly names: ReadonlyMap<string, string>;
  /** What stands where nothing was read: `…` while it may still come, a dash when reading it failed. */
  readonly unread: { readonly figures: string; readonly details: string; readonly provisioned: string };
  /** What is being done to a function now, by ARN; null = nothing. */
  readonly busy: (arn: string) => string | null;
}

/** A column; `sort` is what the sort keys call it. */
export interface ConcurrencyTableColumn extends Column<ConcurrencyRow, CellContext> {
  readonly sort?: ConcurrencyColumn;
}

/** Figures older than this, ms, are drawn as stale. */
const STALE_MS = 4 * MINUTE_MS;

function figure(
  row: ConcurrencyRow,
  { theme, now, unread }: CellContext,
  value: (health: NonNullable<ConcurrencyRow['health']>) => number | null,
  style: (value: number | null) => Style | undefined = () => undefined,
): Cell {
  if (!row.health) return { text: unread.figures, style: theme.dim };
  const shown = value(row.health);
  if (shown === null || now - row.health.windowEnd > STALE_MS) {
    return { text: formatCount(shown), style: theme.dim };
  }
  return { text: formatCount(shown), style: style(shown) ?? theme.plain };
}

/** What the row's own minute says, else the ranking's figure, dim: it covers five minutes. */
function usedCell(row: ConcurrencyRow, { theme, unread }: CellContext): Cell {
  const used = usedNow(row);
  if (row.health?.idle) return { text: 'idle', style: theme.dim };
  if (used === null) return { text: row.health ? UNKNOWN : unread.figures, style: theme.dim };
  if ((row.health?.concurrency ?? null) === null) return { text: formatCount(used), style: theme.dim };
  return { text: formatCount(used), style: stateOf(row) === 'full' ? theme.warn : theme.plain };
}

/** `8/10` while two of ten are still being allocated, else `10`. */
function provisionedCell(row: ConcurrencyRow, { theme, unread }: CellContext): Cell {
  const amounts = provisionedIn(row);
  if (!amounts) return { text: unread.provisioned, style: theme.dim };
  const { requested, allocated } = amounts;
  if (requested === 0) return { text: '' };
  const isWhole = allocated === requested;
  return {
    text: `${formatCount(allocated)}/${formatCount(requested)}`,
    style: isWhole ? theme.plain : theme.warn,
  };
}

function stateCell(row: ConcurrencyRow, { theme, now, unread, busy }: CellContext): Cell {
  const doing = busy(row.lambda.arn);
  if (doing !== null) return { text: doing, style: theme.accent };
  if (row.killed) {
    const shorter = shorterKilledTexts(row.killed, now);
    return { text: killedText(row.killed, now), shorter, style: theme.alarm };
  }
  const state = stateOf(row);
  if (state === null) return { text: unread.details, style: theme.dim };
  if (state === 'ok') return { text: 'ok', style: theme.dim };
  return { text: state, style: state === 'full' || state === 'allocating' ? theme.warn : theme.bad };
}

/** All columns; the last one takes what room the others leave. */
export const COLUMNS: readonly ConcurrencyTableColumn[] = [
  {
    id: 'name',
    title: 'function',
    width: 20,
    weight: 0,
    sort: 'name',
    cell: (row, { names, theme }) => ({
      text: names.get(row.lambda.name) ?? row.lambda.name,
      style: row.killed ? theme.dim : theme.plain,
    }),
  },
  {
    id: 'reserved',
    title: 'reserved',
    width: 9,
    align: 'right',
    weight: 1,
    sort: 'reserved',
    cell: ({ reserved }, { theme, unread }) =>
      reserved === undefined
        ? { text: unread.details, style: theme.dim }
        : {
            text: reserved === null ? '' : String(reserved),
            style: reserved === 0 ? theme.bad : theme.plain,
          },
  },
  {
    id: 'used',
    title: 'used',
    width: 6,
    align: 'right',
    weight: 1,
    sort: 'used',
    cell: usedCell,
  },
  {
    id: 'peak',
    title: 'peak½h',
    width: 7,
    align: 'right',
    weight: 4,
    sort: 'peak',
    cell: (row, context) => figure(row, context, ({ peakConcurrency }) => peakConcurrency),
  },
  {
    id: 'throttles',
    title: 'thr/m',
    width: 6,
    align: 'right',
    weight: 3,
    sort: 'throttles',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ throttles }) => throttles,
        (throttles) => ((throttles ?? 0) > 0 ? context.theme.bad : undefined),
      ),
  },
  {
    id: 'provisioned',
    title: 'prov',
    width: 7,
    align: 'right',
    weight: 5,
    sort: 'provisioned',
    cell: provisionedCell,
  },
  {
    id: 'utilisation',
    title: 'prov %',
    width: 7,
    align: 'right',
    weight: 6,
    cell: ({ provisioned }, { theme }) =>
      provisioned && provisioned.configs.length > 0
        ? { text: formatShare(provisioned.utilisation), style: theme.dim }
        : { text: '' },
  },
  {
    id: 'state',
    title: 'state',
    width: 10,
    weight: 2,
    sort: 'state',
    cell: stateCell,
  },
];
