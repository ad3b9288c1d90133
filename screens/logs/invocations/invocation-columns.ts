/** The columns of the invocations as data. What is not known is a dash, never a zero. */
import { formatMs, UNKNOWN } from '../../../src/domain/figures.ts';
import type { Invocation, InvocationStatus } from '../../../src/domain/logs/invocation.ts';
import type { InvocationSort } from '../../../src/domain/logs/invocation-filter.ts';
import type { Cell, Column } from '../../../src/ui/table-layout.ts';
import type { Style, Theme } from '../../../src/ui/theme.ts';
import { versionText } from '../drawing/line-rows.ts';
import { formatTime, type TimeFormat } from '../drawing/times.ts';
import type { LogWriter } from '../line-format.ts';

/** What cells need beside their row. */
export interface InvocationCells {
  readonly theme: Theme;
  readonly time: TimeFormat;
  readonly styleOf: (writer: LogWriter) => Style;
}

/** A column; `sort` is what the sort keys call it. */
export interface InvocationTableColumn extends Column<Invocation, InvocationCells> {
  readonly sort?: InvocationSort;
}

/** How each end is called, in at most nine columns. */
const STATUS_WORDS: Readonly<Record<InvocationStatus, string>> = {
  running: 'running',
  unknown: 'unknown',
  ok: 'ok',
  error: 'error',
  'init-error': 'init err',
  'out-of-memory': 'no memory',
  timeout: 'timeout',
};

/** How an end is drawn. */
export function statusStyle(status: InvocationStatus, theme: Theme): Style {
  if (status === 'ok') return theme.plain;
  return status === 'running' || status === 'unknown' ? theme.dim : theme.bad;
}

/** The columns in their order; the error stands to the right of them, in what room is left. */
export function invocationColumns(time: number, isWide: boolean): readonly InvocationTableColumn[] {
  return [
    {
      id: 'time',
      title: 'began',
      width: time,
      weight: 0,
      sort: 'started',
      cell: (one, { time: format, theme }) => ({ text: formatTime(one.startedAt, format), style: theme.dim }),
    },
    {
      id: 'request',
      title: 'request id',
      width: isWide ? 36 : 10,
      weight: 5,
      cell: ({ requestId, attempt }) => ({ text: attempt > 1 ? `${attempt}× ${requestId}` : requestId }),
    },
    {
      id: 'version',
      title: 'version',
      width: 7,
      weight: 1,
      sort: 'version',
      cell: (one, { styleOf }) => ({ text: versionText(one.version) || UNKNOWN, style: styleOf(one) }),
    },
    {
      id: 'duration',
      title: 'took',
      width: 6,
      align: 'right',
      weight: 1,
      sort: 'duration',
      cell: ({ durationMs }, context) => figure(formatMs(durationMs), context),
    },
    {
      id: 'billed',
      title: 'billed',
      width: 6,
      align: 'right',
      weight: 4,
      sort: 'billed',
      cell: ({ billedDurationMs }, context) => figure(formatMs(billedDurationMs), context),
    },
    { id: 'memory', title: 'MB used', width: 9, align: 'right', weight: 3, sort: 'memory', cell: memoryCell },
    {
      id: 'cold',
      title: 'cold',
      width: 6,
      align: 'right',
      weight: 2,
      sort: 'init',
      cell: coldCell,
    },
    {
      id: 'status',
      title: 'status',
      width: 9,
      weight: 0,
      sort: 'status',
      cell: ({ status }, { theme }) => ({ text: STATUS_WORDS[status], style: statusStyle(status, theme) }),
    },
  ];
}

function figure(text: string, { theme }: InvocationCells): Cell {
  return { text, style: text === UNKNOWN ? theme.dim : theme.plain };
}

/** `61/128`: used of configured; used up is bad. */
function memoryCell(
  { maxMemoryUsedMb: used, memorySizeMb: size }: Invocation,
  { theme }: InvocationCells,
): Cell {
  if (used === null && size === null) return { text: UNKNOWN, style: theme.dim };
  const style = used !== null && size !== null && used >= size ? theme.bad : theme.plain;
  return { text: `${used ?? UNKNOWN}/${size ?? UNKNOWN}`, style };
}

/** How long the cold start took; `warm`; a dash while nobody knows. */
function coldCell({ isCold, initDurationMs }: Invocation, { theme }: InvocationCells): Cell {
  if (isCold === null) return { text: UNKNOWN, style: theme.dim };
  if (!isCold) return { text: 'warm', style: theme.dim };
  return { text: initDurationMs === null ? 'cold' : formatMs(initDurationMs), style: theme.warn };
}
