/** The tail: as many lines as fit, and below them where the person is. */
import { Box } from 'ink';
import { cutEnd, sanitise } from '../../src/domain/text.ts';
import type { LogsState } from '../../src/stores/logs-store.ts';
import type { LogsViewState } from '../../src/stores/logs-view-store.ts';
import { inputLine } from '../../src/ui/input-line.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { LogView } from '../../src/ui/log-view/LogView.tsx';
import { composeLine } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';
import { fieldsHead, type LineFormat } from './drawing/line-rows.ts';
import { emptyLines } from './empty.ts';
import type { FilteredLines } from './filtered-lines.ts';
import { linesStatus } from './lines-status.ts';
import { compileSearch } from './search.ts';
import { isLine } from './tail-items.ts';
import type { LinesModel } from './tail-model.ts';

/** What to draw. */
export interface LinesPaneProps {
  readonly model: LinesModel;
  readonly view: LogsViewState;
  readonly logs: LogsState;
  readonly matches: FilteredLines | null;
  readonly format: LineFormat;
  /** Why nothing of the account can be read; null when it can. */
  readonly unread: readonly string[] | null;
  readonly width: number;
  readonly height: number;
  readonly now: number;
  readonly theme: Theme;
}

/** Drawn once a frame. */
export function LinesPane(props: LinesPaneProps) {
  const { model, view, logs, matches, format, width, height, theme } = props;
  const head = view.json === 'columns' ? [fieldsHead(format)] : [];
  const room = Math.max(1, height - 1 - head.length);
  const page = model.draw({ height: room, format }, view.place);
  const isFollowing = view.place === null;
  // Without colours a match is told by a sign.
  const isMatch =
    theme.level === 0 && matches ? (index: number) => isFound(matches, page.items.at(index)) : null;
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      {head.length > 0 && <Lines lines={head.map((line) => theme.head(line))} height={1} />}
      {page.items.size === 0 ? (
        <Lines lines={emptyLines(props)} height={room} />
      ) : (
        <LogView
          rows={page.rows}
          cursor={isFollowing ? null : page.cursor}
          signOf={(index) => (isMatch?.(index) ? '*' : ' ')}
          width={width}
          height={room}
          theme={theme}
        />
      )}
      <Lines
        lines={[
          view.typing
            ? searchLine(props)
            : composeLine(linesStatus({ page, view, logs, matches, theme }), width),
        ]}
        height={1}
      />
    </Box>
  );
}

function isFound({ lines }: FilteredLines, item: Parameters<typeof isLine>[0]): boolean {
  return isLine(item) && lines.at(lines.indexOf(item)) === item;
}

/** What is typed, and beside it what it finds, or why it cannot be used. */
function searchLine({ view, matches, width, theme }: LinesPaneProps): string {
  const typed = view.typing ?? { text: '', cursor: 0 };
  const compiled = compileSearch({ text: typed.text, inverted: view.search.inverted });
  const found = matches ? `${matches.lines.size.toLocaleString('en')} matches` : '';
  const note = cutEnd(sanitise(compiled.problem ?? found), Math.floor(width * 0.5));
  const style = compiled.problem === null ? theme.dim : theme.warn;
  return `${inputLine('/', typed, width - note.length - 3, theme)}  ${style(note)}`;
}
