/** The columns of the functions table as data: what each shows, how wide, and which stay in a narrow window. */
import {
  formatAge,
  formatCount,
  formatMs,
  formatShare,
  sparkline,
  UNKNOWN,
} from '../../src/domain/figures.ts';
import { MINUTE_MS } from '../../src/domain/health-query.ts';
import { type KilledMark, killedText, shorterKilledTexts } from '../../src/domain/killed.ts';
import type { SortColumn } from '../../src/stores/functions-view-store.ts';
import type { Cell, Column } from '../../src/ui/table-layout.ts';
import type { Style, Theme } from '../../src/ui/theme.ts';
import {
  type FunctionRow,
  isKilled,
  splitAlias,
  stateOf,
  TROUBLE_AGE_MS,
  TROUBLE_ERROR_SHARE,
} from './row.ts';

/** What cells need beside their row. */
export interface CellContext {
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
  /** Names as they are drawn: cut, but never to a look-alike. */
  readonly names: ReadonlyMap<string, string>;
  /** What stands where a figure was not read: `…` while it may still come, a dash when reading it failed. */
  readonly unread: { readonly figures: string; readonly details: string };
  /** Who stopped a stopped function, by its ARN. */
  readonly killedBy: (arn: string) => KilledMark;
  /** What is being done to a function now, by its ARN; null = nothing. */
  readonly busy: (arn: string) => string | null;
  /** What a rollout of the function has come to, by its ARN; null = there is none. */
  readonly rollout: (arn: string) => string | null;
}

/** A column of the functions table; `sort` is what the sort keys call it. */
export interface FunctionColumn extends Column<FunctionRow, CellContext> {
  readonly sort?: SortColumn;
}

/** Figures older than this, ms, are drawn as stale. */
const STALE_MS = 4 * MINUTE_MS;
/** From this share of errors on, 0–1, they are drawn as bad rather than as a warning. */
const BAD_ERROR_SHARE = 0.05;
/** A 99th percentile this close to the timeout, as a share of it, is about to become timeouts. */
const NEAR_TIMEOUT = 0.8;

/** A figure's cell: `…` before the first reading, dim when stale, else in the style its value deserves. */
function figure(
  row: FunctionRow,
  { theme, now, unread }: CellContext,
  format: (health: NonNullable<FunctionRow['health']>) => string,
  style?: (health: NonNullable<FunctionRow['health']>) => Style | undefined,
): Cell {
  if (!row.health) return { text: unread.figures, style: theme.dim };
  const text = format(row.health);
  if (text === UNKNOWN || now - row.health.windowEnd > STALE_MS) return { text, style: theme.dim };
  return { text, style: style?.(row.health) ?? theme.plain };
}

function errorStyle(share: number | null, theme: Theme): Style {
  if (share === null || share < TROUBLE_ERROR_SHARE) return theme.plain;
  return share >= BAD_ERROR_SHARE ? theme.bad : theme.warn;
}

function isNearTimeout(p99Ms: number | null, timeoutS: number | null): boolean {
  return p99Ms !== null && timeoutS !== null && p99Ms >= timeoutS * 1_000 * NEAR_TIMEOUT;
}

function stateCell(row: FunctionRow, { theme, now, unread, killedBy, busy, rollout }: CellContext): Cell {
  const { arn } = row.lambda;
  const doing = busy(arn);
  if (doing !== null) return { text: doing, style: theme.accent };
  const state = stateOf(row);
  const rolledOut = isKilled(row) ? null : rollout(arn);
  if (rolledOut !== null) return { text: rolledOut, style: theme.accent };
  if (state === null) return { text: unread.details, style: theme.dim };
  if (isKilled(row)) {
    const mark = killedBy(arn);
    return { text: killedText(mark, now), shorter: shorterKilledTexts(mark, now), style: theme.alarm };
  }
  const split = splitAlias(row);
  if (state === 'split' && split) return { text: splitText(split.weights), style: theme.accent };
  if (state === 'DLQ') return { text: `DLQ ${formatCount(row.deadLetters)}`, style: theme.warn };
  return { text: state, style: state === 'ok' ? theme.dim : theme.bad };
}

/** `10%→v15`: the share that goes to the additional version. */
function splitText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([version, share]) => `${formatShare(share)}→v${version}`)
    .join(' ');
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
    cell: (row, context) => {
      const used = figure(row, context, ({ concurrency }) => formatCount(concurrency));
      const reserved =
        row.details === null ? `/${context.unread.details}` : reservedText(row.details.reservedConcurrency);
      const full =
        (row.health?.concurrency ?? 0) >= (row.details?.reservedConcurrency ?? Number.POSITIVE_INFINITY);
      return { text: used.text + reserved, style: full ? context.theme.warn : used.style };
    },
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

function reservedText(reserved: number | null): string {
  return reserved === null ? '' : `/${reserved}`;
}

/** `live:14` or `live:14+10%→v15`. */
function aliasText({
  name,
  version,
  weights,
}: {
  name: string;
  version: string;
  weights: Readonly<Record<string, number>>;
}): string {
  const split = splitText(weights);
  return `${name}:${version}${split ? `+${split}` : ''}`;
}

/** Two minutes in one bar: the higher of both; unknown only when both are. */
function pairs(values: readonly (number | null)[]): (number | null)[] {
  const joined: (number | null)[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const known = values.slice(index, index + 2).filter((value) => value !== null);
    joined.push(known.length > 0 ? Math.max(...known) : null);
  }
  return joined;
}
