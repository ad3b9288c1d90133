import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/domain/text.ts';
import { wrapText } from '../../src/domain/wrap.ts';

describe('wrapping', () => {
  test('breaks at blanks and indents what follows', () => {
    expect(wrapText('! events will be lost at once', 12, 2)).toEqual([
      '! events',
      '  will be',
      '  lost at',
      '  once',
    ]);
  });

  test('breaks a word only when it is longer than a line', () => {
    expect(wrapText('a verylongname b', 6)).toEqual(['a', 'verylo', 'ngname', 'b']);
  });

  test('loses nothing, and no line is too wide', () => {
    const words = fc.array(fc.stringMatching(/^[a-z日é]{1,12}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 4, max: 30 }),
        fc.integer({ min: 0, max: 2 }),
        (given, width, indent) => {
          const lines = wrapText(given.join(' '), width, indent);
          expect(lines.join('').replaceAll(' ', '')).toBe(given.join(''));
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
