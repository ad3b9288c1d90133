/** Screen 3, logs: what comes from where, which version fails, and the pane the person chose. Draws only. */
import { Box } from 'ink';
import { useEffect } from 'react';
import type { Invocation } from '../../src/domain/logs/invocation.ts';
import { figuresOf } from '../../src/domain/logs/invocation-summary.ts';
import { cutEnd, sanitise } from '../../src/domain/text.ts';
import type { InvocationKey } from '../../src/stores/logs-lookups-store.ts';
import type { LogsState } from '../../src/stores/logs-store.ts';
import type { TimeView } from '../../src/stores/logs-view-store.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import { LOG_GUTTER } from '../../src/ui/log-view/LogView.tsx';
import { composeLine } from '../../src/ui/segments.ts';
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import { remember } from '../table/remember.ts';
import type { LogsContext } from './context.ts';
import { formatTime, isOtherDay } from './drawing/times.ts';
import { InvocationPane } from './InvocationPane.tsx';
import { DistributionsPane } from './invocations/DistributionsPane.tsx';
import { historyNote } from './invocations/history.ts';
import { InvocationsPane } from './invocations/InvocationsPane.tsx';
import { LinesPane } from './LinesPane.tsx';
import { type LogWriter, lineFormat, writerStyles } from './line-format.ts';
import { stripLines } from './strip.ts';
import { badgeSegments, reasonsOf } from './tail-badges.ts';

/** Versions told apart above the tail, in a low window and in a high one. */
const STRIP = { low: 3, high: 6 };
const HIGH = 40;
/** So much is left to the pane. */
const LEAST_PANE = 6;

/** The body of one open screen. `onShow` is called when it is shown, also again. */
export function logsBody(context: LogsContext, onShow: () => void) {
  const figures = remember(figuresOf);
  return (props: BodyProps) => <LogsScreen context={context} figures={figures} onShow={onShow} {...props} />;
}

interface LogsScreenProps extends BodyProps {
  readonly context: LogsContext;
  readonly figures: typeof figuresOf;
  readonly onShow: () => void;
}

/** Drawn once a frame. */
function LogsScreen({ context, onShow, figures, ...props }: LogsScreenProps) {
  const { width, height, theme, now, unread } = props;
  const { stores } = context.host;
  const view = useGated(stores.logsView);
  const logs = useGated(stores.logs);
  const lookups = useGated(stores.logsLookups);
  useGated(stores.invocationsView);
  useEffect(onShow, [onShow]);

  const versions = context.figures.versions();
  versions.settle(now);
  const writers = versions.writers();
  const head = headLines(logs, view.times, props);
  const strip = stripOf(context, props, height - head.length);
  const paneHeight = height - head.length - strip.length;
  const format = lineFormat({
    view,
    writers,
    width: width - LOG_GUTTER,
    now,
    oldest: logs.lines.at(0)?.placeAt ?? null,
    theme,
  });
  const room = { width, height: paneHeight, theme };
  const invocations = () => ({
    ...room,
    table: context.table(),
    figures,
    store: stores.invocationsView,
    note: historyNote(lookups.history),
  });
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[...head, ...strip]} height={head.length + strip.length} />
      {view.pane === 'lines' && (
        <LinesPane
          {...room}
          model={context.tail}
          view={view}
          logs={logs}
          matches={context.filters.matches()}
          format={format}
          unread={unread}
          now={now}
        />
      )}
      {view.pane === 'invocation' && lookups.invocation && (
        <InvocationPane
          {...room}
          model={context.one.model}
          place={view.invocationPlace}
          looked={lookups.invocation}
          invocation={shownInvocation(context, lookups.invocation.key)}
          format={format}
        />
      )}
      {view.pane === 'invocations' && (
        <InvocationsPane
          {...invocations()}
          cells={{ theme, time: format.time, styleOf: writerStyles(writers, theme) }}
        />
      )}
      {view.pane === 'distributions' && (
        <DistributionsPane
          {...invocations()}
          top={view.distributionsTop}
          onSize={context.distributions.setSize}
        />
      )}
    </Box>
  );
}

/** As the tail counts it, which also knows its environment; where the tail was not told its end, as its lines do. */
function shownInvocation({ figures, one }: LogsContext, { requestId }: InvocationKey): Invocation | null {
  const counted = figures.invocations().of(requestId).at(-1) ?? null;
  const isKnown = counted !== null && counted.status !== 'unknown' && counted.status !== 'running';
  return isKnown ? counted : (one.told() ?? counted);
}

/** How the tail is doing, and below it the worst of what is wrong with it, if anything is. */
function headLines(logs: LogsState, times: TimeView, { width, theme, now }: BodyProps): string[] {
  const timeOf = (at: number): string => {
    const view = times === 'utc' ? 'utc' : 'clock';
    return formatTime(at, { view, milliseconds: false, date: isOtherDay(at, now, view), now });
  };
  const [worst] = reasonsOf(logs.status, timeOf);
  const badges = composeLine(badgeSegments({ logs, now, theme }), width);
  return worst === undefined ? [badges] : [badges, theme.warn(cutEnd(sanitise(`  ${worst}`), width))];
}

/** Which version fails; one line at least, also before anything is known. */
function stripOf({ figures }: LogsContext, { width, theme }: BodyProps, height: number): string[] {
  const all = figures.versions().figures();
  const writers = figures.versions().writers();
  const names = new Set(writers.map(({ functionName }) => functionName));
  const styles = writerStyles(writers as LogWriter[], theme);
  const most = Math.max(1, Math.min(height >= HIGH ? STRIP.high : STRIP.low, height - LEAST_PANE));
  return stripLines(
    {
      figures: all,
      nameOf: names.size > 1 ? (name) => sanitise(name ?? '') : null,
      styleOf: styles,
      width,
      theme,
    },
    most,
  );
}
