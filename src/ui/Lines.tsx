/** Ready-made lines, one Text each: a line that did not change costs React nothing. */
import { Box, Text } from 'ink';
import { memo } from 'react';

/** What to draw. */
export interface LinesProps {
  /** Styled lines; each is cut, never wrapped. */
  readonly lines: readonly string[];
  /** Rows to fill, blank ones at the end. */
  readonly height: number;
}

/** A block of `height` lines. */
export function Lines({ lines, height }: LinesProps) {
  const rows = Array.from({ length: height }, (_, index) => lines[index] ?? '');
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      {rows.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place, whatever it shows
        <Line key={index} text={line} />
      ))}
    </Box>
  );
}

// One node, without a clipping box around it: Ink would cut every line once more, in every frame.
const Line = memo(function Line({ text }: { readonly text: string }) {
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});
