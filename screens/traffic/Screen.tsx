/** Screen 4, traffic: the cockpit of one alias, or the aliases to choose from. Draws only. */
import { Box } from 'ink';
import { cutEnd, sanitise, widthOf } from '../../src/domain/text.ts';
import { wrapText } from '../../src/domain/wrap.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { composeHead, composeRow, GUTTER, layoutColumns } from '../../src/ui/table-layout.ts';
import type { Theme } from '../../src/ui/theme.ts';
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import { gutter, padded, useTellView } from '../table/drawing.ts';
import { cockpitLines } from './cockpit/lines.ts';
import { COLUMNS } from './columns.ts';
import { emptyLines } from './empty.ts';
import { type AliasRow, type TrafficScreenView, trafficView } from './view-model.ts';

/** The head of the list and the line below it. */
const FIXED_LINES = 2;

/** The body of the screen; `onSize` hears how many lines the cockpit has and how many are in sight. */
export function trafficBody(
  stores: SessionStores,
  onSize: (size: { readonly lines: number; readonly shown: number }) => void,
) {
  return (props: BodyProps) => <TrafficScreen stores={stores} onSize={onSize} {...props} />;
}

interface TrafficScreenProps extends BodyProps {
  readonly stores: SessionStores;
  readonly onSize: (size: { readonly lines: number; readonly shown: number }) => void;
}

/** Drawn once a frame. */
function TrafficScreen({ stores, onSize, width, height, theme, now }: TrafficScreenProps) {
  const traffic = useGated(stores.traffic);
  const rollouts = useGated(stores.rollouts);
  const state = useGated(stores.trafficView);
  const room = Math.max(1, height - FIXED_LINES);
  const view = trafficView({ traffic, rollouts, view: { ...state, room }, now });
  useTellView(stores.trafficView, { room, top: view.kind === 'list' ? view.top : 0, visible: [] });

  if (view.kind === 'cockpit') {
    const error = traffic.errors.get(view.chosen.functionName);
    const missing = missingLines(view, traffic.aliases.get(view.chosen.functionName) !== undefined);
    const trouble = error ? [theme.bad(cutEnd(sanitise(`! ${error.message}`), width))] : missing;
    const lines = [...cockpitLines(view.cockpit, { width, height }, theme), ...trouble];
    const isLonger = lines.length > height;
    const shown = isLonger ? height - 1 : height;
    const top = Math.max(0, Math.min(state.cockpitTop, lines.length - shown));
    onSize({ lines: lines.length, shown });
    const below = lines.length - top - shown;
    const hint = below > 0 ? `${below} more lines: j or PgDn` : `${top} lines above: k or PgUp`;
    return (
      <Box flexDirection="column" height={height} flexShrink={0}>
        <Lines lines={lines.slice(top, top + shown)} height={shown} />
        {isLonger && <Lines lines={[theme.dim(hint)]} height={1} />}
      </Box>
    );
  }
  const rows = rowLines(view, room, width, theme);
  const empty = emptyLines(state, traffic).flatMap((line) => wrapped(sanitise(line), width));
  const aliases = view.rows.length === 1 ? 'alias' : 'aliases';
  const status = view.rows.length > 0 ? `${view.rows.length} ${aliases} · Enter opens one` : '';
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[theme.head(headLine(view.rows, width))]} height={1} />
      <Lines lines={rows.length > 0 ? rows : empty} height={room} />
      <Lines lines={[theme.dim(status)]} height={1} />
    </Box>
  );
}

/** A line in as many as it needs: a command that is cut helps nobody. */
function wrapped(line: string, width: number): string[] {
  const text = line.trimStart();
  const margin = ' '.repeat(line.length - text.length);
  return wrapText(text, width - margin.length, text.startsWith('→ ') ? 4 : 0).map((part) => margin + part);
}

function missingLines(
  { chosen, cockpit }: TrafficScreenView & { kind: 'cockpit' },
  isRead: boolean,
): string[] {
  if (!isRead || cockpit.sides.length > 0) return [];
  return ['', `  ${sanitise(chosen.functionName)} has no alias ${sanitise(chosen.alias)}.`];
}

function layoutOf(rows: readonly AliasRow[], width: number) {
  return layoutColumns(COLUMNS, {
    width,
    firstNeeds: Math.max(20, ...rows.map(({ id }) => widthOf(sanitise(id)))),
    comfort: { weight: 4, width: 28 },
    wide: false,
    scrollX: 0,
  });
}

function headLine(rows: readonly AliasRow[], width: number): string {
  return ' '.repeat(GUTTER) + composeHead(layoutOf(rows, width), () => '');
}

function rowLines(
  { rows, top, cursorIndex }: TrafficScreenView & { kind: 'list' },
  room: number,
  width: number,
  theme: Theme,
): string[] {
  const layout = layoutOf(rows, width);
  return rows.slice(top, top + room).map((row, index) => {
    const isCursor = top + index === cursorIndex;
    const line = `${gutter(isCursor, false, theme)}${composeRow(layout, row, { theme })}`;
    return isCursor ? theme.cursor(padded(line, layout, width)) : line;
  });
}
