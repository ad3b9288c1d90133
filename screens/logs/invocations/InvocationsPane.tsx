/** A row for each invocation. */
import { Box } from 'ink';
import { useEffect } from 'react';
import type { ColdTable } from '../../../src/domain/logs/cold-table.ts';
import type { Invocation } from '../../../src/domain/logs/invocation.ts';
import { errorTextOf } from '../../../src/domain/logs/invocation-filter.ts';
import type { InvocationFigures } from '../../../src/domain/logs/invocation-summary.ts';
import { cutEnd, sanitise, widthOf } from '../../../src/domain/text.ts';
import type { InvocationsViewStore } from '../../../src/stores/logs-view-store.ts';
import { Lines } from '../../../src/ui/Lines.tsx';
import { composeLine } from '../../../src/ui/segments.ts';
import { composeHead, composeRow, GUTTER, layoutColumns } from '../../../src/ui/table-layout.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import { timeWidth } from '../drawing/times.ts';
import { summarySegments } from './figures.ts';
import { type InvocationCells, invocationColumns } from './invocation-columns.ts';
import { statusLine } from './status-line.ts';
import type { InvocationsTable } from './view-model.ts';

/** What to draw. */
export interface InvocationsPaneProps {
  readonly table: InvocationsTable;
  readonly figures: (rows: readonly Invocation[], forgotten: ColdTable) => InvocationFigures;
  readonly store: InvocationsViewStore;
  readonly cells: InvocationCells;
  /** Said about a longer past: what it costs, that it is being read; empty when nothing is. */
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The summary above, the head of the table, the line below. */
const FIXED_LINES = 3;
/** From this width on a request id is shown whole. */
const WIDE = 130;

/** Drawn once a frame. */
export function InvocationsPane(props: InvocationsPaneProps) {
  const { table, store, width, height, theme } = props;
  const figures = props.figures(table.rows, table.forgotten);
  const room = Math.max(1, height - FIXED_LINES);
  useTellStore(store, room, table.top);
  const summary = composeLine(summarySegments(figures, table.total, theme), width);
  const { head, rows } = tableLines(props, room);
  const position = `${rows.length === 0 ? 0 : table.cursorIndex + 1}/${table.rows.length}`;
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[summary]} height={1} />
      <Lines lines={[theme.head(head), ...(rows.length > 0 ? rows : nothing(table))]} height={room + 1} />
      <Lines lines={[statusLine(props, position)]} height={1} />
    </Box>
  );
}

function tableLines(
  { table, cells, store, width, theme }: InvocationsPaneProps,
  room: number,
): { readonly head: string; readonly rows: readonly string[] } {
  const columns = invocationColumns(timeWidth(cells.time), width >= WIDE);
  const { sort } = store.getState();
  const layout = layoutColumns(columns, {
    width: width - ERROR_LEAST - 1,
    firstNeeds: 0,
    comfort: { weight: 99, width: 0 },
    wide: false,
    scrollX: 0,
  });
  const taken = layout.placed.reduce((sum, column) => sum + column.width + 1, GUTTER);
  const left = Math.max(0, width - taken);
  const arrow = (id: string): string => {
    const isSorted = columns.find((column) => column.id === id)?.sort === sort.column;
    return isSorted ? (sort.descending ? '▼' : '▲') : '';
  };
  const errorHead = `error${sort.column === 'error' ? (sort.descending ? '▼' : '▲') : ''}`;
  const rows = table.rows.slice(table.top, table.top + room).map((one, index) => {
    const isCursor = table.top + index === table.cursorIndex;
    const error = sanitise((errorTextOf(one) ?? '').split(/[\r\n]/, 1)[0] ?? '');
    const line = `${isCursor ? '›' : ' '} ${composeRow(layout, one, cells)} ${cutEnd(error, left)}`;
    return isCursor ? theme.cursor(line + ' '.repeat(Math.max(0, width - widthOf(line)))) : line;
  });
  return { head: `${' '.repeat(GUTTER)}${composeHead(layout, arrow)} ${cutEnd(errorHead, left)}`, rows };
}

/** The error says what is wrong: so many columns are its own. */
const ERROR_LEAST = 14;

function nothing({ total }: InvocationsTable): string[] {
  return total === 0
    ? [
        '',
        '  No invocation is known yet: START and REPORT tell of them, and may be hidden by the system log level.',
      ]
    : ['', '  No invocation matches.', '', '  → Esc clears the filter'];
}

/** Commands page by what fits: they learn it here, after the frame (see the functions screen). */
function useTellStore(store: InvocationsViewStore, room: number, top: number): void {
  useEffect(() => {
    const after = setImmediate(() => store.setState({ room, top }));
    return () => clearImmediate(after);
  }, [store, room, top]);
}
