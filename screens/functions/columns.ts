/** The columns of the functions table as data: what each shows, how wide, and which stay in a narrow window. */
import {
  formatAge,
  formatCount,
  formatMs,
  formatShare,
  sparkline,
  UNKNOWN,
} from '../../src/domain/figures.ts';
import type { SortColumn } from '../../src/stores/functions-view-store.ts';
import type { Column } from '../../src/ui/table-layout.ts';
import {
  aliasText,
  type CellContext,
  concurrencyCell,
  errorStyle,
  figure,
  isNearTimeout,
  pairs,
  stateCell,
} from './cells.ts';
import { type FunctionRow, isKilled, TROUBLE_AGE_MS } from './row.ts';

/** A column of the functions table; `sort` is what the sort keys call it. */
export interface FunctionColumn extends Column<FunctionRow, CellContext> {
  readonly sort?: SortColumn;
}

/** All columns, in their order on a wide screen. `weight` says which stay at 80 columns (design.md, "Screens"). */
export const COLUMNS: readonly FunctionColumn[] = [
  {
    id: 'name',
    title: 'function',
    width: 20,
    weight: 0,
    sort: 'name',
    cell: (row, { names, theme }) => ({
      text: names.get(row.lambda.name) ?? row.lambda.name,
      style: isKilled(row) ? theme.dim : theme.plain,
    }),
  },
  {
    id: 'invocations',
    title: 'inv/m',
    width: 6,
    align: 'right',
    weight: 1,
    sort: 'invocations',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ invocationsPerMin, idle }) => (idle ? 'idle' : formatCount(invocationsPerMin)),
        ({ idle }) => (idle ? context.theme.dim : undefined),
      ),
  },
  {
    id: 'errors-per-min',
    title: 'err/m',
    width: 6,
    align: 'right',
    weight: 8,
    sort: 'errors',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ errorsPerMin }) => formatCount(errorsPerMin),
        ({ errorShare }) => errorStyle(errorShare, context.theme),
      ),
  },
  {
    id: 'errors',
    title: 'err %',
    width: 6,
    align: 'right',
    weight: 3,
    sort: 'errors',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ errorShare }) => formatShare(errorShare),
        ({ errorShare }) => errorStyle(errorShare, context.theme),
      ),
  },
  {
    id: 'p50',
    title: 'p50',
    width: 6,
    align: 'right',
    weight: 9,
    sort: 'p50',
    cell: (row, context) => figure(row, context, ({ p50Ms }) => formatMs(p50Ms)),
  },
  {
    id: 'p99',
    title: 'p99',
    width: 6,
    align: 'right',
    weight: 4,
    sort: 'p99',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ p99Ms }) => formatMs(p99Ms),
        ({ p99Ms }) => (isNearTimeout(p99Ms, row.lambda.timeoutS) ? context.theme.warn : undefined),
      ),
  },
  {
    id: 'throttles',
    title: 'thr/m',
    width: 5,
    align: 'right',
    weight: 5,
    sort: 'throttles',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ throttles }) => formatCount(throttles),
        ({ throttles }) => ((throttles ?? 0) > 0 ? context.theme.bad : undefined),
      ),
  },
  {
    id: 'concurrency',
    title: 'conc/res',
    width: 9,
    align: 'right',
    weight: 6,
    sort: 'concurrency',
    cell: concurrencyCell,
  },
  {
    id: 'iterator-age',
    title: 'iter age',
    width: 8,
    align: 'right',
    weight: 12,
    sort: 'iterator-age',
    cell: (row, context) =>
      figure(
        row,
        context,
        ({ iteratorAgeMs }) => (iteratorAgeMs === null ? '' : formatMs(iteratorAgeMs)),
        ({ iteratorAgeMs }) => ((iteratorAgeMs ?? 0) >= TROUBLE_AGE_MS ? context.theme.bad : undefined),
      ),
  },
  {
    id: 'trend',
    title: 'inv, 30 min',
    width: 15,
    weight: 7,
    cell: (row, { theme }) => ({
      text: row.health ? sparkline(pairs(row.health.trend)) : '',
      style: theme.trend,
    }),
  },
  {
    id: 'runtime',
    title: 'runtime',
    width: 16,
    weight: 10,
    sort: 'runtime',
    cell: ({ lambda, support }, { theme }) => {
      const runtime = lambda.runtime ?? 'image';
      if (support === 'deprecated') return { text: `${runtime} EOL`, style: theme.warn };
      return support === 'ending' ? { text: `${runtime} ends` } : { text: runtime };
    },
  },
  {
    id: 'memory',
    title: 'MB',
    width: 5,
    align: 'right',
    weight: 11,
    sort: 'memory',
    cell: ({ lambda }) => ({ text: String(lambda.memoryMb ?? UNKNOWN) }),
  },
  {
    id: 'aliases',
    title: 'aliases',
    width: 20,
    weight: 13,
    cell: ({ details }, { theme, unread }) =>
      details === null
        ? { text: unread.details, style: theme.dim }
        : { text: details.aliases.map(aliasText).join(' ') },
  },
  {
    id: 'modified',
    title: 'changed',
    width: 7,
    align: 'right',
    weight: 14,
    sort: 'modified',
    cell: ({ lambda }, { now }) => ({
      text: lambda.lastModified === null ? UNKNOWN : formatAge(now - lambda.lastModified),
    }),
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
