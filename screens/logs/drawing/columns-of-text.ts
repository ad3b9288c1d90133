/** Text by the columns it takes on the screen: broken into rows anywhere, or scrolled sideways. */
import { graphemesOf, widthOf } from '../../../src/domain/text.ts';

/** A part of a text, and where in the text it begins. */
export interface TextPart {
  readonly text: string;
  readonly at: number;
}

/** The (sanitised) text in parts of at most `width` columns; never none. Blanks are kept: what is copied is whole. */
export function breakText(text: string, width: number, mostParts = Number.POSITIVE_INFINITY): TextPart[] {
  const parts: TextPart[] = [];
  if (isAscii(text)) {
    for (let at = 0; at < text.length && parts.length < mostParts; at += width) {
      parts.push({ text: text.slice(at, at + width), at });
    }
  } else breakWide(text, width, mostParts, parts);
  return parts.length > 0 ? parts : [{ text: '', at: 0 }];
}

function breakWide(text: string, width: number, mostParts: number, parts: TextPart[]): void {
  let at = 0;
  let part = '';
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const columns = widthOf(grapheme);
    if (used + columns > width && part !== '') {
      parts.push({ text: part, at });
      if (parts.length >= mostParts) return;
      at += part.length;
      part = '';
      used = 0;
    }
    part += grapheme;
    used += columns;
  }
  if (part !== '') parts.push({ text: part, at });
}

/** The text without its first columns. A character that straddles the edge is left out as a whole. */
export function skipColumns(text: string, columns: number): TextPart {
  if (columns <= 0) return { text, at: 0 };
  if (isAscii(text)) return { text: text.slice(columns), at: Math.min(columns, text.length) };
  let used = 0;
  let at = 0;
  for (const grapheme of graphemesOf(text)) {
    if (used >= columns) break;
    used += widthOf(grapheme);
    at += grapheme.length;
  }
  return { text: text.slice(at), at };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7e) return false;
  return true;
}
