/** One row of the concurrency table: what one function reserves, keeps warm and uses. */
import { reservedOf } from '../../src/domain/concurrency/held.ts';
import type { FilterField } from '../../src/domain/filter.ts';
import type { FunctionHealth, Ranking } from '../../src/domain/health.ts';
import type { KilledMark } from '../../src/domain/killed.ts';
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import { type ChangesState, killedMark } from '../../src/stores/changes-store.ts';
import type { ConcurrencyState, ProvisionedReading } from '../../src/stores/concurrency-store.ts';
import type { ConcurrencyColumn } from '../../src/stores/concurrency-view-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';
import type { RowOrder, SortValue } from '../table/order.ts';

/** Undefined means that nobody has read it yet, null that AWS has no value (unset, no datapoint); never zero. */
export interface ConcurrencyRow {
  readonly lambda: LambdaFunction;
  readonly health: FunctionHealth | undefined;
  readonly reserved: number | null | undefined;
  readonly provisioned: ProvisionedReading | undefined;
  /** Its highest concurrency of the last minutes by the account's ranking; undefined without a ranking. */
  readonly ranked: number | undefined;
  /** Who stopped it; null while it is not stopped, or not known to be. */
  readonly killed: KilledMark | null;
}

/** What rows are made of. */
export interface ConcurrencyFigures {
  readonly health: Pick<HealthState, 'health' | 'details' | 'rankings'>;
  readonly concurrency: Pick<ConcurrencyState, 'reserved' | 'provisioned'>;
  readonly changes: Pick<ChangesState, 'killed' | 'firstSeen'>;
}

/** The row of one function at `now`, ms since the epoch. */
export function rowOf(
  lambda: LambdaFunction,
  { health, concurrency, changes }: ConcurrencyFigures,
  now: number,
): ConcurrencyRow {
  const reserved = reservedOf(lambda.name, health.details, concurrency.reserved);
  return {
    lambda,
    health: health.health.get(lambda.name),
    reserved,
    provisioned: concurrency.provisioned.get(lambda.name),
    ranked: rankedIn(health.rankings.get('concurrency'), lambda.name),
    killed: reserved === 0 ? killedMark(changes, lambda.arn, now) : null,
  };
}

/** A whole ranking that lacks a function says that it did not run. */
function rankedIn(ranking: Ranking | undefined, name: string): number | undefined {
  const peak = ranking?.perMinute.get(name);
  return peak ?? (ranking && !ranking.truncated ? 0 : undefined);
}

/** Executions at once now: the row's own newest minute, else the account's ranking; null = unknown. */
export function usedNow({ health, ranked }: ConcurrencyRow): number | null {
  if (health?.idle) return 0;
  return health?.concurrency ?? ranked ?? null;
}

/** Environments that all qualifiers ask for, and have; null = not read. */
export function provisionedIn({ provisioned }: ConcurrencyRow): {
  readonly requested: number;
  readonly allocated: number | null;
} | null {
  if (!provisioned) return null;
  const { configs } = provisioned;
  const allocated = configs.map((config) => config.allocated);
  return {
    requested: configs.reduce((sum, { requested }) => sum + requested, 0),
    allocated: allocated.every((one) => one !== null)
      ? allocated.reduce((sum: number, one) => sum + (one ?? 0), 0)
      : null,
  };
}

/** What is the matter: the worst first; `ok` when nothing is, null when nobody has read enough to tell. */
export function stateOf(row: ConcurrencyRow): string | null {
  if (row.killed) return 'KILLED';
  if (row.provisioned?.configs.some(({ status }) => status === 'FAILED')) return 'prov failed';
  if ((row.health?.throttles ?? 0) > 0) return 'throttled';
  if (isFull(row)) return 'full';
  if (row.provisioned?.configs.some(({ status }) => status === 'IN_PROGRESS')) return 'allocating';
  return row.reserved === undefined ? null : 'ok';
}

/** From this share of the reservation on, the next invocations will be throttled. */
const FULL_SHARE = 0.9;

function isFull(row: ConcurrencyRow): boolean {
  const used = usedNow(row);
  return used !== null && (row.reserved ?? 0) > 0 && used >= (row.reserved ?? 0) * FULL_SHARE;
}

/** Whether somebody should look at it. */
export function inTrouble(row: ConcurrencyRow): boolean {
  const state = stateOf(row);
  return state !== null && state !== 'ok' && state !== 'allocating';
}

const URGENCY = ['KILLED', 'prov failed', 'throttled', 'full', 'allocating', 'ok'];

/** What each column sorts by; null sorts last in both directions. */
export const ORDER: RowOrder<ConcurrencyRow, ConcurrencyColumn> = {
  name: ({ lambda }) => lambda.name,
  value: {
    name: ({ lambda }) => lambda.name.toLowerCase(),
    reserved: ({ reserved }) => reserved ?? null,
    provisioned: (row) => provisionedIn(row)?.requested || null,
    used: usedNow,
    peak: ({ health }) => health?.peakConcurrency ?? null,
    throttles: ({ health }) => health?.throttles ?? null,
    state: (row): SortValue => {
      const state = stateOf(row);
      return state === null ? null : -URGENCY.indexOf(state);
    },
  },
};

/** What the filter line can ask for. */
export const FILTER_FIELDS: readonly FilterField<ConcurrencyRow>[] = [
  { names: ['name'], value: ({ lambda }) => lambda.name },
  { names: ['arn'], value: ({ lambda }) => lambda.arn },
  { names: ['reserved', 'res'], value: ({ reserved }) => reserved ?? null, unit: 'count' },
  { names: ['provisioned', 'prov'], value: (row) => provisionedIn(row)?.requested ?? null, unit: 'count' },
  { names: ['used'], value: usedNow, unit: 'count' },
  { names: ['peak'], value: ({ health }) => health?.peakConcurrency ?? null, unit: 'count' },
  { names: ['throttles', 'thr'], value: ({ health }) => health?.throttles ?? null, unit: 'count' },
  { names: ['state'], value: (row) => (row.killed ? 'killed' : stateOf(row)) },
];
