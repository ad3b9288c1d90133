/** All lines of one invocation, whole. */
import { Box } from 'ink';
import { useMemo } from 'react';
import { formatMs, UNKNOWN } from '../../src/domain/figures.ts';
import type { Invocation } from '../../src/domain/logs/invocation.ts';
import { errorTextOf } from '../../src/domain/logs/invocation-filter.ts';
import { jsonOf, powertoolsOf } from '../../src/domain/logs/log-json.ts';
import type { LogLine, PowertoolsFields } from '../../src/domain/logs/log-line.ts';
import { sanitise } from '../../src/domain/text.ts';
import type { InvocationLines } from '../../src/stores/logs-lookups-store.ts';
import type { ReadingPlace } from '../../src/stores/logs-view-store.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { LogView } from '../../src/ui/log-view/LogView.tsx';
import { composeLine, type Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';
import { type LineFormat, versionText } from './drawing/line-rows.ts';
import { statusStyle } from './invocations/invocation-columns.ts';
import type { LinesModel } from './tail-model.ts';

/** What to draw. */
export interface InvocationPaneProps {
  readonly model: LinesModel;
  readonly place: ReadingPlace | null;
  readonly looked: InvocationLines;
  /** What is counted of it; null when nothing is. */
  readonly invocation: Invocation | null;
  readonly format: LineFormat;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Rows drawn of one line here. */
const MOST_ROWS = 4_000;
const FIXED_LINES = 3;
/** Powertools tells its fields in every line it writes. */
const MOST_LOOKED_THROUGH = 200;

/** Drawn once a frame. */
export function InvocationPane(props: InvocationPaneProps) {
  const { model, place, looked, invocation, width, height, theme } = props;
  const format = wholeFormat(props.format);
  const room = Math.max(1, height - FIXED_LINES);
  const tracing = useMemo(() => tracingOf(looked.lines), [looked.lines]);
  const page = model.draw({ height: room, format }, place);
  const empty = looked.isReading ? '  Reading its lines…' : '  None of its lines is there any more.';
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines
        lines={[
          composeLine(headSegments(looked, invocation, theme), width),
          composeLine(
            [
              { text: errorLine(invocation), style: theme.bad, weight: 0 },
              ...tracingSegments(tracing, theme),
            ],
            width,
          ),
        ]}
        height={2}
      />
      {page.items.size === 0 ? (
        <Lines lines={['', empty]} height={room} />
      ) : (
        <LogView rows={page.rows} cursor={page.cursor} width={width} height={room} theme={theme} />
      )}
      <Lines lines={[composeLine(statusSegments(looked, page.items.size, theme), width)]} height={1} />
    </Box>
  );
}

/** Nothing is cut here, so that columns, which cut, become rows. */
function wholeFormat(format: LineFormat): LineFormat {
  const json = format.json === 'columns' ? 'pretty' : format.json;
  return { ...format, json, wrap: true, key: `whole ${format.key}`, mostRows: MOST_ROWS };
}

function headSegments({ key }: InvocationLines, one: Invocation | null, theme: Theme): Segment[] {
  const words = one ? one.status.replace('-', ' ') : '';
  const cold = one?.isCold
    ? `cold start ${formatMs(one.initDurationMs)}`
    : one?.isCold === false
      ? 'warm'
      : '';
  return [
    { text: `invocation ${key.requestId}`, style: theme.strong, weight: 0 },
    { text: [one?.functionName, versionText(one?.version ?? null)].filter(Boolean).join(' '), weight: 2 },
    { text: words, style: one ? statusStyle(one.status, theme) : theme.plain, weight: 0 },
    { text: one?.durationMs == null ? '' : formatMs(one.durationMs), weight: 1 },
    {
      text: one?.billedDurationMs == null ? '' : `billed ${formatMs(one.billedDurationMs)}`,
      style: theme.dim,
      weight: 5,
    },
    {
      text: one?.maxMemoryUsedMb == null ? '' : `${one.maxMemoryUsedMb} of ${one.memorySizeMb ?? UNKNOWN} MB`,
      style: theme.dim,
      weight: 4,
    },
    { text: cold, style: theme.dim, weight: 3 },
    { text: (one?.attempt ?? 1) > 1 ? `attempt ${one?.attempt}` : '', style: theme.warn, weight: 1 },
  ];
}

/** What Powertools tells of an invocation, in the first line that does; only its beginning is looked through. */
function tracingOf(lines: readonly LogLine[]): PowertoolsFields | null {
  for (const line of lines.slice(0, MOST_LOOKED_THROUGH)) {
    const json = jsonOf(line);
    const told = json && powertoolsOf(json);
    if (told) return told;
  }
  return null;
}

/** By what other systems know the invocation. */
function tracingSegments(told: PowertoolsFields | null, theme: Theme): Segment[] {
  const segment = (name: string, value: string | null | undefined, weight: number): Segment => ({
    text: value ? `${name} ${sanitise(value)}` : '',
    style: theme.accent,
    weight,
  });
  return [
    segment('correlation', told?.correlationId, 1),
    segment('service', told?.service, 2),
    segment('trace', told?.xrayTraceId, 3),
  ];
}

function errorLine(one: Invocation | null): string {
  const text = one ? errorTextOf(one) : null;
  return text === null ? '' : sanitise(text.split(/[\r\n]/, 1)[0] ?? '');
}

function statusSegments({ isReading, error }: InvocationLines, count: number, theme: Theme): Segment[] {
  return [
    {
      text: `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`,
      style: theme.strong,
      weight: 0,
    },
    { text: isReading ? 'asking AWS for the rest…' : '', style: theme.accent, weight: 0 },
    { text: error ? `only what the tail holds: ${error.message}` : '', style: theme.warn, weight: 0 },
    { text: 'y copies a line, Y all of them; Esc goes back', style: theme.dim, weight: 2, right: true },
  ];
}
