/** From the messages that were looked at to the rows of the two tables: groups, and the messages of one group. */
import {
  groupLetters,
  keyOf,
  type LetterGroup,
  type TriagedLetter,
} from '../../../src/domain/dead-letters/groups.ts';
import type { DeadLettersPeekState } from '../../../src/stores/dead-letters-peek-store.ts';
import type { LettersViewState } from '../../../src/stores/dead-letters-view-store.ts';
import { createPlacing, type TablePlace } from '../../table/place.ts';
import { remember } from '../../table/remember.ts';
import { letterRows } from './letter-rows.ts';

/** Rows of either table. */
export interface RowsView<Row> extends TablePlace {
  readonly rows: readonly Row[];
  /** Rows before the filter. */
  readonly total: number;
}

/** Makes the rows of both tables; keeps the last result of each step. */
export interface TriageModels {
  /** Groups, the largest first. */
  groups(peek: DeadLettersPeekState, view: LettersViewState): RowsView<LetterGroup>;
  /** Messages of the group with this key, the newest first. */
  letters(peek: DeadLettersPeekState, group: string | null, view: LettersViewState): RowsView<TriagedLetter>;
  /** One message, spread out; a megabyte is not spread out again for each frame and key. */
  readonly rows: typeof letterRows;
}

/** Fresh models, with nothing remembered. */
export function createTriageModels(): TriageModels {
  const groupsOf = remember((letters: readonly TriagedLetter[]) => groupLetters(letters));
  const lettersOf = remember((letters: readonly TriagedLetter[], group: string | null) =>
    letters
      .filter((one) => group === null || keyOf(one) === group)
      .sort((one, other) => (other.letter.sentAt ?? 0) - (one.letter.sentAt ?? 0)),
  );
  const groupRows = createRows((group: LetterGroup) => group.key, groupText);
  const tableRows = createRows(({ letter }: TriagedLetter) => letter.messageId, letterText);
  return {
    groups: ({ letters }, view) => groupRows(groupsOf(letters), view),
    letters: ({ letters }, group, view) => tableRows(lettersOf(letters, group), view),
    rows: remember(letterRows),
  };
}

function createRows<Row>(
  idOf: (row: Row) => string,
  textOf: (row: Row) => string,
): (all: readonly Row[], view: LettersViewState) => RowsView<Row> {
  const filtered = remember((all: readonly Row[], filter: string) => {
    const words = filter.toLowerCase().split(' ').filter(Boolean);
    if (words.length === 0) return all;
    return all.filter((row) => {
      const text = textOf(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });
  const placeOf = createPlacing(idOf);
  return (all, view) => {
    const rows = filtered(all, view.typing?.text ?? view.filter);
    return { rows, total: all.length, ...placeOf(rows, view) };
  };
}

function groupText({ kind, evidence }: LetterGroup): string {
  return `${evidence.signature} ${kind} ${evidence.kind}`;
}

function letterText({ letter }: TriagedLetter): string {
  return `${letter.messageId} ${letter.body}`;
}
