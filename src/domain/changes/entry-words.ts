/** Journal entries in words and as JSON: what they changed, and how they ended. */
import { isMade, isSame } from './debts.ts';
import type { Entry } from './entry.ts';
import { ENDED } from './result-words.ts';
import { type SettingChange, settingKey } from './setting.ts';
import { changeText, type SettingsJson, settingLabel, settingsJson, valueText } from './words.ts';

/** What of an entry tells which settings it moved. */
type Moved = Pick<Entry, 'changes' | 'outcome'>;

/**
 * Each setting of an entry once: from what it was before all to where the entry left it, as far as is known. While
 * the entry is open that is where it was to go.
 */
export function spansOf({ changes, outcome }: Moved): readonly SettingChange[] {
  const isTaken = outcome === null || outcome === 'done';
  const spans = new Map<string, SettingChange>();
  for (const change of changes) {
    const { setting, from, to, debt } = change;
    const key = settingKey(setting);
    const first = spans.get(key) ?? { setting, from, to: from, debt };
    const isReached = isTaken || isMade(change) || change.outcome === 'unknown';
    spans.set(key, { ...first, to: isReached ? to : first.to });
  }
  return [...spans.values()];
}

/** `reserved concurrency: 25 → 0, trigger orders-queue stays on`; of a lifted read-only what that means. */
export function entryChangesText(entry: Moved & Pick<Entry, 'operation'>): string {
  if (entry.operation === 'write') return 'read-only lifted for 30 minutes';
  return spansOf(entry)
    .map((span) =>
      isSame(span.from, span.to)
        ? `${settingLabel(span.setting)} stays ${valueText(span.setting, span.from)}`
        : changeText(span),
    )
    .join(', ');
}

/** How an entry ended: "done"; "open" while nobody has written its end. */
export function entryOutcomeText({ outcome, recovered }: Pick<Entry, 'outcome' | 'recovered'>): string {
  if (outcome === null) return 'open';
  return recovered ? `${ENDED[outcome]} (found later)` : ENDED[outcome];
}

/** The name of what an entry changed. */
export function entryTargetName({ target }: Pick<Entry, 'target'>): string {
  const [, , service, , , resource, ...name] = target.split(':');
  return (service === 'lambda' ? name.join(':') : resource) || target;
}

/** The settings an entry touched, before it; null for one that touched none. */
export function entryBefore(entry: Moved): SettingsJson | null {
  const spans = spansOf(entry);
  return spans.length === 0
    ? null
    : settingsJson(spans.map(({ setting, from }) => ({ setting, value: from })));
}

/** The same settings as the entry left them, as far as is known; while it is open, as it was to. */
export function entryAfter(entry: Moved): SettingsJson | null {
  const spans = spansOf(entry);
  return spans.length === 0 ? null : settingsJson(spans.map(({ setting, to }) => ({ setting, value: to })));
}
