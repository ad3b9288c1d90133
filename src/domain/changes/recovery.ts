/**
 * What became of an entry whose process died between intent and outcome, told from what AWS shows now. Where a
 * later entry says what it found, that counts instead: it is nearer in time.
 */
import { isReached, isSame, STRAGGLING_MS } from './debts.ts';
import type { Entry, EntryChange } from './entry.ts';
import type { ChangeOutcome, Outcome } from './result.ts';
import { type Setting, type SettingValue, settingKey } from './setting.ts';
import { settingLabel, valueText } from './words.ts';

/** A setting as somebody saw it after the entry; undefined = nobody could. */
export type SeenValue = (setting: Setting) => SettingValue | undefined;

/** What was found out. */
export interface Verdict {
  /** By index of the entry's changes. Null: still not known. */
  readonly changes: readonly (ChangeOutcome | null)[];
  /** Null: the entry stays open, since some of it could not be read. */
  readonly outcome: Outcome | null;
  /** For a person, what is not as the entry wanted it; null when all of it is. */
  readonly reason: string | null;
}

/** Whether to look at an entry: it is open, or some of it was found not applied so early that it may have been since. */
export function needsVerdict({ outcome, recovered, changes, at, endedAt }: Entry): boolean {
  if (outcome === null) return true;
  const wasEarly = recovered && (endedAt ?? at) - at < STRAGGLING_MS;
  return wasEarly && changes.some((change) => change.outcome === 'not-applied');
}

/** Judges an entry. */
export function judge(entry: Entry, seen: SeenValue): Verdict {
  const changes = entry.changes.map((change, index) => outcomeOf(entry, change, index, seen(change.setting)));
  if (changes.includes(null)) return { changes, outcome: null, reason: 'AWS could not be read' };
  const odd = entry.changes.filter((_, index) => changes[index] === 'overtaken');
  const missing = entry.changes.filter((_, index) => MISSING.has(changes[index] ?? null));
  if (odd.length > 0) return { changes, outcome: 'conflict', reason: wordsFor(odd, seen) };
  if (missing.length === 0) {
    return { changes, outcome: entry.shortfall === null ? 'done' : 'partly', reason: entry.shortfall };
  }
  const outcome = missing.length === entry.changes.length ? 'not-applied' : 'partly';
  return { changes, outcome, reason: wordsFor(missing, seen) };
}

const MISSING: ReadonlySet<ChangeOutcome | null> = new Set(['not-applied', 'refused', 'not-sent']);

const CERTAIN: ReadonlySet<ChangeOutcome | null> = new Set(['done', 'already', 'refused', 'not-sent']);

/** What is certain stays; of a setting that was to change several times, all up to the value seen were done. */
function outcomeOf(
  { changes }: Entry,
  change: EntryChange,
  index: number,
  seen: SettingValue | undefined,
): ChangeOutcome | null {
  if (CERTAIN.has(change.outcome)) return change.outcome;
  if (seen === undefined) return null;
  // What somebody else had given back and was only to be noted.
  if (isSame(change.from, change.to)) return isSame(seen, change.to) ? 'already' : 'overtaken';
  const key = settingKey(change.setting);
  const isOwn = (each: EntryChange): boolean => settingKey(each.setting) === key;
  const first = changes.find(isOwn) ?? change;
  // Stages may lead back to where they began: then only what was written tells whether they did.
  const began = changes.some((each) => isOwn(each) && each.outcome !== null);
  if (isSame(first.from, seen) && !began) return 'not-applied';
  const reached = changes.findLastIndex((each) => isOwn(each) && isReached(each, seen));
  if (reached >= 0) return index <= reached ? 'done' : 'not-applied';
  if (!isSame(first.from, seen)) return 'overtaken';
  return change.outcome === 'accepted' ? 'overtaken' : 'not-applied';
}

function wordsFor(changes: readonly EntryChange[], seen: SeenValue): string {
  const parts = changes.map(({ setting, to }) => {
    const now = seen(setting);
    const is = now === undefined ? 'not known' : valueText(setting, now);
    return `${settingLabel(setting)} is ${is}, not ${valueText(setting, to)}`;
  });
  return parts.join('; ');
}

/** The former value that the first later entry found, of a setting that this entry changed. */
export function seenByLater(entries: readonly Entry[], entry: Entry): SeenValue {
  const later = entries.slice(entries.findIndex(({ id }) => id === entry.id) + 1);
  return (setting) => {
    const key = settingKey(setting);
    for (const { changes } of later) {
      const change = changes.find((each) => settingKey(each.setting) === key);
      if (change) return change.from;
    }
    return undefined;
  };
}
