/** The figures of all invocations that are listed: percentiles, cold starts, histograms. Scrolled where it is low. */
import { Box } from 'ink';
import type { ColdTable } from '../../../src/domain/logs/cold-table.ts';
import type { Invocation } from '../../../src/domain/logs/invocation.ts';
import type { InvocationFigures } from '../../../src/domain/logs/invocation-summary.ts';
import { cutEnd, widthOf } from '../../../src/domain/text.ts';
import { Lines } from '../../../src/ui/Lines.tsx';
import { composeLine } from '../../../src/ui/segments.ts';
import type { ScrolledText } from '../../table/scrolling.ts';
import { distributionLines, summarySegments } from './figures.ts';
import { type StatusLineInputs, statusLine } from './status-line.ts';

/** What to draw. */
export interface DistributionsPaneProps extends StatusLineInputs {
  readonly figures: (rows: readonly Invocation[], forgotten: ColdTable) => InvocationFigures;
  /** The first line that is seen, as far as there are enough below it. */
  readonly top: number;
  /** Hears how much there is to scroll. */
  readonly onSize: (size: ScrolledText) => void;
  readonly height: number;
}

/** The summary above, the line below. */
const FIXED_LINES = 2;

/** Drawn once a frame. */
export function DistributionsPane(props: DistributionsPaneProps) {
  const { table, width, height, theme, onSize } = props;
  const figures = props.figures(table.rows, table.forgotten);
  const lines = distributionLines(figures, width, theme).map((line) =>
    widthOf(line) > width ? cutEnd(line, width) : line,
  );
  const shown = Math.max(1, height - FIXED_LINES);
  onSize({ lines: lines.length, shown });
  const top = Math.max(0, Math.min(props.top, lines.length - shown));
  const below = lines.length - top - shown;
  const hint = below > 0 ? `${below} more lines: j or PgDn` : top > 0 ? `${top} lines above: k or PgUp` : '';
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[composeLine(summarySegments(figures, table.total, theme), width)]} height={1} />
      <Lines lines={lines.slice(top, top + shown)} height={shown} />
      <Lines lines={[statusLine(props, hint)]} height={1} />
    </Box>
  );
}
