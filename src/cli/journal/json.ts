/** A journal entry as `journal --json` prints it: field names are a promise to scripts (design.md, "Command line"). */
import type { Entry } from '../../domain/changes/entry.ts';
import { entryAfter, entryBefore } from '../../domain/changes/entry-words.ts';

/** The JSON object of one entry. `outcome` is null while it is open; times are ISO 8601. */
export function entryJson(entry: Entry): Record<string, unknown> {
  const { id, at, actor, account, region, operation, target, outcome } = entry;
  return {
    id,
    at: new Date(at).toISOString(),
    actor,
    account,
    region,
    operation,
    target,
    before: entryBefore(entry),
    after: entryAfter(entry),
    outcome,
    reason: entry.reason,
    endedAt: entry.endedAt === null ? null : new Date(entry.endedAt).toISOString(),
    recovered: entry.recovered,
    undoes: entry.undoes,
    group: entry.group,
    requestIds: entry.changes.flatMap(({ requestIds }) => requestIds),
  };
}
