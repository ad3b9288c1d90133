/** A line being typed: prompt, text, and a cursor that is always in sight. */
import { sanitise, widthOf } from '../domain/text.ts';
import { splitGraphemes } from '../keys/graphemes.ts';
import type { Theme } from './theme.ts';

/** `cursor` counts graphemes. */
export interface TypedLine {
  readonly text: string;
  readonly cursor: number;
}

/** The line in at most `width` columns, scrolled so that the cursor shows. */
export function inputLine(prompt: string, { text, cursor }: TypedLine, width: number, theme: Theme): string {
  const graphemes = splitGraphemes(text).map((one) => sanitise(one) || '·');
  const room = Math.max(1, width - widthOf(prompt) - 1);
  let start = 0;
  while (widthOf(graphemes.slice(start, cursor).join('')) > room - 1) start += 1;
  let end = cursor;
  while (end < graphemes.length && widthOf(graphemes.slice(start, end + 1).join('')) <= room) end += 1;
  const before = graphemes.slice(start, cursor).join('');
  const under = graphemes[cursor] ?? ' ';
  const after = graphemes.slice(cursor + 1, end).join('');
  // Without colour the cursor is a sign of its own: the block that a styled blank would be.
  const drawn = theme.level === 0 ? `▏${under === ' ' ? '' : under}` : theme.inverse(under);
  return `${theme.accent(prompt)}${before}${drawn}${after}`;
}
