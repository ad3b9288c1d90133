/** What is counted of a tail as its lines come: invocations, and how those of each version end. */
import { InvocationLog } from '../../src/domain/logs/invocation-log.ts';
import type { LogsStore } from '../../src/stores/logs-store.ts';
import { VersionSummary } from './version-summary.ts';

/** The figures of the present tail. */
export interface TailFigures {
  readonly invocations: () => InvocationLog;
  readonly versions: () => VersionSummary;
  readonly close: () => void;
}

/** Counts what comes into the store, and begins anew with each tail. */
export function createTailFigures(logs: LogsStore): TailFigures {
  let of = logs.getState().lines;
  let invocations = new InvocationLog();
  let versions = new VersionSummary(invocations);
  const unsubscribe = logs.subscribe(({ lines, newest, revision }, before) => {
    if (lines !== of) {
      of = lines;
      invocations = new InvocationLog();
      versions = new VersionSummary(invocations);
    } else if (revision !== before.revision) {
      for (const line of newest) invocations.add(line);
      versions.add(newest);
    }
  });
  return { invocations: () => invocations, versions: () => versions, close: unsubscribe };
}
