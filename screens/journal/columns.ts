/** The columns of the journal as data. */
import type { Cell, Column } from '../../src/ui/table-layout.ts';
import type { Style, Theme } from '../../src/ui/theme.ts';
import { momentWords } from './moments.ts';
import type { JournalRow } from './row.ts';

/** What cells need beside their row. */
export interface CellContext {
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
  /** Names of targets as they are drawn: cut, but never to a look-alike. */
  readonly names: ReadonlyMap<string, string>;
}

/** A column of the journal. */
export type JournalTableColumn = Column<JournalRow, CellContext>;

/** How wide what differs from journal to journal is. */
export interface Widths {
  readonly who: number;
  readonly target: number;
  readonly outcome: number;
}

/** All columns; the last one takes what room the others leave. */
export function journalColumns({ who, target, outcome }: Widths): readonly JournalTableColumn[] {
  return [
    {
      id: 'time',
      title: 'time',
      width: 5,
      weight: 0,
      cell: ({ entry }, { now }) => ({ text: momentWords(entry.at, now) }),
    },
    {
      id: 'who',
      title: 'who',
      width: who,
      weight: 3,
      cell: (row, { theme }) => ({ text: row.who, style: theme.dim }),
    },
    { id: 'what', title: 'what', width: 8, weight: 1, cell: whatCell },
    {
      id: 'target',
      title: 'target',
      width: target,
      weight: 1,
      cell: (row, { names }) => ({ text: names.get(row.target) ?? row.target }),
    },
    {
      id: 'outcome',
      title: 'outcome',
      width: outcome,
      weight: 2,
      cell: (row, { theme }) => ({ text: row.outcome, style: outcomeStyle(row, theme) }),
    },
    {
      id: 'change',
      title: 'before → after',
      width: 14,
      weight: 1,
      cell: (row) => ({ text: row.change, shorter: [row.brief] }),
    },
  ];
}

function whatCell({ entry: { operation } }: JournalRow, { theme }: CellContext): Cell {
  return { text: operation, style: operation === 'kill' || operation === 'write' ? theme.bad : theme.plain };
}

/** How the end of an entry is drawn. */
export function outcomeStyle({ entry: { outcome } }: JournalRow, theme: Theme): Style {
  switch (outcome) {
    case null:
      return theme.accent;
    case 'done':
    case 'already':
    case 'planned':
      return theme.dim;
    case 'failed':
    case 'refused':
    case 'not-applied':
      return theme.bad;
    default:
      return theme.warn;
  }
}
