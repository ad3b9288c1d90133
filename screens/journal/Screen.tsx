/** Screen 8, the journal: every change, newest first; one entry whole. Draws only. */
import { Box } from 'ink';
import { cutEnd, sanitise, widthOf } from '../../src/domain/text.ts';
import type { ChangesState } from '../../src/stores/changes-store.ts';
import type { JournalViewState } from '../../src/stores/journal-view-store.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import { sectionLines } from '../../src/ui/dialog/section-lines.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { composeLine } from '../../src/ui/segments.ts';
import { composeHead, composeRow, GUTTER, layoutColumns } from '../../src/ui/table-layout.ts';
import { createTheme, type Theme } from '../../src/ui/theme.ts';
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import { gutter, padded, typedFilterLine, useCutNames, useTellView } from '../table/drawing.ts';
import { journalColumns } from './columns.ts';
import { entrySections, type WayThere } from './detail.ts';
import { emptyLines } from './empty.ts';
import { momentWords } from './moments.ts';
import { statusSegments } from './status.ts';
import type { JournalView, JournalViewModel } from './view-model.ts';

/** The head of the table and the status line. */
const FIXED_LINES = 2;

/** Columns that differ from journal to journal get no more than this share of the window each. */
const WIDEST_TARGET = 0.3;
const WIDEST_WHO = 0.15;
const WIDEST_OUTCOME = 0.2;

const SIDES = 2;
const UNSTYLED = createTheme(0);

/** The body of the screen; `onSize` hears how large it was drawn. */
export function journalBody(
  stores: SessionStores,
  viewModel: JournalViewModel,
  onSize: (size: { readonly width: number; readonly height: number }) => void,
) {
  return (props: BodyProps) => (
    <JournalScreen stores={stores} viewModel={viewModel} onSize={onSize} {...props} />
  );
}

interface JournalScreenProps extends BodyProps {
  readonly stores: SessionStores;
  readonly viewModel: JournalViewModel;
  readonly onSize: (size: { readonly width: number; readonly height: number }) => void;
}

/** Drawn once a frame. */
function JournalScreen({ stores, viewModel, onSize, width, height, theme, now }: JournalScreenProps) {
  const changes = useGated(stores.changes);
  const state = useGated(stores.journalView);
  const account = useGated(stores.account);
  const room = Math.max(1, height - FIXED_LINES);
  onSize({ width, height: height - 1 });
  const view = viewModel(changes, { ...state, room });
  const visible = view.rows.slice(view.top, view.top + room);
  useTellView(stores.journalView, { room, top: view.top, visible: [] });
  const names = useCutNames(visible.map(({ target }) => target));

  if (state.detail) {
    const lines = detailLines(changes, state, account, width, theme);
    const { top } = state.detail;
    const below = lines.length - top - (height - 1);
    const hint = [top > 0 ? `${top} lines above` : '', below > 0 ? `${below} more lines: PgDn` : ''];
    const status = hint.filter((part) => part !== '').join(' · ') || `entry ${state.detail.id}`;
    return (
      <Box flexDirection="column" height={height} flexShrink={0}>
        <Lines lines={lines.slice(top, top + height - 1)} height={height - 1} />
        <Lines lines={[theme.dim(cutEnd(status, width))]} height={1} />
      </Box>
    );
  }

  const widest = (share: number, least: number, texts: readonly string[]): number =>
    Math.max(
      least,
      Math.min(Math.floor(width * share), Math.max(0, ...texts.map((text) => widthOf(sanitise(text))))),
    );
  const columns = journalColumns({
    who: widest(
      WIDEST_WHO,
      6,
      visible.map(({ who }) => who),
    ),
    target: widest(
      WIDEST_TARGET,
      12,
      visible.map(({ target }) => target),
    ),
    outcome: widest(
      WIDEST_OUTCOME,
      8,
      visible.map(({ outcome }) => outcome),
    ),
  });
  const layout = layoutColumns(columns, {
    width,
    firstNeeds: Math.max(5, ...visible.map(({ entry }) => widthOf(momentWords(entry.at, now)))),
    comfort: { weight: 9, width: 0 },
    wide: false,
    scrollX: 0,
    lastNeeds: width,
  });
  const targetWidth = layout.placed.find(({ column }) => column.id === 'target')?.width ?? 0;
  const context = { theme, now, names: names(targetWidth) };
  const rows = visible.map((row, index) => {
    const isCursor = view.top + index === view.cursorIndex;
    const line = `${gutter(isCursor, false, theme)}${composeRow(layout, row, context)}`;
    return isCursor ? theme.cursor(padded(line, layout, width)) : line;
  });
  const arrow = (id: string): string => (id === 'time' ? (state.sort.descending ? '▼' : '▲') : '');
  const status = state.typing
    ? typedFilterLine(state.typing, view, width, theme)
    : composeLine(statusSegments(view, state, changes, theme), width);

  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[theme.head(' '.repeat(GUTTER) + composeHead(layout, arrow))]} height={1} />
      <Lines lines={rows.length > 0 ? rows : nothing(view, state, changes, width)} height={room} />
      <Lines lines={[status]} height={1} />
    </Box>
  );
}

function nothing(view: JournalView, state: JournalViewState, changes: ChangesState, width: number): string[] {
  return emptyLines(view, state, changes).map((line) => cutEnd(sanitise(line), width));
}

/** The entry that is shown whole, as lines; without a theme only their number counts. */
export function detailLines(
  { entries }: ChangesState,
  { detail }: JournalViewState,
  way: WayThere,
  width: number,
  theme: Theme | null,
): string[] {
  const all = entries ?? [];
  const entry = all.find(({ id }) => id === detail?.id);
  if (!entry) return ['', '  This entry is no longer in the journal.'];
  const lines = sectionLines(entrySections(entry, all, way), width - 2 * SIDES, theme ?? UNSTYLED);
  return ['', ...lines.map((line) => ' '.repeat(SIDES) + line)];
}
