/** Many invocations in a few rows of text: percentiles, and how cold and warm ones ended. */
import { formatCount, formatMs, UNKNOWN } from '../figures.ts';
import { type ColdCounts, type ColdTable, coldTableOf, emptyColdTable, hasFailed } from './cold-table.ts';
import { INVOCATION_STATUSES, type Invocation } from './invocation.ts';
import {
  type Bucket,
  durationHistogram,
  memoryHistogram,
  type Percentiles,
  percentilesOf,
} from './invocation-figures.ts';

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
  /** With those that were forgotten. */
  readonly cold: ColdTable;
}

/** The figures of some invocations; `forgotten` are counted that are kept no more. */
export function figuresOf(
  invocations: readonly Invocation[],
  forgotten: ColdTable = emptyColdTable(),
): InvocationFigures {
  return {
    count: invocations.length,
    failed: invocations.filter(hasFailed).length,
    durations: percentilesOf(invocations.map(({ durationMs }) => durationMs)),
    billed: percentilesOf(invocations.map(({ billedDurationMs }) => billedDurationMs)),
    init: percentilesOf(invocations.map(({ initDurationMs }) => initDurationMs)),
    memory: percentilesOf(invocations.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb)),
    durationBars: durationHistogram(invocations),
    memoryBars: memoryHistogram(invocations),
    cold: coldTableOf(invocations, forgotten),
  };
}

/** `failed: 14 of 61 cold, 0 of 90,210 warm`; empty of none. */
export function coldText({ cold, warm, unknown }: ColdTable): string {
  const known = cold.total + warm.total;
  if (known === 0) return unknown.total > 0 ? 'cold or warm is not reported' : '';
  const part = ({ failed, total }: ColdCounts, what: string): string =>
    `${count(failed)} of ${count(total)} ${what}`;
  return `failed: ${part(cold, 'cold')}, ${part(warm, 'warm')}`;
}

/** Percentiles as cells, a row for each figure, the head first; what nothing reports is a dash. */
export function percentileRows({ durations, billed, init, memory }: InvocationFigures): string[][] {
  const row = (name: string, values: Percentiles | null, format: (value: number) => string): string[] => [
    name,
    values ? count(values.count) : UNKNOWN,
    ...[values?.p50, values?.p90, values?.p99, values?.max].map((value) =>
      value === undefined ? UNKNOWN : format(value),
    ),
  ];
  return [
    ['', 'known', 'p50', 'p90', 'p99', 'most'],
    row('took', durations, formatMs),
    row('billed', billed, formatMs),
    row('cold start', init, formatMs),
    row('MB used', memory, formatCount),
  ];
}

/** Cold and warm against how they ended, as cells, the head first; only what occurs has a row or a column. */
export function coldRows(table: ColdTable): string[][] {
  const all = [
    ['cold', table.cold],
    ['warm', table.warm],
    ['not reported', table.unknown],
  ] as const;
  const rows = all.filter(([, { total }]) => total > 0);
  const statuses = INVOCATION_STATUSES.filter((status) =>
    rows.some(([, { byStatus }]) => byStatus[status] > 0),
  );
  return [
    ['', 'all', 'failed', ...statuses.map((status) => status.replace('out-of-memory', 'memory'))],
    ...rows.map(([name, { total, failed, byStatus }]) => [
      name,
      count(total),
      count(failed),
      ...statuses.map((status) => count(byStatus[status])),
    ]),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en');
}
