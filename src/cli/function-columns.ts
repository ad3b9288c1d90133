/** The columns of `lambdatop functions` as data: the table, `--sort` and its error message read them. */
import { formatAge, formatCount, formatMs, formatShare, UNKNOWN } from '../domain/figures.ts';
import type { FunctionHealth } from '../domain/health.ts';
import type { Alias, FunctionDetails, LambdaFunction } from '../domain/lambda-function.ts';
import { sanitise } from '../domain/text.ts';

/** One function with what was asked for about it; null where it was asked for and could not be had. */
export interface FunctionRow {
  readonly lambda: LambdaFunction;
  readonly health?: FunctionHealth | null;
  readonly details?: FunctionDetails | null;
}

/** What has to be asked for before a column has values. */
type ColumnNeeds = '--metrics' | '--details';

/** One column. */
export interface FunctionColumn {
  /** Its head, and its name for `--sort`. */
  readonly name: string;
  readonly align: 'left' | 'right';
  readonly needs?: ColumnNeeds;
  /** What it is sorted by: text upwards, numbers downwards, null last. */
  readonly sortBy: (row: FunctionRow) => string | number | null;
  /** What a person reads; `now` is ms since the epoch. */
  readonly text: (row: FunctionRow, now: number) => string;
}

const number = (
  name: string,
  value: (row: FunctionRow) => number | null,
  text: (value: number | null, now: number) => string,
  needs?: ColumnNeeds,
): FunctionColumn => ({
  name,
  align: 'right',
  ...(needs ? { needs } : {}),
  sortBy: value,
  text: (row, now) => text(value(row), now),
});

const withUnit =
  (unit: string) =>
  (value: number | null): string =>
    value === null ? UNKNOWN : `${value}${unit}`;

const formatBytes = (bytes: number | null): string => {
  if (bytes === null) return UNKNOWN;
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)}kB` : `${(bytes / 1e6).toFixed(1)}MB`;
};

/** All columns, in the order of the table. */
export const FUNCTION_COLUMNS: readonly FunctionColumn[] = [
  {
    name: 'name',
    align: 'left',
    sortBy: ({ lambda }) => lambda.name,
    text: ({ lambda }) => sanitise(lambda.name),
  },
  {
    name: 'runtime',
    align: 'left',
    sortBy: ({ lambda }) => lambda.runtime,
    text: ({ lambda }) => sanitise(lambda.runtime ?? lambda.packageType.toLowerCase()),
  },
  number('memory', ({ lambda }) => lambda.memoryMb, withUnit('MB')),
  number('timeout', ({ lambda }) => lambda.timeoutS, withUnit('s')),
  number('size', ({ lambda }) => lambda.codeSizeBytes, formatBytes),
  number(
    'modified',
    ({ lambda }) => lambda.lastModified,
    (at, now) => (at === null ? UNKNOWN : `${formatAge(now - at)} ago`),
  ),
  number('invocations', ({ health }) => health?.invocationsPerMin ?? null, formatCount, '--metrics'),
  number('errors', ({ health }) => health?.errorShare ?? null, formatShare, '--metrics'),
  number('p50', ({ health }) => health?.p50Ms ?? null, formatMs, '--metrics'),
  number('p99', ({ health }) => health?.p99Ms ?? null, formatMs, '--metrics'),
  number('throttles', ({ health }) => health?.throttles ?? null, formatCount, '--metrics'),
  {
    name: 'state',
    align: 'left',
    needs: '--details',
    sortBy: ({ details }) => details?.state ?? null,
    text: ({ details }) => sanitise(details?.state ?? UNKNOWN),
  },
  {
    name: 'reserved',
    align: 'right',
    needs: '--details',
    sortBy: ({ details }) => details?.reservedConcurrency ?? null,
    text: ({ details }) => (details ? String(details.reservedConcurrency ?? 'unset') : UNKNOWN),
  },
  {
    name: 'aliases',
    align: 'left',
    needs: '--details',
    sortBy: ({ details }) => details?.aliases.length ?? null,
    text: ({ details }) => (details ? details.aliases.map(aliasText).join(' ') : UNKNOWN),
  },
];

/** `live:7` or, split, `live:7+8@10%`. */
function aliasText({ name, version, weights }: Alias): string {
  const split = Object.entries(weights).map(([other, share]) => `+${other}@${formatShare(share)}`);
  return sanitise(`${name}:${version}${split.join('')}`);
}

/** Rows in the order of a column; equal ones keep the order they had. */
export function sortRows(rows: readonly FunctionRow[], { sortBy }: FunctionColumn): FunctionRow[] {
  return [...rows].sort((one, other) => {
    const a = sortBy(one);
    const b = sortBy(other);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return b - a;
    return a < b ? -1 : Number(a > b);
  });
}
