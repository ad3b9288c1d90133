/** How cold and warm invocations ended: "14 of 61 cold failed, 0 of 90,210 warm". */
import { INVOCATION_STATUSES, type Invocation, type InvocationStatus } from './invocation.ts';

/** One row of the table. */
export interface ColdCounts {
  total: number;
  /** Errors, failed initialisations, out of memory, timeouts. */
  failed: number;
  readonly byStatus: Record<InvocationStatus, number>;
}

/** Rows by how the environment was; `unknown` until, or where, no REPORT tells. */
export type ColdTable = Readonly<Record<'cold' | 'warm' | 'unknown', ColdCounts>>;

/** A table without counts. */
export function emptyColdTable(): ColdTable {
  return { cold: noCounts(), warm: noCounts(), unknown: noCounts() };
}

/** The table of some invocations, on top of another's counts. */
export function coldTableOf(
  invocations: Iterable<Invocation>,
  base: ColdTable = emptyColdTable(),
): ColdTable {
  const table = emptyColdTable();
  for (const row of ROWS) addCounts(table[row], base[row]);
  for (const invocation of invocations) countIn(table, invocation);
  return table;
}

/** Whether an invocation did not do what it was called for. */
export function hasFailed({ status }: Pick<Invocation, 'status'>): boolean {
  return status === 'error' || status === 'init-error' || status === 'out-of-memory' || status === 'timeout';
}

/** Adds one invocation to a table. */
export function countIn(table: ColdTable, invocation: Pick<Invocation, 'isCold' | 'status'>): void {
  const { isCold, status } = invocation;
  const counts = table[isCold === null ? 'unknown' : isCold ? 'cold' : 'warm'];
  counts.total += 1;
  counts.byStatus[status] += 1;
  if (hasFailed(invocation)) counts.failed += 1;
}

const ROWS = ['cold', 'warm', 'unknown'] as const;

function noCounts(): ColdCounts {
  const byStatus = Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0]));
  return { total: 0, failed: 0, byStatus: byStatus as Record<InvocationStatus, number> };
}

function addCounts(to: ColdCounts, from: ColdCounts): void {
  to.total += from.total;
  to.failed += from.failed;
  for (const status of INVOCATION_STATUSES) to.byStatus[status] += from.byStatus[status];
}
