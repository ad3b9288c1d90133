/** A message whose payload a person changed before it is sent again. */
import type { TriagedLetter } from './groups.ts';

/** What is sent instead of what. Both are hostile until sanitised. */
export interface LetterEdit {
  readonly messageId: string;
  /** As it was: kept in the log of the redrive. */
  readonly before: string;
  readonly after: string;
}

/** One line that was changed; null where there is none on that side. */
export interface ChangedLine {
  /** Counted from 1, in the text before. */
  readonly line: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is sent when a message is redriven: the event inside a destination's record, else its body. */
export function payloadOf({ letter, kind }: Pick<TriagedLetter, 'letter' | 'kind'>): string {
  return kind.kind === 'destination' ? kind.payload : letter.body;
}

/**
 * What a person meant by what their editor wrote; null when they changed nothing. Editors end the last line of a
 * file; a payload that had no line break there gets none.
 */
export function editedFrom(before: string, written: string): string | null {
  const after = before.endsWith('\n') ? written : written.replace(/\r?\n$/, '');
  return after === before ? null : after;
}

/** `body edited: 212 → 220 bytes`. */
export function editWords({ before, after }: LetterEdit): string {
  const bytes = (text: string): string => Buffer.byteLength(text).toLocaleString('en');
  return `body edited: ${bytes(before)} → ${bytes(after)} bytes`;
}

/** So many lines are shown of an edit, and so much of a line around what changed in it, characters. */
const MOST_LINES = 3;
const EXCERPT = 72;
const LEAD = 24;

/** The first lines that differ, cut to where they do. */
export function changedLines({ before, after }: LetterEdit): ChangedLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  const shorter = Math.min(old.length, now.length) - head;
  while (tail < shorter && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const count = Math.min(MOST_LINES, Math.max(old.length, now.length) - tail - head);
  return Array.from({ length: count }, (_, index) => {
    const at = head + index;
    const was = at < old.length - tail ? (old[at] ?? null) : null;
    const is = at < now.length - tail ? (now[at] ?? null) : null;
    const from = Math.max(0, firstDifference(was ?? '', is ?? '') - LEAD);
    return { line: at + 1, before: excerpt(was, from), after: excerpt(is, from) };
  });
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
}

function excerpt(line: string | null, from: number): string | null {
  if (line === null) return null;
  const cut = line.slice(from, from + EXCERPT);
  return `${from > 0 ? '…' : ''}${cut}${from + EXCERPT < line.length ? '…' : ''}`;
}
