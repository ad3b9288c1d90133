/** The columns of the list of dead-letter targets as data. */
import { KIND_WORDS } from '../../../src/domain/dead-letters/target-words.ts';
import { formatAge, formatCount, UNKNOWN } from '../../../src/domain/figures.ts';
import { ELLIPSIS } from '../../../src/domain/text.ts';
import type { TargetColumn } from '../../../src/stores/dead-letters-view-store.ts';
import type { Cell, Column } from '../../../src/ui/table-layout.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import { leftIn, type TargetRow } from './row.ts';

/** What cells need beside their row. */
export interface TargetCellContext {
  readonly theme: Theme;
  /** Names as they are drawn: cut, but never to a look-alike. */
  readonly names: ReadonlyMap<string, string>;
}

/** A column; `sort` is what the sort keys call it. */
export interface TargetTableColumn extends Column<TargetRow, TargetCellContext> {
  readonly sort?: TargetColumn;
}

/** Less than this left, seconds, is drawn as bad. */
const SOON_S = 24 * 3_600;

/** What is read of queues only: nothing for anything else, `…` while it may still come, a dash when it failed. */
function figure({ target, queue, error }: TargetRow, { theme }: TargetCellContext, cell: () => Cell): Cell {
  if (target.service !== 'sqs') return { text: '' };
  if (queue === null) return { text: error ? UNKNOWN : ELLIPSIS, style: theme.dim };
  return cell();
}

/** All columns; the last one takes what room the others leave. */
export const COLUMNS: readonly TargetTableColumn[] = [
  {
    id: 'name',
    title: 'queue',
    width: 24,
    weight: 0,
    sort: 'name',
    cell: ({ target, lying }, { names, theme }) => ({
      text: names.get(target.name) ?? target.name,
      style: lying === 0 ? theme.dim : theme.plain,
    }),
  },
  {
    id: 'depth',
    title: 'depth',
    width: 6,
    align: 'right',
    weight: 1,
    sort: 'depth',
    cell: (row, context) =>
      figure(row, context, () => {
        const depth = row.queue?.depth ?? null;
        return { text: formatCount(depth), style: depth === 0 ? context.theme.dim : context.theme.warn };
      }),
  },
  {
    id: 'in-flight',
    title: 'flight',
    width: 6,
    align: 'right',
    weight: 6,
    cell: (row, context) =>
      figure(row, context, () => {
        const inFlight = row.queue?.inFlight ?? null;
        return {
          text: formatCount(inFlight),
          style: inFlight === 0 ? context.theme.dim : context.theme.plain,
        };
      }),
  },
  {
    id: 'oldest',
    title: 'oldest',
    width: 7,
    align: 'right',
    weight: 4,
    sort: 'oldest',
    cell: (row, context) =>
      figure(row, context, () => {
        const age = row.figures?.oldestAgeS ?? null;
        if (row.lying === 0) return { text: '' };
        return { text: age === null ? UNKNOWN : formatAge(age * 1_000) };
      }),
  },
  {
    id: 'left',
    title: 'lost in',
    width: 8,
    align: 'right',
    weight: 5,
    cell: (row, context) =>
      figure(row, context, () => {
        const left = leftIn(row);
        if (left === null) return { text: '' };
        return {
          text: `≤ ${formatAge(left * 1_000)}`,
          style: left < SOON_S ? context.theme.bad : context.theme.dim,
        };
      }),
  },
  {
    id: 'growth',
    title: '+/min',
    width: 6,
    align: 'right',
    weight: 3,
    sort: 'growth',
    cell: (row, context) =>
      figure(row, context, () => {
        const growth = row.figures?.growthPerMin ?? null;
        if (growth === null || growth === 0) return { text: '', style: context.theme.dim };
        const text = `${growth > 0 ? '+' : '-'}${formatCount(Math.abs(growth))}`;
        return { text, style: growth > 0 ? context.theme.bad : context.theme.good };
      }),
  },
  {
    id: 'kinds',
    title: 'kinds',
    width: 12,
    weight: 5,
    cell: ({ target }) => ({ text: target.kinds.map((kind) => KIND_WORDS[kind]).join(' + ') }),
  },
  {
    id: 'of',
    title: 'failed work of',
    width: 26,
    weight: 7,
    cell: ({ functions, target }) => {
      const [first, ...others] = functions;
      if (first === undefined) return { text: target.sources[0]?.arn.split(':').at(-1) ?? UNKNOWN };
      return { text: others.length > 0 ? `${others.length + 1}: ${first}, …` : first };
    },
  },
  {
    id: 'state',
    title: 'state',
    width: 14,
    weight: 2,
    sort: 'state',
    cell: ({ remarks }, { theme }) => {
      const text = remarks.map((remark) => remark.text).join('; ');
      const level = remarks[0]?.level;
      const shorter = [remarks.map(({ brief }) => brief).join(', ')];
      return {
        text,
        shorter,
        style: level === 'bad' ? theme.bad : level === 'warn' ? theme.warn : theme.dim,
      };
    },
  },
];
