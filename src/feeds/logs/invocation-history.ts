/** Invocations of a past too long to read line by line: by Logs Insights, which charges for what it scans. */

import { eventsInRows, MOST_ROWS, reportsQuery } from '../../domain/logs/insights.ts';
import type { Invocation } from '../../domain/logs/invocation.ts';
import { InvocationLog } from '../../domain/logs/invocation-log.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogTarget } from '../../domain/logs/log-target.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { findSource, isWanted, type LogSource, targetsByFunction } from './log-source.ts';

/** Where a history would be read, and what that takes. */
export interface HistoryPlan {
  /** Of the functions that have logs. */
  readonly sources: readonly LogSource[];
  /** Bytes that are scanned at most: all there is in the groups. Null = a group does not say. */
  readonly bytes: number | null;
  /** Functions whose successes are not reported: their system log level hides them. */
  readonly silent: readonly string[];
}

/** What was read. */
export interface InvocationHistory {
  /** In order of their reports. */
  readonly invocations: readonly Invocation[];
  /** How many lines there were in all, of which the newest were read; null = not said. */
  readonly matched: number | null;
  /** Bytes that were scanned; null = not said. */
  readonly bytesScanned: number | null;
  /** A query gave as many rows as it may: older ones are missing. */
  readonly isCut: boolean;
}

/** Looks up what reading a history would take. Costs nothing. */
export async function planHistory(
  gateway: LogsGateway,
  targets: readonly LogTarget[],
  signal: AbortSignal,
): Promise<HistoryPlan> {
  const found = await Promise.all(
    targetsByFunction(targets).map((target) => findSource(gateway, target, signal)),
  );
  return historyPlanOf(found.filter((source) => source !== null));
}

/** The same of sources that are known. */
export function historyPlanOf(sources: readonly LogSource[]): HistoryPlan {
  // One that several functions share is scanned for each of them.
  const sizes = sources.map(({ group }) => group.storedBytes);
  const silent = sources.filter(({ hidesReports }) => hidesReports).map(({ functionName }) => functionName);
  return { sources, bytes: sum(sizes), silent };
}

/** Reads the newest invocations between two times (ms since the epoch), as far as their reports tell them. */
export async function readHistory(
  gateway: LogsGateway,
  { sources }: HistoryPlan,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<InvocationHistory> {
  const answers = await Promise.all(
    sources.map(async (source) => {
      const query = reportsQuery(source.isShared ? source.functionName : null);
      const groups = [source.group.name];
      const { rows, bytesScanned, recordsMatched } = await gateway.insights(
        { groups, query, from, to },
        signal,
      );
      const log = new InvocationLog();
      const reader = createLineReader({
        functionOf: () => source.functionName,
        interleaves: () => source.interleaves,
      });
      for (const event of eventsInRows(rows, source.group.name)) {
        if (isWanted(source, event.stream)) log.add(reader.read(event));
      }
      return { invocations: log.list(), bytesScanned, recordsMatched, isCut: rows.length >= MOST_ROWS };
    }),
  );
  return {
    invocations: answers.flatMap(({ invocations }) => invocations),
    matched: sum(answers.map(({ recordsMatched }) => recordsMatched)),
    bytesScanned: sum(answers.map(({ bytesScanned }) => bytesScanned)),
    isCut: answers.some(({ isCut }) => isCut),
  };
}

/** The sum; null when one is not known. */
function sum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
}
