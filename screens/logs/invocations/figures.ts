/** Many invocations in a few lines: percentiles, histograms, how cold and warm ones ended. */
import { formatMs, formatShare } from '../../../src/domain/figures.ts';
import type { ColdTable } from '../../../src/domain/logs/cold-table.ts';
import type { Bucket, Percentiles } from '../../../src/domain/logs/invocation-figures.ts';
import {
  coldRows,
  coldText,
  type InvocationFigures,
  percentileRows,
} from '../../../src/domain/logs/invocation-summary.ts';
import { fitTo, widthOf } from '../../../src/domain/text.ts';
import type { Segment } from '../../../src/ui/segments.ts';
import type { Theme } from '../../../src/ui/theme.ts';

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

function percentileTable(figures: InvocationFigures, theme: Theme): string[] {
  const [head = [], ...rows] = percentileRows(figures);
  return [theme.head(tableRow(head)), ...rows.map(tableRow)];
}

function tableRow([name = '', ...values]: readonly string[]): string {
  return fitTo(name, 14) + values.map((value) => fitTo(value, FIGURE_WIDTH, 'right')).join(' ');
}

function coldTable(table: ColdTable, theme: Theme): string[] {
  const [head = [], ...rows] = coldRows(table);
  return [theme.head(tableRow(head)), ...rows.map(tableRow), theme.dim(coldText(table))];
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
