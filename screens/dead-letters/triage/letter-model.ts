/** The message that is open, as rows, and where what is searched for stands in them. */
import { parseSearch } from '../../../src/domain/logs/search.ts';
import type { TextRange } from '../../../src/domain/regex/linear-regex.ts';
import type { TriageContext } from '../context.ts';
import type { LetterRow } from './letter-rows.ts';

/** See the file's head. */
export interface LetterView {
  readonly rows: readonly LetterRow[];
  /** Index of the first row in sight, never beyond the last page. */
  readonly top: number;
  /** Indices of the rows in which the search is found. */
  readonly matches: readonly number[];
  readonly rangesIn: (text: string) => readonly TextRange[];
  /** Why what was typed cannot be searched for; null when it can. */
  readonly problem: string | null;
}

/** The view in a window of so many columns and rows; null when the message is not there. */
export function letterView(
  { stores, models }: Pick<TriageContext, 'stores' | 'models'>,
  { width, room }: { readonly width: number; readonly room: number } = stores.letterText.getState(),
): LetterView | null {
  const { letters, traces } = stores.deadLettersPeek.getState();
  const { messageId, top, search, typing } = stores.letterText.getState();
  const triaged = letters.find(({ letter }) => letter.messageId === messageId);
  if (!triaged || messageId === null) return null;
  const rows = models.rows(triaged, traces.get(messageId), width);
  const parsed = parseSearch(typing?.text ?? search);
  const rangesIn = (text: string): readonly TextRange[] =>
    parsed.ok && parsed.search ? parsed.search.rangesIn(text) : [];
  return {
    rows,
    top: Math.max(0, Math.min(top, rows.length - room)),
    matches: rows.flatMap(({ text }, index) => (rangesIn(text).length > 0 ? [index] : [])),
    rangesIn,
    problem: parsed.ok ? null : parsed.problem,
  };
}
