/** Screen 1, functions: the table, and below it what the rows are. Draws only; the keys are in commands.ts. */
import { Box } from 'ink';
import { UNKNOWN } from '../../src/domain/figures.ts';
import type { KilledMark } from '../../src/domain/killed.ts';
import { ELLIPSIS, sanitise, widthOf } from '../../src/domain/text.ts';
import { busyText, killedMark } from '../../src/stores/changes-store.ts';
import { rolloutText } from '../../src/stores/rollouts-store.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { composeLine } from '../../src/ui/segments.ts';
import { composeHead, composeRow, GUTTER, layoutColumns } from '../../src/ui/table-layout.ts';
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import {
  gutter,
  padded,
  ROOM_FOR_KILLED,
  typedFilterLine,
  useCutNames,
  useTellView,
} from '../table/drawing.ts';
import { COLUMNS } from './columns.ts';
import { isKilled } from './row.ts';
import { statusSegments } from './status.ts';
import type { FunctionsViewModel } from './view-model.ts';

/** The head of the table and the status line. */
const FIXED_LINES = 2;

/** Stands at the end of the heads when there are more columns to the right. */
const MORE = ' ›';

/** Columns from `trend` on wait until names have this much room. */
const COMFORT = { weight: 7, width: 36 };

/** The body of the screen over the stores of one session. */
export function functionsBody(stores: SessionStores, viewModel: FunctionsViewModel) {
  return (props: BodyProps) => <FunctionsScreen stores={stores} viewModel={viewModel} {...props} />;
}

interface FunctionsScreenProps extends BodyProps {
  readonly stores: SessionStores;
  readonly viewModel: FunctionsViewModel;
}

/** Drawn once a frame. */
function FunctionsScreen(props: FunctionsScreenProps) {
  const { stores, viewModel, width, height, theme, now } = props;
  const inventory = useGated(stores.inventory);
  const health = useGated(stores.health);
  const { depthByFunction } = useGated(stores.deadLetters);
  const changes = useGated(stores.changes);
  const rollouts = useGated(stores.rollouts);
  const state = useGated(stores.functionsView);
  const room = height - FIXED_LINES;
  const view = viewModel({ inventory, health, deadLetters: depthByFunction, view: { ...state, room }, now });
  const visible = view.rows.slice(view.top, view.top + room);
  const inSight = visible.map(({ lambda }) => lambda.name);
  useTellView(stores.functionsView, { room, top: view.top, visible: inSight });

  const names = useCutNames(inSight);
  const layout = layoutColumns(COLUMNS, {
    width: state.wide ? width - MORE.length : width,
    firstNeeds: Math.max(20, ...visible.map(({ lambda }) => widthOf(sanitise(lambda.name)))),
    comfort: COMFORT,
    wide: state.wide,
    scrollX: state.scrollX,
    ...(visible.some(isKilled) ? ROOM_FOR_KILLED : {}),
  });
  const nameWidth = layout.placed[0]?.width ?? 0;
  const unread = {
    figures: health.error ? UNKNOWN : ELLIPSIS,
    details: health.detailsError ? UNKNOWN : ELLIPSIS,
  };
  const killedBy = (arn: string): KilledMark => killedMark(changes, arn, now);
  const context = {
    theme,
    now,
    names: names(nameWidth),
    unread,
    killedBy,
    busy: busyText(changes),
    rollout: rolloutText(rollouts),
  };
  const { sort } = state;
  const arrow = (id: string): string => {
    const column = COLUMNS.find((one) => one.id === id);
    return column?.sort === sort.column ? (sort.descending ? '▼' : '▲') : '';
  };
  const head =
    ' '.repeat(GUTTER) + composeHead(layout, arrow) + (layout.hiddenRight > 0 && state.wide ? MORE : '');
  const rows = visible.map((row, index) => {
    const isCursor = view.top + index === view.cursorIndex;
    const isMarked = state.marks.has(row.lambda.arn);
    const line = `${gutter(isCursor, isMarked, theme)}${composeRow(layout, row, context)}`;
    return isCursor ? theme.cursor(padded(line, layout, width)) : line;
  });
  const status = state.typing
    ? typedFilterLine(state.typing, view, width, theme)
    : composeLine(statusSegments({ view, state, inventory, health, killedBy, now, theme }), width);

  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[theme.head(head)]} height={1} />
      <Lines
        lines={rows.length > 0 ? rows : (props.unread ?? nothingMatches(state.onlyTrouble))}
        height={room}
      />
      <Lines lines={[status]} height={1} />
    </Box>
  );
}

/** There are functions, and none of them is to be shown. */
function nothingMatches(onlyTrouble: boolean): string[] {
  return onlyTrouble
    ? ['', '  No function is in trouble, as far as is known.', '', '  → ! or Esc shows the others again']
    : ['', '  No function matches.', '', '  → Esc clears the filter'];
}
