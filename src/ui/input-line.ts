/** A line being typed: prompt, text, and a cursor that is always in sight. */
import { graphemesOf, sanitise, widthOf } from '../domain/text.ts';
import type { Theme } from './theme.ts';

/** `cursor` counts graphemes. */
export interface TypedLine {
  readonly text: string;
  readonly cursor: number;
}

/** The line in at most `width` columns, scrolled so that the cursor shows. */
export function inputLine(prompt: string, { text, cursor }: TypedLine, width: number, theme: Theme): string {
  // One character is drawn as one: of a joined family, the first person.
  const graphemes = graphemesOf(text).map((one) => graphemesOf(sanitise(one))[0] ?? '·');
  const widths = graphemes.map(widthOf);
  const under = graphemes[cursor] ?? ' ';
  // Without colour the cursor is a sign of its own: the block that a styled blank would be.
  const drawn = theme.level === 0 ? `▏${under === ' ' ? '' : under}` : theme.inverse(under);
  let left = width - widthOf(prompt) - widthOf(under) - (theme.level === 0 && under !== ' ' ? 1 : 0);
  // What stands before the cursor has precedence: it is what was just typed.
  let start = cursor;
  while (start > 0 && (widths[start - 1] ?? 0) <= left) left -= widths[--start] ?? 0;
  let end = cursor + 1;
  while (end < graphemes.length && (widths[end] ?? 0) <= left) left -= widths[end++] ?? 0;
  const before = graphemes.slice(start, cursor).join('');
  const after = graphemes.slice(cursor + 1, end).join('');
  return `${theme.accent(prompt)}${before}${drawn}${after}`;
}
