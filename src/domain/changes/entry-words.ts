/** Journal entries in words and as JSON: what they changed, and how they ended. */
import type { Entry } from './entry.ts';
import { ENDED } from './result-words.ts';
import { type SettingChange, settingKey } from './setting.ts';
import { changeText, type SettingsJson, settingsJson } from './words.ts';

/** Each setting of an entry once: from what it was before all to what it was to be after all. */
export function spansOf({ changes }: Pick<Entry, 'changes'>): readonly SettingChange[] {
  const spans = new Map<string, SettingChange>();
  for (const { setting, from, to, debt } of changes) {
    const key = settingKey(setting);
    spans.set(key, { setting, from: spans.get(key)?.from ?? from, to, debt });
  }
  return [...spans.values()];
}

/** `reserved concurrency: 25 → 0, trigger orders-queue: on → off`; of a lifted read-only what that means. */
export function entryChangesText(entry: Pick<Entry, 'changes' | 'operation'>): string {
  if (entry.operation === 'write') return 'read-only lifted for 30 minutes';
  return spansOf(entry).map(changeText).join(', ');
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
export function entryBefore({ changes }: Pick<Entry, 'changes'>): SettingsJson | null {
  const first = changes.map(({ setting, from }) => ({ setting, value: from })).toReversed();
  return changes.length === 0 ? null : settingsJson(first);
}

/** The same settings as the entry was to leave them; `outcome` tells whether it did. */
export function entryAfter({ changes }: Pick<Entry, 'changes'>): SettingsJson | null {
  return changes.length === 0
    ? null
    : settingsJson(changes.map(({ setting, to }) => ({ setting, value: to })));
}
