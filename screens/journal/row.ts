/** One row of the journal: an entry with the words it is found and drawn by. */
import type { Entry } from '../../src/domain/changes/entry.ts';
import {
  entryChangesText,
  entryOutcomeText,
  entryTargetName,
  spansOf,
} from '../../src/domain/changes/entry-words.ts';
import type { SettingChange } from '../../src/domain/changes/setting.ts';
import { changeText, sourceName, valueText } from '../../src/domain/changes/words.ts';
import type { FilterField } from '../../src/domain/filter.ts';
import { actorName } from '../../src/domain/killed.ts';

/** See the file's head. */
export interface JournalRow {
  readonly entry: Entry;
  readonly who: string;
  /** Name of the function or queue; of a lifted read-only that of the caller. */
  readonly target: string;
  /** `reserved concurrency: 100 → 0, trigger orders-queue: on → off`. */
  readonly change: string;
  /** The same in fewer words. */
  readonly brief: string;
  readonly outcome: string;
}

/** The row of an entry. */
export function rowOf(entry: Entry): JournalRow {
  const change = entryChangesText(entry);
  return {
    entry,
    who: actorName(entry.actor),
    target: entry.operation === 'write' ? '' : entryTargetName(entry),
    change,
    brief: entry.operation === 'write' ? change : spansOf(entry).map(briefText).join(', '),
    outcome: entryOutcomeText(entry),
  };
}

function briefText(change: SettingChange): string {
  const { setting, from, to } = change;
  const values = `${valueText(setting, from)} → ${valueText(setting, to)}`;
  if (setting.kind === 'reserved-concurrency') return `reserved ${values}`;
  return setting.kind === 'event-source-enabled' ? `${sourceName(setting)} ${values}` : changeText(change);
}

/** Whether somebody should look at it: it is open, or not all of it is as it was asked for. */
export function inTrouble({ entry: { outcome } }: JournalRow): boolean {
  return outcome !== 'done' && outcome !== 'already' && outcome !== 'planned';
}

/** What plain words of the filter line are looked for in. */
export function plainText({ entry, who, target, change, outcome }: JournalRow): string {
  return `${entry.operation} ${target} ${who} ${change} ${outcome} ${entry.id}`;
}

/** What the filter line can ask for. */
export const FILTER_FIELDS: readonly FilterField<JournalRow>[] = [
  { names: ['target', 'function'], value: ({ target }) => target },
  { names: ['who', 'actor'], value: ({ entry }) => entry.actor },
  { names: ['what', 'operation'], value: ({ entry }) => entry.operation },
  { names: ['outcome'], value: ({ outcome }) => outcome },
  { names: ['entry', 'id'], value: ({ entry }) => entry.id },
];
