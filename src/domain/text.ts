/**
 * Making text from AWS safe to draw, and fitting it into columns. Names, log lines and messages are hostile
 * until they went through `sanitise`: they may carry escape sequences, bidi overrides or zero-width joiners
 * that move the cursor, reorder the row or break the frame (facts/ink.md, trap 8).
 */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** C0, C1 and DEL; line and paragraph separators. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;

/**
 * Characters without a shape of their own: joiners, direction marks and overrides, variation selectors, tags,
 * fillers, enclosing marks (keycaps). Terminals disagree about the room they and what they join take.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Me}]/gu;

/** Skin tones recolour the emoji before them on some terminals and stand beside it on others. */
const SKIN_TONE = /\p{Emoji_Modifier}/gu;

/** A flag is two of these; terminals draw a flag, two letters or two boxes of any width. */
const FLAG_LETTER = /\p{Regional_Indicator}/gu;

/** More than two combining marks on one character are a trick, not a language. */
const MARK_PILE = /(\p{M}{2})\p{M}+/gu;

/** A mark with nothing before it would be drawn onto the neighbouring column. */
const LEADING_MARKS = /^\p{M}+/u;

/** Text that draws as itself on one line, whatever it was: escape sequences gone, controls shown as a dot. */
export function sanitise(text: string): string {
  if (isPlainAscii(text)) return text;
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replace(CONTROL, '·')
    .replace(INVISIBLE, '')
    .replace(SKIN_TONE, '')
    .replace(FLAG_LETTER, flagLetter)
    .replace(MARK_PILE, '$1')
    .replace(LEADING_MARKS, '');
}

/** The Latin letter a regional indicator stands for. */
function flagLetter(indicator: string): string {
  return String.fromCodePoint((indicator.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41);
}

/** Columns the (sanitised) text takes on a terminal. */
export function widthOf(text: string): number {
  return isPlainAscii(text) ? text.length : stringWidth(text);
}

function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** What stands for the part that was cut out. One column. */
export const ELLIPSIS = '…';

let segmenter: Intl.Segmenter | undefined;

/**
 * The characters of a text as a person counts them; a cut never goes through one. The segmenter takes some 20 ms
 * to make, so it is made at the first text that is not plain ASCII.
 */
export function graphemesOf(text: string): string[] {
  if (isPlainAscii(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The longest beginning of the text that fits into `width` columns. */
function headOf(text: string, width: number): string {
  if (isPlainAscii(text)) return text.slice(0, width);
  let head = '';
  let used = 0;
  for (const segment of graphemesOf(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    head += segment;
  }
  return head;
}

/** The longest end of the text that fits into `width` columns. */
function tailOf(text: string, width: number): string {
  if (width <= 0) return '';
  if (isPlainAscii(text)) return text.slice(-width);
  let tail = '';
  let used = 0;
  for (const segment of graphemesOf(text).reverse()) {
    used += stringWidth(segment);
    if (used > width) break;
    tail = segment + tail;
  }
  return tail;
}

/** The text cut at its end to `width` columns. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width < 1 ? '' : headOf(text, width - 1) + ELLIPSIS;
}

/** The text cut in its middle to `width` columns: names differ at both ends. `headShare` is 0–1 of the room. */
export function cutMiddle(text: string, width: number, headShare = 0.5): string {
  if (widthOf(text) <= width) return text;
  if (width < 3) return cutEnd(text, width);
  const head = Math.ceil((width - 1) * headShare);
  return headOf(text, head) + ELLIPSIS + tailOf(text, width - 1 - head);
}

/** The text in exactly `width` columns: cut at its end or padded. */
export function fitTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = cutEnd(text, width);
  const padding = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return align === 'left' ? cut + padding : padding + cut;
}
