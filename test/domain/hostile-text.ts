/** Text as a hostile log line or an odd endpoint may send it, for properties that must hold for any. */
import fc from 'fast-check';
import { anyCharacter } from '../support/any-character.ts';

/** Pieces that move the cursor, reorder a line, or take another width than they seem to. */
const TRAPS = [
  '\x1b[2J',
  '\x1b[31m',
  '\x1b]8;;http://evil\x07link\x1b]8;;\x07',
  '\x1b]0;title\x1b\\',
  '\x1b',
  '\x9b5A',
  '\x90q\x9c',
  '\r',
  '\n',
  '\t',
  '\b\b\b',
  '\x00',
  '\x7f',
  '\u0085',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u200d',
  '\ufeff',
  '\u00ad',
  '\u0301',
  '\u0301\u0302\u0303\u0304\u0305\u0306',
  '\u20e3',
  '\ufe0f',
  '\ud83d',
  '\udc41',
  '\u{e0041}',
  '👩‍👩‍👧‍👦',
  '👍🏽',
  '🇩🇪',
  '1️⃣',
  '❤️',
  '漢字',
  'ｱﾞ',
  '가',
  'é',
  'नि',
  'ش',
  '…',
  '#',
];

/** Any text, with traps more often than chance would bring them. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...TRAPS),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: anyCharacter, maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
