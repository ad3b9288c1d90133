/** What the tables of groups and messages draw the same way. */
import { Box } from 'ink';
import { sanitise, widthOf } from '../../../src/domain/text.ts';
import type { LettersViewState, LettersViewStore } from '../../../src/stores/dead-letters-view-store.ts';
import { inputLine } from '../../../src/ui/input-line.ts';
import { Lines } from '../../../src/ui/Lines.tsx';
import { composeLine, type Segment } from '../../../src/ui/segments.ts';
import { type Column, composeHead, composeRow, GUTTER, layoutColumns } from '../../../src/ui/table-layout.ts';
import type { BodyProps } from '../../screen.ts';
import { gutter, padded, useTellView } from '../../table/drawing.ts';
import type { TriageCellContext } from './columns.ts';
import type { RowsView } from './view-model.ts';

/** Two lines above the rows (what is shown, heads), and the status line. */
export const FIXED_LINES = 3;

/** Rows, and the lines about them. */
export interface RowsTableProps<Row> extends Pick<BodyProps, 'width' | 'height' | 'theme'> {
  readonly columns: readonly Column<Row, TriageCellContext>[];
  readonly view: RowsView<Row>;
  readonly state: LettersViewState;
  readonly store: LettersViewStore;
  readonly idOf: (row: Row) => string;
  /** Text of the first column, by whose length it gets room. */
  readonly firstOf: (row: Row) => string;
  readonly context: TriageCellContext;
  readonly above: readonly Segment[];
  readonly below: readonly Segment[];
  /** What stands where there are no rows. */
  readonly empty: readonly string[];
}

/** Drawn once a frame. */
export function RowsTable<Row>(props: RowsTableProps<Row>) {
  const { columns, view, state, store, idOf, firstOf, context, width, height, theme } = props;
  const room = Math.max(1, height - FIXED_LINES);
  const visible = view.rows.slice(view.top, view.top + room);
  useTellView(store, { room, top: view.top, visible: visible.map(idOf) });
  const layout = layoutColumns(columns, {
    width,
    firstNeeds: Math.max(24, ...visible.map((row) => widthOf(sanitise(firstOf(row)).slice(0, 300)))),
    comfort: { weight: 4, width: 40 },
    wide: false,
    scrollX: 0,
  });
  const rows = visible.map((row, index) => {
    const isCursor = view.top + index === view.cursorIndex;
    const line = `${gutter(isCursor, false, theme)}${composeRow(layout, row, context)}`;
    return isCursor ? theme.cursor(padded(line, layout, width)) : line;
  });
  const position = `${view.rows.length === 0 ? 0 : view.cursorIndex + 1}/${view.rows.length}`;
  const below: Segment[] = [
    { text: position, style: theme.strong, weight: 0 },
    { text: view.rows.length < view.total ? `of ${view.total}` : '', weight: 4 },
    { text: state.filter ? `filter ${state.filter}` : '', style: theme.accent, weight: 1 },
    ...props.below,
  ];
  const status = state.typing ? inputLine('/', state.typing, width, theme) : composeLine(below, width);
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[composeLine(props.above, width)]} height={1} />
      <Lines lines={[theme.head(' '.repeat(GUTTER) + composeHead(layout, () => ''))]} height={1} />
      <Lines lines={rows.length > 0 ? rows : props.empty} height={room} />
      <Lines lines={[status]} height={1} />
    </Box>
  );
}
