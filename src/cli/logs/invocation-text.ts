/** Invocations as `lambdatop logs --invocations` prints them. */
import { formatMs, UNKNOWN } from '../../domain/figures.ts';
import type { ColdTable } from '../../domain/logs/cold-table.ts';
import type { Invocation } from '../../domain/logs/invocation.ts';
import { errorTextOf } from '../../domain/logs/invocation-filter.ts';
import { coldRows, coldText, figuresOf, percentileRows } from '../../domain/logs/invocation-summary.ts';
import { cutEnd, sanitise } from '../../domain/text.ts';
import { tableText } from '../table.ts';

/** Columns of an error's text. */
const ERROR_WIDTH = 120;

/** An invocation for scripts; null = unknown, times in ms since the epoch. Fields may be added, never changed. */
export function invocationRecord(one: Invocation): Record<string, unknown> {
  const { requestId, functionName, version, attempt, startedAt, endedAt, status, error, stream } = one;
  return {
    requestId,
    function: functionName,
    version,
    attempt,
    startedAt,
    endedAt,
    durationMs: one.durationMs,
    billedDurationMs: one.billedDurationMs,
    memorySizeMb: one.memorySizeMb,
    maxMemoryUsedMb: one.maxMemoryUsedMb,
    initDurationMs: one.initDurationMs,
    cold: one.isCold,
    status,
    error,
    stream,
  };
}

/**
 * A table with a row for each, then percentiles, then how cold and warm ones ended.
 *
 * @param forgotten counts of those that are kept no more
 * @param named rows say which function
 */
export function invocationsText(
  invocations: readonly Invocation[],
  forgotten: ColdTable,
  { named, colour }: { readonly named: boolean; readonly colour: boolean },
): string {
  const figures = figuresOf(invocations, forgotten);
  const columns = COLUMNS.filter(({ head }) => named || head !== 'function');
  const rows = invocations.map((one) => columns.map(({ text }) => text(one)));
  const parts = [tableText(columns, rows, colour)];
  for (const [head = [], ...body] of [percentileRows(figures), coldRows(figures.cold)]) {
    const cells = head.map((name, index) => ({ head: name, align: index === 0 ? 'left' : 'right' }) as const);
    parts.push(tableText(cells, body, colour));
  }
  return `${parts.join('\n')}${coldText(figures.cold)}\n`;
}

const COLUMNS: readonly {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly text: (one: Invocation) => string;
}[] = [
  { head: 'began', align: 'left', text: ({ startedAt }) => new Date(startedAt).toISOString() },
  { head: 'request id', align: 'left', text: ({ requestId }) => sanitise(requestId) },
  { head: 'function', align: 'left', text: ({ functionName }) => sanitise(functionName ?? UNKNOWN) },
  { head: 'version', align: 'left', text: ({ version }) => sanitise(version ?? UNKNOWN) },
  { head: 'took', align: 'right', text: ({ durationMs }) => formatMs(durationMs) },
  { head: 'billed', align: 'right', text: ({ billedDurationMs }) => formatMs(billedDurationMs) },
  {
    head: 'mb used',
    align: 'right',
    text: ({ maxMemoryUsedMb: used, memorySizeMb: size }) =>
      used === null && size === null ? UNKNOWN : `${used ?? UNKNOWN}/${size ?? UNKNOWN}`,
  },
  {
    head: 'cold',
    align: 'right',
    text: ({ isCold, initDurationMs }) => {
      if (isCold === null) return UNKNOWN;
      if (!isCold) return 'warm';
      return initDurationMs === null ? 'cold' : formatMs(initDurationMs);
    },
  },
  {
    head: 'status',
    align: 'left',
    text: ({ status, attempt }) => (attempt > 1 ? `${status}, attempt ${attempt}` : status),
  },
  {
    head: 'error',
    align: 'left',
    text: (one) => {
      const [first = ''] = (errorTextOf(one) ?? '').split(/[\r\n]/, 1);
      return cutEnd(sanitise(first), ERROR_WIDTH);
    },
  },
];
