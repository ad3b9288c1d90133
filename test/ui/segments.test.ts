import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/domain/text.ts';
import { composeLine, type Segment } from '../../src/ui/segments.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { hostileText } from '../domain/hostile-text.ts';

const HEADER: readonly Segment[] = [
  { text: 'lambdatop', weight: 3 },
  { text: '123456789012', weight: 0 },
  { text: 'profile production', weight: 4 },
  { text: 'data 5s old', weight: 0, right: true },
];

describe('a line', () => {
  it('has the left parts, a gap, and the right parts at its end', () => {
    const line = composeLine(HEADER, 80);
    expect(line).toMatch(/^lambdatop {2}123456789012 {2}profile production +data 5s old$/);
    expect(line).toHaveLength(80);
  });

  it('drops what matters least first', () => {
    expect(composeLine(HEADER, 50)).toMatch(/^lambdatop {2}123456789012 +data 5s old$/);
    expect(composeLine(HEADER, 30)).toMatch(/^123456789012 +data 5s old$/);
  });

  it('drops the last of those that matter equally', () => {
    const words = ['one', 'two', 'three'].map((text) => ({ text, weight: 1 }));
    expect(composeLine(words, 10)).toBe('one  two');
  });

  it('leaves out empty parts with their gaps', () => {
    expect(
      composeLine(
        [
          { text: 'a', weight: 0 },
          { text: '', weight: 0 },
          { text: 'b', weight: 0 },
        ],
        10,
      ),
    ).toBe('a  b');
  });

  it('cuts what must stay where there is no room for all of it, the longest first', () => {
    expect(composeLine(HEADER, 20)).toBe('12345678…  data 5s …');
  });

  it('of right parts alone stands at the right', () => {
    expect(composeLine([{ text: 'old', weight: 0, right: true }], 10)).toBe('       old');
  });
});

describe('whatever its parts', () => {
  it('parts for the right end alone fill the line and no more', () => {
    const line = composeLine([{ text: 'x'.repeat(70), weight: 0, right: true }], 60);
    expect(widthOf(line)).toBe(60);
  });

  const { bad } = createTheme(1);
  const segment = fc.record({
    text: hostileText,
    weight: fc.nat(4),
    right: fc.boolean(),
    style: fc.constantFrom(bad, (text: string) => text),
  });

  it('a line never is wider than its room, and keeps what must stay', () => {
    fc.assert(
      fc.property(
        fc.array(segment, { maxLength: 8 }),
        fc.integer({ min: 60, max: 300 }),
        (segments, width) => {
          const numbered = segments.map((one, index) => ({ ...one, text: `<${index}${one.text}` }));
          const line = stripVTControlCharacters(composeLine(numbered, width));
          expect(widthOf(line)).toBeLessThanOrEqual(width);
          for (const [index, { weight }] of numbered.entries()) {
            if (weight === 0) expect(line).toContain(`<${index}`);
          }
        },
      ),
    );
  });
});
