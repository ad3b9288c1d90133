/** From what was counted to rows: those of the tail and those of a longer past, filtered and sorted. */
import { type ColdTable, emptyColdTable } from '../../../src/domain/logs/cold-table.ts';
import type { Invocation } from '../../../src/domain/logs/invocation.ts';
import {
  type InvocationSort,
  parseInvocationFilter,
  sortInvocations,
} from '../../../src/domain/logs/invocation-filter.ts';
import type { InvocationLog } from '../../../src/domain/logs/invocation-log.ts';
import type { TableView } from '../../../src/stores/table-view.ts';
import type { TableRows } from '../../table/keys.ts';
import { createNarrowing } from '../../table/narrowing.ts';
import { createPlacing } from '../../table/place.ts';
import { remember } from '../../table/remember.ts';

/** The rows as they are now. */
export interface InvocationsTable extends TableRows {
  readonly rows: readonly Invocation[];
  /** Before the filter, with those that are kept no more. */
  readonly total: number;
  /** Those that are kept no more, as counts; none while a filter is on, which cannot judge them. */
  readonly forgotten: ColdTable;
}

/** What the rows are made of. */
export interface InvocationsInputs {
  readonly log: InvocationLog;
  /** Invocations of a longer past; empty when none were read. */
  readonly history: readonly Invocation[];
  readonly view: TableView<InvocationSort>;
  /** ms since the epoch. */
  readonly now: number;
}

/** Fifty thousand rows are not put in order for every batch of lines, but so often, ms. */
const EVERY_MS = 1_000;

const NONE = emptyColdTable();

/** Makes the rows; keeps the last result of each step. */
export type InvocationsModel = (inputs: InvocationsInputs) => InvocationsTable;

/** What an invocation is known by on the screen. */
export function invocationId({ stream, requestId, attempt }: Invocation): string {
  return `${requestId} ${attempt} ${stream}`;
}

/** A model with nothing remembered. */
export function createInvocationsModel(): InvocationsModel {
  const allOf = remember((log: InvocationLog, history: readonly Invocation[], _time: number) =>
    withHistory(log.list(), history),
  );
  const narrow = createNarrowing(
    parseInvocationFilter,
    ({ error, status }) => error !== null || status !== 'ok',
  );
  const sortedOf = remember((rows: readonly Invocation[], sort: TableView<InvocationSort>['sort']) =>
    sortInvocations(rows, sort.column, sort.descending),
  );
  const idsOf = remember((rows: readonly Invocation[]) => rows.map(invocationId));
  const placeOf = createPlacing((id: string) => id);
  // Another object once they may be others: figures are kept as long as it stays.
  const forgottenOf = remember((log: InvocationLog, _time: number) => ({ ...log.forgotten }));
  let listedAt = Number.NEGATIVE_INFINITY;
  let listedFor: InvocationLog | null = null;
  let listedRevision = -1;

  return ({ log, history, view, now }) => {
    if (listedFor !== log || (log.revision !== listedRevision && now - listedAt >= EVERY_MS)) {
      listedFor = log;
      listedAt = now;
      listedRevision = log.revision;
    }
    const all = allOf(log, history, listedAt);
    const { rows: left, filter, filterProblem } = narrow(all, view);
    const rows = sortedOf(left, view.sort);
    const ids = idsOf(rows);
    return {
      rows,
      ids,
      total: all.length + forgottenIn(log.forgotten),
      forgotten: (filter.ok && !filter.empty) || view.onlyTrouble ? NONE : forgottenOf(log, listedAt),
      filterProblem,
      ...placeOf(ids, view),
    };
  };
}

function forgottenIn({ cold, warm, unknown }: ColdTable): number {
  return cold.total + warm.total + unknown.total;
}

/** What the tail has seen is told by the tail: it knows more of it. */
function withHistory(known: Invocation[], history: readonly Invocation[]): readonly Invocation[] {
  if (history.length === 0) return known;
  const keyOf = ({ requestId, stream }: Invocation): string => `${requestId} ${stream}`;
  const keys = new Set(known.map(keyOf));
  return [...known, ...history.filter((one) => !keys.has(keyOf(one)))];
}
