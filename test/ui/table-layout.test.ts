import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMNS } from '../../screens/functions/columns.ts';
import { widthOf } from '../../src/domain/text.ts';
import {
  type Column,
  composeHead,
  composeRow,
  GUTTER,
  type LayoutOptions,
  layoutColumns,
  type TableLayout,
} from '../../src/ui/table-layout.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { hostileText } from '../domain/hostile-text.ts';

type Row = readonly string[];

const { bad } = createTheme(1);

/** Columns of the widths and weights given; each shows its part of the row. */
function columns(...shapes: readonly { width: number; weight: number }[]): Column<Row, null>[] {
  return shapes.map(({ width, weight }, index) => ({
    id: `c${index}`,
    title: `c${index}`,
    width,
    weight,
    align: index % 2 === 0 ? 'left' : 'right',
    cell: (row) => ({ text: row[index] ?? '', ...(index % 3 === 0 ? { style: bad } : {}) }),
  }));
}

const ROOMY: LayoutOptions = {
  width: 200,
  firstNeeds: 30,
  comfort: { weight: 99, width: 30 },
  wide: false,
  scrollX: 0,
};

const ids = (layout: TableLayout<never, never>): string[] => layout.placed.map(({ column }) => column.id);

describe('in a narrow window', () => {
  const some = columns(
    { width: 20, weight: 0 },
    { width: 10, weight: 3 },
    { width: 10, weight: 1 },
    { width: 10, weight: 2 },
  );

  it('the weightiest columns go first, the others keep their order', () => {
    const at = (width: number) => ids(layoutColumns(some, { ...ROOMY, width }));
    expect(at(100)).toEqual(['c0', 'c1', 'c2', 'c3']);
    expect(at(54)).toEqual(['c0', 'c2', 'c3']);
    expect(at(40)).toEqual(['c0', 'c2']);
    expect(at(30)).toEqual(['c0']);
  });

  it('the first column gets what the others leave, up to what it needs', () => {
    const first = (options: Partial<LayoutOptions>) =>
      layoutColumns(some, { ...ROOMY, ...options }).placed[0]?.width;
    expect(first({ width: 100, firstNeeds: 30 })).toBe(30);
    expect(first({ width: 60, firstNeeds: 30 })).toBe(25);
    expect(first({ width: 60, firstNeeds: 3 })).toBe(20);
  });

  it('luxuries wait until the first column is comfortable', () => {
    const at = (width: number, firstNeeds: number) =>
      ids(layoutColumns(some, { ...ROOMY, width, firstNeeds, comfort: { weight: 2, width: 40 } }));
    expect(at(70, 50)).toEqual(['c0', 'c2', 'c3']);
    expect(at(63, 50)).toEqual(['c0', 'c2']);
    expect(at(70, 20)).toEqual(['c0', 'c1', 'c2', 'c3']);
  });
});

describe('in the wide view', () => {
  const some = columns(...Array.from({ length: 6 }, (_, index) => ({ width: 10, weight: index })));
  const wide = (scrollX: number) =>
    layoutColumns(some, { ...ROOMY, width: 40, firstNeeds: 10, wide: true, scrollX });

  it('columns scroll past the first one, and what is hidden is counted', () => {
    expect(ids(wide(0))).toEqual(['c0', 'c1', 'c2']);
    expect(wide(0)).toMatchObject({ hiddenLeft: 0, hiddenRight: 3 });
    expect(ids(wide(3))).toEqual(['c0', 'c4', 'c5']);
    expect(wide(3)).toMatchObject({ hiddenLeft: 3, hiddenRight: 0 });
  });

  it('there is nothing beyond the last column', () => {
    expect(ids(wide(99))).toEqual(['c0']);
    expect(wide(99)).toMatchObject({ hiddenLeft: 5, hiddenRight: 0 });
  });
});

describe('a head', () => {
  it('keeps its sort arrow where there is no room for both', () => {
    const layout = layoutColumns(columns({ width: 4, weight: 0 }, { width: 2, weight: 1 }), {
      ...ROOMY,
      firstNeeds: 4,
    });
    expect(composeHead(layout, (id) => (id === 'c1' ? '▼' : ''))).toBe('c0   c▼');
  });
});

describe('the functions table', () => {
  const shown = (width: number) =>
    ids(layoutColumns(COLUMNS, { ...ROOMY, width, firstNeeds: 64, comfort: { weight: 7, width: 36 } }));

  it('has at 80 columns what the design promises', () => {
    expect(shown(80)).toEqual(['name', 'invocations', 'errors', 'p99', 'throttles', 'concurrency', 'state']);
  });

  it('loses none of these in a wider window', () => {
    for (let width = 80; width <= 300; width++) {
      expect(shown(width)).toEqual(expect.arrayContaining(shown(80)));
    }
  });
});

describe('whatever the columns and cells', () => {
  const shape = fc.record({ width: fc.integer({ min: 1, max: 20 }), weight: fc.nat(14) });
  const options = fc.record({
    width: fc.integer({ min: 60, max: 300 }),
    firstNeeds: fc.nat(64),
    comfort: fc.record({ weight: fc.nat(14), width: fc.nat(40) }),
    wide: fc.boolean(),
    scrollX: fc.nat(20),
  });

  it('no line is wider than the window, and all are of one width', () => {
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 1, maxLength: 16 }),
        options,
        fc.array(hostileText, { maxLength: 16 }),
        (shapes, chosen, row) => {
          const layout = layoutColumns(columns(...shapes), chosen);
          const line = stripVTControlCharacters(composeRow(layout, row, null));
          const head = composeHead(layout, (id) => (id === 'c1' ? '▼' : ''));
          expect(widthOf(line)).toBeLessThanOrEqual(chosen.width - GUTTER);
          expect(widthOf(line)).toBe(layout.placed.reduce((sum, { width }) => sum + width + 1, -1));
          expect(widthOf(head)).toBe(widthOf(line));
          expect(layout.hiddenLeft + layout.placed.length + layout.hiddenRight).toBe(shapes.length);
          expect(layout.hiddenRight).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
