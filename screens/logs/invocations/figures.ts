/** Many invocations in a few lines: percentiles, histograms, how cold and warm ones ended. */
import { formatCount, formatMs, formatShare, UNKNOWN } from '../../../src/domain/figures.ts';
import {
  type ColdCounts,
  type ColdTable,
  coldTableOf,
  hasFailed,
} from '../../../src/domain/logs/cold-table.ts';
import { INVOCATION_STATUSES, type Invocation } from '../../../src/domain/logs/invocation.ts';
import {
  type Bucket,
  durationHistogram,
  memoryHistogram,
  type Percentiles,
  percentilesOf,
} from '../../../src/domain/logs/invocation-figures.ts';
import { fitTo, widthOf } from '../../../src/domain/text.ts';
import type { Segment } from '../../../src/ui/segments.ts';
import type { Theme } from '../../../src/ui/theme.ts';

/** What is told of some invocations. */
export interface InvocationFigures {
  readonly count: number;
  readonly failed: number;
  readonly durations: Percentiles | null;
  readonly billed: Percentiles | null;
  readonly init: Percentiles | null;
  /** MB. */
  readonly memory: Percentiles | null;
  readonly durationBars: readonly Bucket[];
  readonly memoryBars: readonly Bucket[];
  readonly cold: ColdTable;
}

/** The figures of some invocations. */
export function figuresOf(invocations: readonly Invocation[]): InvocationFigures {
  return {
    count: invocations.length,
    failed: invocations.filter(hasFailed).length,
    durations: percentilesOf(invocations.map(({ durationMs }) => durationMs)),
    billed: percentilesOf(invocations.map(({ billedDurationMs }) => billedDurationMs)),
    init: percentilesOf(invocations.map(({ initDurationMs }) => initDurationMs)),
    memory: percentilesOf(invocations.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb)),
    durationBars: durationHistogram(invocations),
    memoryBars: memoryHistogram(invocations),
    cold: coldTableOf(invocations),
  };
}

const count = (value: number): string => value.toLocaleString('en');

/** The line above the table: how many, how they ended, how long they took. */
export function summarySegments(figures: InvocationFigures, total: number, theme: Theme): Segment[] {
  const { count: shown, failed, durations, cold } = figures;
  const of = shown < total ? ` of ${count(total)}` : '';
  const share = shown === 0 ? null : failed / shown;
  return [
    {
      text: `${count(shown)}${of} ${total === 1 ? 'invocation' : 'invocations'}`,
      style: theme.strong,
      weight: 0,
    },
    {
      text: failed > 0 ? `${count(failed)} failed, ${formatShare(share)}` : 'none failed',
      style: failed > 0 ? theme.bad : theme.good,
      weight: 0,
    },
    { text: durations ? percentilesText(durations, formatMs) : '', weight: 2 },
    { text: coldText(cold), style: theme.dim, weight: 1 },
  ];
}

function percentilesText({ p50, p90, p99, max }: Percentiles, format: (value: number) => string): string {
  return `p50 ${format(p50)}  p90 ${format(p90)}  p99 ${format(p99)}  most ${format(max)}`;
}

/** `14 of 61 cold failed, 0 of 90,210 warm`. */
export function coldText({ cold, warm, unknown }: ColdTable): string {
  const known = cold.total + warm.total;
  if (known === 0) return unknown.total > 0 ? 'cold or warm is not reported' : '';
  const part = ({ failed, total }: ColdCounts, what: string): string =>
    `${count(failed)} of ${count(total)} ${what}`;
  return `failed: ${part(cold, 'cold')}, ${part(warm, 'warm')}`;
}

/** Everything about them: percentiles, both histograms, the table. Styled lines of at most `width` columns. */
export function distributionLines(figures: InvocationFigures, width: number, theme: Theme): string[] {
  const columns = width >= 100 ? 2 : 1;
  const gap = 4;
  const each = Math.floor((width - 2 - (columns - 1) * gap) / columns);
  const durations = barLines('how long they took', figures.durationBars, durationLabel, each, theme);
  const memory = barLines('share of their memory used', figures.memoryBars, memoryLabel, each, theme);
  const charts = columns === 1 ? [...durations, '', ...memory] : beside(durations, memory, each, gap);
  return ['', ...percentileTable(figures, theme), '', ...coldTable(figures.cold, theme), '', ...charts].map(
    (line) => `  ${line}`,
  );
}

const FIGURE_WIDTH = 9;

function percentileTable({ durations, billed, init, memory }: InvocationFigures, theme: Theme): string[] {
  const head = ['', 'known', 'p50', 'p90', 'p99', 'most'];
  const row = (name: string, values: Percentiles | null, format: (value: number) => string): string[] => [
    name,
    values ? count(values.count) : UNKNOWN,
    ...[values?.p50, values?.p90, values?.p99, values?.max].map((value) =>
      value === undefined ? UNKNOWN : format(value),
    ),
  ];
  const rows = [
    row('took', durations, formatMs),
    row('billed', billed, formatMs),
    row('cold start', init, formatMs),
    row('MB used', memory, formatCount),
  ];
  return [theme.head(tableRow(head)), ...rows.map(tableRow)];
}

function tableRow([name = '', ...values]: readonly string[]): string {
  return fitTo(name, 14) + values.map((value) => fitTo(value, FIGURE_WIDTH, 'right')).join(' ');
}

/** Only ends that occur have a column. */
function coldTable(table: ColdTable, theme: Theme): string[] {
  const rows = [
    ['cold', table.cold],
    ['warm', table.warm],
    ['not reported', table.unknown],
  ] as const;
  const statuses = INVOCATION_STATUSES.filter((status) =>
    rows.some(([, { byStatus }]) => byStatus[status] > 0),
  );
  const head = tableRow([
    '',
    'all',
    'failed',
    ...statuses.map((status) => status.replace('out-of-memory', 'memory')),
  ]);
  const lines = rows
    .filter(([, { total }]) => total > 0)
    .map(([name, { total, failed, byStatus }]) =>
      tableRow([name, count(total), count(failed), ...statuses.map((status) => count(byStatus[status]))]),
    );
  return [theme.head(head), ...lines, theme.dim(coldText(table))];
}

function barLines(
  title: string,
  buckets: readonly Bucket[],
  label: (bucket: Bucket) => string,
  width: number,
  theme: Theme,
): string[] {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const room = Math.max(4, width - 14 - 8);
  const bars = buckets.map((bucket) => {
    // What is there at all is seen.
    const length = bucket.count === 0 ? 0 : Math.max(1, Math.round((bucket.count / most) * room));
    return `${fitTo(label(bucket), 13, 'right')} ${theme.trend('█'.repeat(length))} ${count(bucket.count)}`;
  });
  return [theme.head(title), ...(bars.length > 0 ? bars : [theme.dim('not reported')])];
}

function durationLabel({ from, until }: Bucket): string {
  return `${formatMs(from)}–${formatMs(until)}`;
}

function memoryLabel({ from, until }: Bucket): string {
  return Number.isFinite(until) ? `${Math.round(from * 100)}–${Math.round(until * 100)}%` : 'all of it';
}

/** Two blocks of styled lines side by side. */
function beside(left: readonly string[], right: readonly string[], width: number, gap: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const line = left[index] ?? '';
    return padStyled(line, width + gap) + (right[index] ?? '');
  });
}

function padStyled(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - widthOf(line)));
}
