/** Styled text with what was searched for in it set apart. */
import type { TextRange } from '../../../src/domain/regex/linear-regex.ts';
import type { Style } from '../../../src/ui/theme.ts';

/** Where something was found, in order and apart. */
export type Ranges = readonly TextRange[];

/** A piece of a row, sanitised but not styled yet. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** The pieces as one styled text; what lies in the ranges, counted over all of them, is drawn as a match. */
export function paint(pieces: readonly Piece[], ranges: Ranges, match: Style): string {
  if (ranges.length === 0) return pieces.map(({ text, style }) => (text === '' ? '' : style(text))).join('');
  let at = 0;
  return pieces
    .map(({ text, style }) => {
      const painted = paintPiece(text, at, ranges, style, match);
      at += text.length;
      return painted;
    })
    .join('');
}

function paintPiece(text: string, at: number, ranges: Ranges, style: Style, match: Style): string {
  let painted = '';
  let done = 0;
  for (const range of ranges) {
    const start = Math.max(done, range.start - at);
    const end = Math.min(text.length, range.end - at);
    if (end <= start) continue;
    if (start > done) painted += style(text.slice(done, start));
    painted += match(text.slice(start, end));
    done = end;
  }
  return done < text.length ? painted + style(text.slice(done)) : painted;
}
