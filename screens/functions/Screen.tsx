/** Screen 1, functions: the table, and below it what the rows are. Draws only; the keys are in commands.ts. */
import { Box } from 'ink';
import { useEffect, useMemo } from 'react';
import { cutNames } from '../../src/domain/cut-names.ts';
import { UNKNOWN } from '../../src/domain/figures.ts';
import { cutEnd, ELLIPSIS, sanitise, widthOf } from '../../src/domain/text.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import { inputLine, type TypedLine } from '../../src/ui/input-line.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { composeLine } from '../../src/ui/segments.ts';
import { composeHead, composeRow, GUTTER, layoutColumns } from '../../src/ui/table-layout.ts';
import type { Theme } from '../../src/ui/theme.ts';
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import { COLUMNS } from './columns.ts';
import type { FunctionRow } from './row.ts';
import { statusSegments } from './status.ts';
import type { FunctionsView, FunctionsViewModel } from './view-model.ts';

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
  const state = useGated(stores.functionsView);
  const room = height - FIXED_LINES;
  const view = viewModel({ inventory, health, view: { ...state, room }, now });
  const visible = view.rows.slice(view.top, view.top + room);
  useTellStores(stores, room, view.top, visible);

  const names = useNames(visible);
  const layout = layoutColumns(COLUMNS, {
    width: state.wide ? width - MORE.length : width,
    firstNeeds: Math.max(20, ...visible.map(({ lambda }) => widthOf(sanitise(lambda.name)))),
    comfort: COMFORT,
    wide: state.wide,
    scrollX: state.scrollX,
  });
  const nameWidth = layout.placed[0]?.width ?? 0;
  const unread = {
    figures: health.error ? UNKNOWN : ELLIPSIS,
    details: health.detailsError ? UNKNOWN : ELLIPSIS,
  };
  const context = { theme, now, names: names(nameWidth), unread };
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
    ? filterLine(state.typing, view, width, theme)
    : composeLine(statusSegments({ view, state, inventory, health, theme }), width);

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

/** What is typed, and beside it how many rows it leaves, or why it cannot be used. */
function filterLine(typed: TypedLine, view: FunctionsView, width: number, theme: Theme): string {
  const note = view.filterProblem ?? `${view.rows.length} of ${view.total}`;
  const noteWidth = Math.min(Math.floor(width * 0.6), widthOf(note));
  const style = view.filterProblem ? theme.warn : theme.dim;
  const line = inputLine('/', typed, width - noteWidth - 3, theme);
  return `${line}  ${style(cutEnd(sanitise(note), noteWidth))}`;
}

function gutter(isCursor: boolean, isMarked: boolean, theme: Theme): string {
  return `${isCursor ? '›' : ' '}${isMarked ? theme.mark('●') : ' '}`;
}

/** The cursor's bar reaches the right edge. */
function padded(line: string, layout: { placed: readonly { width: number }[] }, width: number): string {
  const used = layout.placed.reduce((sum, column) => sum + column.width + 1, GUTTER - 1);
  return line + ' '.repeat(Math.max(0, width - used));
}

/** The names in sight, cut to a width; done again only when the rows change. */
function useNames(visible: readonly FunctionRow[]): (nameWidth: number) => Map<string, string> {
  const key = keyOf(visible);
  return useMemo(() => {
    const cache = new Map<number, Map<string, string>>();
    const clean = new Map(namesIn(key).map((name) => [name, sanitise(name)]));
    return (nameWidth) => {
      const known = cache.get(nameWidth);
      if (known) return known;
      const cuts = cutNames([...new Set(clean.values())], nameWidth);
      const names = new Map([...clean].map(([name, text]) => [name, cuts.get(text) ?? text]));
      cache.set(nameWidth, names);
      return names;
    };
  }, [key]);
}

/** The names as one value that React can compare. */
const keyOf = (rows: readonly FunctionRow[]): string => JSON.stringify(rows.map(({ lambda }) => lambda.name));
const namesIn = (key: string): string[] => JSON.parse(key) as string[];

/**
 * Feeds refresh what is in sight, and commands page by what fits: both learn it here. Only after the frame: had a
 * store changed when React looks it over at the frame's end, React would draw the same frame again.
 */
function useTellStores(
  stores: SessionStores,
  room: number,
  top: number,
  visible: readonly FunctionRow[],
): void {
  const key = keyOf(visible);
  useEffect(() => {
    const after = setImmediate(() => stores.functionsView.setState({ visible: namesIn(key) }));
    return () => clearImmediate(after);
  }, [stores, key]);
  useEffect(() => {
    const after = setImmediate(() => stores.functionsView.setState({ room, top }));
    return () => clearImmediate(after);
  }, [stores, room, top]);
}
