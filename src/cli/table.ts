/** An aligned table for people. */
import { styleText } from 'node:util';
import { fitTo, widthOf } from '../domain/text.ts';

/** A column of cells that are already safe to print. */
export interface TableColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** Lines with a head; columns as wide as their widest cell, two blanks between them. Ends with a line break. */
export function tableText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  colour: boolean,
): string {
  const widths = columns.map(({ head }, index) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), widthOf(head)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => fitTo(cells[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  const head = line(columns.map((column) => column.head.toUpperCase()));
  const shownHead = colour ? styleText('bold', head, { validateStream: false }) : head;
  return `${[shownHead, ...rows.map(line)].join('\n')}\n`;
}
