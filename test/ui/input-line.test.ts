import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemesOf, widthOf } from '../../src/domain/text.ts';
import { inputLine } from '../../src/ui/input-line.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { hostileText } from '../domain/hostile-text.ts';

const COLOUR = createTheme(3);
const NO_COLOUR = createTheme(0);

/** The line without colours, where the cursor stands as a sign. */
const drawn = (text: string, cursor: number, width = 20) =>
  inputLine('/', { text, cursor }, width, NO_COLOUR);

describe('a line being typed', () => {
  it('shows the cursor behind what was typed', () => {
    expect(drawn('orders', 6)).toBe('/orders▏');
  });

  it('shows the cursor in the middle', () => {
    expect(drawn('orders', 2)).toBe('/or▏ders');
    expect(inputLine('/', { text: 'orders', cursor: 2 }, 20, COLOUR)).toContain('\x1b[7md\x1b[27m');
  });

  it('scrolls so that the cursor shows', () => {
    expect(drawn('abcdefghijklmnop', 16, 10)).toBe('/ijklmnop▏');
    expect(drawn('abcdefghijklmnop', 0, 10)).toBe('/▏abcdefgh');
  });

  it('draws what cannot be drawn as a dot', () => {
    expect(drawn('a\u200bb', 1)).toBe('/a▏·b');
  });

  it('never is wider than its room, whatever is typed and wherever the cursor is', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(), fc.integer({ min: 6, max: 60 }), (text, place, width) => {
        const cursor = place % (graphemesOf(text).length + 1);
        for (const theme of [COLOUR, NO_COLOUR]) {
          const line = stripVTControlCharacters(inputLine(': ', { text, cursor }, width, theme));
          expect(widthOf(line)).toBeLessThanOrEqual(width);
          expect(line.startsWith(': ')).toBe(true);
          if (theme === NO_COLOUR) expect(line).toContain('▏');
        }
      }),
    );
  });
});
