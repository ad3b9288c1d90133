import { stripVTControlCharacters } from 'node:util';

/** Longest piece of a foreign message that goes into a sentence of ours, characters. */
const LONGEST = 300;

/** Someone else's words (AWS, a proxy, the SDK) as one line without control or bidi characters, cut at 300. */
export function plainText(words: unknown): string {
  const line = stripVTControlCharacters(String(words ?? ''))
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
