/** One row of the functions table: everything known about one function, and how it answers sort and filter. */
import type { FilterField } from '../../src/domain/filter.ts';
import type { FunctionHealth, RankedMetric, Ranking } from '../../src/domain/health.ts';
import { MINUTE_MS } from '../../src/domain/health-query.ts';
import type { Alias, FunctionDetails, LambdaFunction } from '../../src/domain/lambda-function.ts';
import { type RuntimeSupport, runtimeSupport } from '../../src/domain/runtimes.ts';
import type { SortColumn } from '../../src/stores/functions-view-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';

/** Null means not read yet, or not known; never zero. */
export interface FunctionRow {
  readonly lambda: LambdaFunction;
  readonly health: FunctionHealth | null;
  readonly details: FunctionDetails | null;
  readonly rankings: ReadonlyMap<RankedMetric, Ranking>;
  readonly support: RuntimeSupport;
  /** Messages in the queues its failed work goes to, as far as they were read. */
  readonly deadLetters: number;
}

/** The part of what is known of all functions that rows are made of. */
export type RowFigures = Pick<HealthState, 'health' | 'details' | 'rankings'> & {
  /** By function name; none is not in it. */
  readonly deadLetters?: ReadonlyMap<string, number>;
};

/** The row of one function at `now`, ms since the epoch. */
export function rowOf(lambda: LambdaFunction, known: RowFigures, now: number): FunctionRow {
  return {
    lambda,
    health: known.health.get(lambda.name) ?? null,
    details: known.details.get(lambda.name) ?? null,
    rankings: known.rankings,
    support: runtimeSupport(lambda.runtime, now),
    deadLetters: known.deadLetters?.get(lambda.name) ?? 0,
  };
}

/** Reserved concurrency 0: nothing runs, whoever set it. */
export function isKilled(row: FunctionRow): boolean {
  return row.details?.reservedConcurrency === 0;
}

/** The alias that splits its traffic, if one does. */
export function splitAlias(row: FunctionRow): Alias | null {
  return row.details?.aliases.find(({ weights }) => Object.keys(weights).length > 0) ?? null;
}

/** What the state column says, worst first; null when not read yet. */
export function stateOf(row: FunctionRow): string | null {
  if (isKilled(row)) return 'KILLED';
  if (!row.details) return null;
  const { state } = row.details;
  if (state !== null && state !== 'Active') return state;
  if (splitAlias(row)) return 'split';
  return row.deadLetters > 0 ? 'DLQ' : 'ok';
}

/** A row's own minute is preferred to the account's ranking unless it is older than the ranking by this, ms. */
const PREFER_EXACT_MS = 3 * MINUTE_MS;

/**
 * The per-minute figure a row is ranked by: its own newest minute where that was read, else the account's
 * ranking. So the rows on the screen stand in the order of the figures they show, among all of the account.
 */
function rankedValue(row: FunctionRow, metric: RankedMetric, exact: number | null): number | null {
  const ranking = row.rankings.get(metric);
  const isFresh = row.health !== null && (!ranking || row.health.windowEnd + PREFER_EXACT_MS >= ranking.at);
  if (isFresh && exact !== null) return exact;
  if (isFresh && row.health?.idle) return 0;
  return ranking?.perMinute.get(row.lambda.name) ?? null;
}

/** States in the order of their urgency. */
const URGENCY = ['KILLED', 'Failed', 'Inactive', 'Pending', 'DLQ', 'split', 'ok'];

/** What each column sorts by; null sorts last in both directions. */
export const SORT_VALUE: Readonly<Record<SortColumn, (row: FunctionRow) => number | string | null>> = {
  name: (row) => row.lambda.name.toLowerCase(),
  runtime: (row) => row.lambda.runtime ?? 'image',
  memory: (row) => row.lambda.memoryMb,
  modified: (row) => row.lambda.lastModified,
  invocations: (row) => rankedValue(row, 'invocations', row.health?.invocationsPerMin ?? null),
  errors: (row) => rankedValue(row, 'errors', row.health?.errorsPerMin ?? null),
  throttles: (row) => rankedValue(row, 'throttles', row.health?.throttles ?? null),
  p50: (row) => row.health?.p50Ms ?? null,
  p99: (row) => row.health?.p99Ms ?? null,
  concurrency: (row) => row.health?.concurrency ?? null,
  'iterator-age': (row) => row.health?.iteratorAgeMs ?? null,
  state: (row) => {
    const state = stateOf(row);
    const rank = state === null ? -1 : URGENCY.indexOf(state);
    return state === null ? null : -(rank === -1 ? 1.5 : rank);
  },
};

