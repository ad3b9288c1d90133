/** The columns of groups and of single messages as data. */
import { estimate, type LetterGroup, type TriagedLetter } from '../../../src/domain/dead-letters/groups.ts';
import { KIND_WORDS } from '../../../src/domain/dead-letters/target-words.ts';
import { formatAge, formatCount, UNKNOWN } from '../../../src/domain/figures.ts';
import type { Column } from '../../../src/ui/table-layout.ts';
import type { Style, Theme } from '../../../src/ui/theme.ts';

/** What cells need beside their row. */
export interface TriageCellContext {
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
  /** Messages looked at. */
  readonly inSample: number;
  /** Messages in the queue, those in flight included; null = unknown. */
  readonly depth: number | null;
}

/** How far a signature can be trusted. */
function evidenceStyle(kind: string, theme: Theme): Style {
  if (kind === 'attribute' || kind === 'log') return theme.good;
  return kind === 'probable' ? theme.warn : theme.dim;
}

const ago = (at: number | null, now: number): string => (at === null ? UNKNOWN : formatAge(now - at));

/** Groups: which errors, how many each, on what evidence, since when. */
export const GROUP_COLUMNS: readonly Column<LetterGroup, TriageCellContext>[] = [
  {
    id: 'error',
    title: 'error',
    width: 24,
    weight: 0,
    cell: ({ evidence }) => ({ text: evidence.signature }),
  },
  {
    id: 'count',
    title: 'messages',
    width: 8,
    align: 'right',
    weight: 1,
    cell: ({ letters }, { inSample, depth, theme }) => {
      const { count, exact } = estimate(letters.length, inSample, depth);
      return { text: `${exact ? '' : '≈'}${formatCount(count)}`, style: theme.warn };
    },
  },
  {
    id: 'evidence',
    title: 'evidence',
    width: 9,
    weight: 2,
    cell: ({ evidence }, { theme }) => ({ text: evidence.kind, style: evidenceStyle(evidence.kind, theme) }),
  },
  {
    id: 'last',
    title: 'last',
    width: 5,
    align: 'right',
    weight: 3,
    cell: ({ lastAt }, { now }) => ({ text: ago(lastAt, now) }),
  },
  {
    id: 'first',
    title: 'first',
    width: 5,
    align: 'right',
    weight: 4,
    cell: ({ firstAt }, { now }) => ({ text: ago(firstAt, now) }),
  },
  {
    id: 'kind',
    title: 'kind',
    width: 11,
    weight: 5,
    cell: ({ kind }) => ({ text: KIND_WORDS[kind] }),
  },
];

/** Messages of one group. */
export const LETTER_COLUMNS: readonly Column<TriagedLetter, TriageCellContext>[] = [
  {
    id: 'body',
    title: 'body',
    width: 24,
    weight: 0,
    cell: ({ letter }) => ({ text: letter.body.slice(0, 400) }),
  },
  {
    id: 'sent',
    title: 'sent',
    width: 5,
    align: 'right',
    weight: 1,
    cell: ({ letter }, { now }) => ({ text: ago(letter.sentAt, now) }),
  },
  {
    id: 'received',
    title: 'received',
    width: 8,
    align: 'right',
    weight: 2,
    cell: ({ letter }) => ({ text: letter.receiveCount === null ? UNKNOWN : `${letter.receiveCount}x` }),
  },
  {
    id: 'id',
    title: 'message id',
    width: 36,
    weight: 3,
    cell: ({ letter }, { theme }) => ({ text: letter.messageId, style: theme.dim }),
  },
];
