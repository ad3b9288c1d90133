/** The list of dead-letter targets. Draws only. */
import { Box } from 'ink';
import { sanitise, widthOf } from '../../../src/domain/text.ts';
import type { SessionStores } from '../../../src/stores/session-stores.ts';
import { Lines } from '../../../src/ui/Lines.tsx';
import { composeLine } from '../../../src/ui/segments.ts';
import { composeHead, composeRow, GUTTER, layoutColumns } from '../../../src/ui/table-layout.ts';
import { useGated } from '../../../src/ui/use-gated.ts';
import type { BodyProps } from '../../screen.ts';
import { gutter, padded, typedFilterLine, useCutNames, useTellView } from '../../table/drawing.ts';
import { COLUMNS } from './columns.ts';
import { emptyLines, statusSegments, summarySegments } from './status.ts';
import type { TargetsViewModel } from './view-model.ts';

/** The summary, the head of the table and the status line. */
const FIXED_LINES = 3;
/** All columns come when names have this much room. */
const COMFORT = { weight: 6, width: 34 };

interface TargetsTableProps extends BodyProps {
  readonly stores: SessionStores;
  readonly viewModel: TargetsViewModel;
}

/** Drawn once a frame. */
export function TargetsTable({ stores, viewModel, width, height, theme, now, unread }: TargetsTableProps) {
  const known = useGated(stores.deadLetters);
  const inventory = useGated(stores.inventory);
  const state = useGated(stores.deadLettersView);
  const room = Math.max(1, height - FIXED_LINES);
  const view = viewModel(known, { ...state, room });
  const visible = view.rows.slice(view.top, view.top + room);
  useTellView(stores.deadLettersView, {
    room,
    top: view.top,
    visible: visible.map(({ target }) => target.arn),
  });

  const inSight = visible.map(({ target }) => target.name);
  const names = useCutNames(inSight);
  // Without a remark in sight the room is the names'.
  const columns = visible.some((row) => row.remarks.length > 0) ? COLUMNS : COLUMNS.slice(0, -1);
  const last = columns.at(-1);
  const cells = visible.map((row) => last?.cell(row, { theme, names: new Map() }).text ?? '');
  const layout = layoutColumns(columns, {
    width,
    firstNeeds: Math.max(24, ...inSight.map((name) => widthOf(sanitise(name)))),
    comfort: COMFORT,
    wide: false,
    scrollX: 0,
    lastNeeds: Math.max(0, ...cells.map((text) => widthOf(sanitise(text)))),
  });
  const context = { theme, names: names(layout.placed[0]?.width ?? 0) };
  const { sort } = state;
  const arrow = (id: string): string =>
    columns.find((one) => one.id === id)?.sort === sort.column ? (sort.descending ? '▼' : '▲') : '';
  const rows = visible.map((row, index) => {
    const isCursor = view.top + index === view.cursorIndex;
    const line = `${gutter(isCursor, false, theme)}${composeRow(layout, row, context)}`;
    return isCursor ? theme.cursor(padded(line, layout, width)) : line;
  });
  const inputs = { view, state, known, inventory, theme, now };
  const status = state.typing
    ? typedFilterLine(state.typing, view, width, theme)
    : composeLine(statusSegments(inputs), width);

  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[composeLine(summarySegments(inputs), width)]} height={1} />
      <Lines lines={[theme.head(' '.repeat(GUTTER) + composeHead(layout, arrow))]} height={1} />
      <Lines lines={rows.length > 0 ? rows : (unread ?? emptyLines(inputs))} height={room} />
      <Lines lines={[status]} height={1} />
    </Box>
  );
}