/** The rankings a sort by this column needs; empty for columns Metrics Insights cannot rank. */
export const RANKED_BY: Readonly<Partial<Record<SortColumn, RankedMetric>>> = {
  invocations: 'invocations',
  errors: 'errors',
  throttles: 'throttles',
};

/** From this share of errors on, a function is in trouble. */
export const TROUBLE_ERROR_SHARE = 0.01;
/** From this iterator age on, ms, a stream's consumer is in trouble. */
export const TROUBLE_AGE_MS = 60_000;

/**
 * Whether somebody should look at it: killed, with dead letters, not active, 1 % errors or more, throttles, a stream left behind.
 * Rows nobody looks at are judged by the account's rankings, and where these know no invocations by any error.
 */
export function inTrouble(row: FunctionRow): boolean {
  const state = stateOf(row);
  if (state !== null && state !== 'ok' && state !== 'split') return true;
  const errors = numeric(SORT_VALUE.errors(row)) ?? 0;
  const invocations = numeric(SORT_VALUE.invocations(row)) ?? 0;
  return (
    row.deadLetters > 0 ||
    (errors > 0 && errors >= invocations * TROUBLE_ERROR_SHARE) ||
    (numeric(SORT_VALUE.throttles(row)) ?? 0) > 0 ||
    (row.health?.iteratorAgeMs ?? 0) >= TROUBLE_AGE_MS
  );
}

/** What the filter line can ask for. */
export const FILTER_FIELDS: readonly FilterField<FunctionRow>[] = [
  { names: ['name'], value: (row) => row.lambda.name },
  // So that a whole ARN can be pasted: `arn:aws:lambda:…` asks for the field "arn".
  { names: ['arn'], value: (row) => row.lambda.arn },
  { names: ['runtime'], value: (row) => row.lambda.runtime ?? 'image' },
  { names: ['arch', 'architecture'], value: (row) => row.lambda.architecture },
  { names: ['memory'], value: (row) => row.lambda.memoryMb, unit: 'count' },
  { names: ['state'], value: (row) => stateOf(row) },
  { names: ['dlq', 'deadletters'], value: (row) => row.deadLetters, unit: 'count' },
  { names: ['support'], value: (row) => row.support },
  { names: ['alias'], value: (row) => row.details?.aliases.map(({ name }) => name).join(' ') ?? null },
  { names: ['invocations', 'inv'], value: (row) => numeric(SORT_VALUE.invocations(row)), unit: 'count' },
  { names: ['errors', 'err'], value: (row) => numeric(SORT_VALUE.errors(row)), unit: 'count' },
  { names: ['error%', 'err%'], value: (row) => row.health?.errorShare ?? null, unit: 'share' },
  { names: ['throttles', 'thr'], value: (row) => numeric(SORT_VALUE.throttles(row)), unit: 'count' },
  { names: ['p50'], value: (row) => row.health?.p50Ms ?? null, unit: 'ms' },
  { names: ['p99'], value: (row) => row.health?.p99Ms ?? null, unit: 'ms' },
  { names: ['concurrency', 'conc'], value: (row) => row.health?.concurrency ?? null, unit: 'count' },
  { names: ['reserved'], value: (row) => row.details?.reservedConcurrency ?? null, unit: 'count' },
  { names: ['age'], value: (row) => row.health?.iteratorAgeMs ?? null, unit: 'ms' },
];

function numeric(value: number | string | null): number | null {
  return typeof value === 'number' ? value : null;
}
