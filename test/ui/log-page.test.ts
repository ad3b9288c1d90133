import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  above,
  below,
  filled,
  lastPage,
  pageFrom,
  type RowPlace,
  showing,
} from '../../src/ui/log-view/page.ts';

/** Items that take as many rows as they say; each row is named by item and row. */
const sequence = (heights: readonly number[]) => ({
  size: heights.length,
  at: (index: number) => (index in heights ? { index, tall: heights[index] ?? 1 } : undefined),
});
type Item = NonNullable<ReturnType<ReturnType<typeof sequence>['at']>>;
const rowsOf = ({ index, tall }: Item): string[] =>
  Array.from({ length: tall }, (_, row) => `${index}.${row}`);
const all = (heights: readonly number[]): string[] =>
  heights.flatMap((tall, index) => rowsOf({ index, tall }));
const nameOf = ({ index, row }: RowPlace): string => `${index}.${row}`;

describe('the rows on the screen', () => {
  test('are those from a place on, and no more than there is room for', () => {
    const page = pageFrom(sequence([1, 3, 2]), { index: 1, row: 1 }, 3, rowsOf);
    expect(page.map(({ text }) => text)).toEqual(['1.1', '1.2', '2.0']);
    expect(pageFrom(sequence([]), { index: 0, row: 0 }, 3, rowsOf)).toEqual([]);
  });

  test('end with the last row when the end is shown', () => {
    const items = sequence([1, 3, 2]);
    expect(lastPage(items, 4, rowsOf)).toEqual({ index: 1, row: 1 });
    expect(lastPage(items, 40, rowsOf)).toEqual({ index: 0, row: 0 });
    expect(filled(items, { index: 2, row: 1 }, 4, rowsOf)).toEqual({ index: 1, row: 1 });
    expect(filled(items, { index: 0, row: 0 }, 4, rowsOf)).toEqual({ index: 0, row: 0 });
  });

  test('move only as far as an item needs to be seen', () => {
    const items = sequence([1, 1, 1, 3, 9]);
    const from = { index: 1, row: 0 };
    expect(showing(items, from, 2, 3, rowsOf)).toEqual(from);
    expect(showing(items, from, 0, 3, rowsOf)).toEqual({ index: 0, row: 0 });
    expect(showing(items, from, 3, 4, rowsOf)).toEqual({ index: 2, row: 0 });
    // Taller than the page: from its beginning, and left alone while it is being scrolled through.
    expect(showing(items, from, 4, 4, rowsOf)).toEqual({ index: 4, row: 0 });
    expect(showing(items, { index: 4, row: 3 }, 4, 4, rowsOf)).toEqual({ index: 4, row: 3 });
  });

  test('are found as if all rows had been laid out', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(heights, fc.nat(40), fc.nat(40), (tall, start, distance) => {
        const items = sequence(tall);
        const rows = all(tall);
        const at = start % rows.length;
        const from = below(items, { index: 0, row: 0 }, at, rowsOf);
        expect(nameOf(from)).toBe(rows[at]);
        expect(nameOf(above(items, from, distance, rowsOf))).toBe(rows[Math.max(0, at - distance)]);
        expect(nameOf(below(items, from, distance, rowsOf))).toBe(
          rows[Math.min(rows.length - 1, at + distance)],
        );
        expect(pageFrom(items, from, 7, rowsOf).map(({ text }) => text)).toEqual(rows.slice(at, at + 7));
      }),
    );
  });
});
