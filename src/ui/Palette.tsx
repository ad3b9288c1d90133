/** The `:` palette: a line to type in and the commands that match it. */
import { Box } from 'ink';
import { cutEnd, fitTo } from '../domain/text.ts';
import { inputLine, type TypedLine } from './input-line.ts';
import { Lines } from './Lines.tsx';
import type { Theme } from './theme.ts';

/** A command on offer. */
export interface PaletteRow {
  /** `region NAME`. */
  readonly name: string;
  readonly description: string;
  /** Why it cannot run now; null when it can. */
  readonly reason: string | null;
}

/** What to draw. */
export interface PaletteProps {
  readonly line: TypedLine;
  readonly rows: readonly PaletteRow[];
  /** Index of the chosen row. */
  readonly chosen: number;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

const NAME_WIDTH = 22;

/** Best match first, right above the line that is typed. */
export function Palette({ line, rows, chosen, width, height, theme }: PaletteProps) {
  const room = height - 1;
  const first = Math.max(0, chosen - room + 1);
  const lines = rows.slice(first, first + room).map((row, index) => {
    const words = row.reason === null ? row.description : `${row.description} (${row.reason})`;
    const text = cutEnd(`${fitTo(row.name, NAME_WIDTH)} ${words}`, width - 2);
    if (first + index === chosen) return theme.cursor(`› ${fitTo(text, width - 2)}`);
    return row.reason === null ? `  ${text}` : theme.dim(`  ${text}`);
  });
  const none = [theme.warn('  no command is called that; Esc closes')];
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[inputLine(':', line, width - 1, theme)]} height={1} />
      <Lines lines={rows.length > 0 ? lines : none} height={room} />
    </Box>
  );
}
