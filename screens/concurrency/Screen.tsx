/** Screen 6, concurrency: the account's pool, and below it who holds and uses it. Draws only. */
import { Box } from 'ink';
import { UNKNOWN } from '../../src/domain/figures.ts';
import { ELLIPSIS, sanitise, widthOf } from '../../src/domain/text.ts';
import { busyText } from '../../src/stores/changes-store.ts';
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
import { POOL_HEIGHT, poolLines } from './pool.ts';
import { statusSegments } from './status.ts';
import type { ConcurrencyViewModel } from './view-model.ts';

/** The pool, the head of the table and the status line. */
const FIXED_LINES = POOL_HEIGHT + 2;

/** All columns come when names have this much room. */
const COMFORT = { weight: 5, width: 28 };

/** The body of the screen over the stores of one session. */
export function concurrencyBody(stores: SessionStores, viewModel: ConcurrencyViewModel) {
  return (props: BodyProps) => <ConcurrencyScreen stores={stores} viewModel={viewModel} {...props} />;
}

interface ConcurrencyScreenProps extends BodyProps {
  readonly stores: SessionStores;
  readonly viewModel: ConcurrencyViewModel;
}

/** Drawn once a frame. */
function ConcurrencyScreen({ stores, viewModel, width, height, theme, now, unread }: ConcurrencyScreenProps) {
  const inventory = useGated(stores.inventory);
  const health = useGated(stores.health);
  const account = useGated(stores.account);
  const concurrency = useGated(stores.concurrency);
  const changes = useGated(stores.changes);
  const state = useGated(stores.concurrencyView);
  const room = Math.max(1, height - FIXED_LINES);
  const view = viewModel({ inventory, health, concurrency, changes, view: { ...state, room }, now });
  const visible = view.rows.slice(view.top, view.top + room);
  const inSight = visible.map(({ lambda }) => lambda.name);
  useTellView(stores.concurrencyView, { room, top: view.top, visible: inSight });

  const names = useCutNames(inSight);
  const layout = layoutColumns(COLUMNS, {
    width,
    firstNeeds: Math.max(20, ...inSight.map((name) => widthOf(sanitise(name)))),
    comfort: COMFORT,
    wide: false,
    scrollX: 0,
    ...(visible.some(({ killed }) => killed !== null) ? ROOM_FOR_KILLED : {}),
  });
  const context = {
    theme,
    now,
    names: names(layout.placed[0]?.width ?? 0),
    unread: {
      figures: health.error ? UNKNOWN : ELLIPSIS,
      details: health.detailsError ? UNKNOWN : ELLIPSIS,
      provisioned: concurrency.provisionedError ? UNKNOWN : ELLIPSIS,
    },
    busy: busyText(changes),
  };
  const { sort } = state;
  const arrow = (id: string): string => {
    const column = COLUMNS.find((one) => one.id === id);
    return column?.sort === sort.column ? (sort.descending ? '▼' : '▲') : '';
  };
  const rows = visible.map((row, index) => {
    const isCursor = view.top + index === view.cursorIndex;
    const isMarked = state.marks.has(row.lambda.arn);
    const line = `${gutter(isCursor, isMarked, theme)}${composeRow(layout, row, context)}`;
    return isCursor ? theme.cursor(padded(line, layout, width)) : line;
  });
  const status = state.typing
    ? typedFilterLine(state.typing, view, width, theme)
    : composeLine(statusSegments({ view, state, health, concurrency, now, theme }), width);
  const functions = inventory.functions.length;

  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines
        lines={poolLines({ account, concurrency, health, functions, width, theme })}
        height={POOL_HEIGHT}
      />
      <Lines lines={[theme.head(' '.repeat(GUTTER) + composeHead(layout, arrow))]} height={1} />
      <Lines lines={rows.length > 0 ? rows : (unread ?? nothingMatches(state.onlyTrouble))} height={room} />
      <Lines lines={[status]} height={1} />
    </Box>
  );
}

/** There are functions, and none of them is to be shown. */
function nothingMatches(onlyTrouble: boolean): string[] {
  return onlyTrouble
    ? [
        '',
        '  No function is short of concurrency, as far as is known.',
        '',
        '  → ! or Esc shows the others again',
      ]
    : ['', '  No function matches.', '', '  → Esc clears the filter'];
}
