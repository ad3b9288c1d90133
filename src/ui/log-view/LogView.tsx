/** A page of a long text, with the row under the cursor set apart. Only rows in sight are ever made. */
import { widthOf } from '../../domain/text.ts';
import { Lines } from '../Lines.tsx';
import type { Theme } from '../theme.ts';
import type { PageRow } from './page.ts';

/** Columns before each row: the cursor's sign, and what the owner puts there. */
export const LOG_GUTTER = 2;

/** What to draw. */
export interface LogViewProps {
  /** The rows in sight, styled, none wider than `width` less the gutter. */
  readonly rows: readonly Pick<PageRow<unknown>, 'index' | 'row' | 'text'>[];
  /** Index of the item under the cursor; null = none is. */
  readonly cursor: number | null;
  /** One column that stands before an item's first row. */
  readonly signOf?: (index: number) => string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** See the file's head. */
export function LogView({ rows, cursor, signOf, width, height, theme }: LogViewProps) {
  const lines = rows.map(({ index, row, text }) => {
    const isFirst = row === 0;
    const sign = isFirst ? (signOf?.(index) ?? ' ') : ' ';
    if (index !== cursor) return ` ${sign}${text}`;
    const line = `${isFirst ? '›' : ' '}${sign}${text}`;
    // The cursor's bar reaches the right edge.
    return theme.cursor(line + ' '.repeat(Math.max(0, width - widthOf(line))));
  });
  return <Lines lines={lines} height={height} />;
}
