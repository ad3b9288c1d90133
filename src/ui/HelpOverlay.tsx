/** The `?` overlay: all keys, in as many lines as fit. */
import { Box } from 'ink';
import { Lines } from './Lines.tsx';
import type { Theme } from './theme.ts';

/** What to draw. */
export interface HelpOverlayProps {
  /** All lines, styled. */
  readonly lines: readonly string[];
  /** Index of the first line shown. */
  readonly top: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The window into the lines, and where it stands. */
export function HelpOverlay({ lines, top, height, theme }: HelpOverlayProps) {
  const room = height - 1;
  const first = Math.max(0, Math.min(top, lines.length - room));
  const below = Math.max(0, lines.length - first - room);
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={lines.slice(first, first + room)} height={room} />
      <Lines
        lines={[theme.dim(below > 0 ? `  ${below} more below: j, PgDn` : '  that is all: ? or Esc closes')]}
        height={1}
      />
    </Box>
  );
}
