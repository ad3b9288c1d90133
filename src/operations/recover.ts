/** Settling what a dead process left open: read AWS, and write to the journal what it shows. */
import { isSame } from '../domain/changes/debts.ts';
import { type Entry, isAboutLetters } from '../domain/changes/entry.ts';
import { judge, needsVerdict, seenByLater } from '../domain/changes/recovery.ts';
import { type Setting, type SettingValue, settingKey } from '../domain/changes/setting.ts';
import type { Journal } from '../journal/journal.ts';
import { isProvablyDead, isSameProcess } from '../journal/owner.ts';
import { settleRedrive } from './redrive/recovery.ts';
import { readSetting, type SettingsGateway } from './settings.ts';

/** What was found about one open entry. */
export interface Recovery {
  /** As it is now. */
  readonly entry: Entry;
  /**
   * `settled`: AWS was read, the entry is closed; `unreadable`: AWS could not be read; `elsewhere`: its process
   * runs, or belongs to another host, which alone may settle it.
   */
  readonly state: 'settled' | 'unreadable' | 'elsewhere';
}

/** Settles every entry whose process is provably dead. Entries this process works on are left out. */
export async function recover(
  journal: Journal,
  gateway: SettingsGateway,
  signal: AbortSignal,
): Promise<Recovery[]> {
  const { entries } = await journal.read();
  const recoveries: Recovery[] = [];
  // What was settled early is looked at again; only what is new about it is told.
  const isNews = ({ entry }: Recovery, before: Entry): boolean =>
    !before.recovered || entry.outcome !== before.outcome || entry.reason !== before.reason;
  for (const entry of entries.filter(needsVerdict)) {
    if (isSameProcess(entry.owner, journal.owner)) continue;
    if (isProvablyDead(entry.owner, journal.owner)) {
      const recovery: Recovery = isAboutLetters(entry)
        ? { entry: { ...entry, ...(await settleRedrive(entry, journal)), recovered: true }, state: 'settled' }
        : await settle(entry, entries, journal, gateway, signal);
      if (isNews(recovery, entry)) recoveries.push(recovery);
    } else if (entry.outcome === null) {
      recoveries.push({ entry, state: 'elsewhere' });
    }
  }
  return recoveries;
}

async function settle(
  entry: Entry,
  entries: readonly Entry[],
  journal: Journal,
  gateway: SettingsGateway,
  signal: AbortSignal,
): Promise<Recovery> {
  const later = seenByLater(entries, entry);
  const shown = await readSettings(
    entry.changes.map(({ setting }) => setting).filter((setting) => later(setting) === undefined),
    gateway,
    signal,
  );
  const verdict = judge(entry, (setting) => {
    const found = later(setting);
    return found === undefined ? shown.get(settingKey(setting)) : found;
  });
  const { outcome, reason } = verdict;
  if (outcome === null) return { entry, state: 'unreadable' };
  const open = journal.takeUp(entry.id);
  for (const [index, change] of verdict.changes.entries()) {
    const planned = entry.changes[index];
    if (change === null || !planned || change === planned.outcome) continue;
    const seen = change === 'done' ? shown.get(settingKey(planned.setting)) : undefined;
    const became = seen === undefined || isSame(seen, planned.to) ? undefined : seen;
    await open.change(index, change, null, became);
  }
  await open.settle(outcome, reason);
  return { entry: { ...entry, outcome, reason, recovered: true }, state: 'settled' };
}

/** What AWS shows; a setting that cannot be read, or is gone, is missing. */
async function readSettings(
  settings: readonly Setting[],
  gateway: SettingsGateway,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SettingValue>> {
  const distinct = new Map(settings.map((setting) => [settingKey(setting), setting]));
  const found = await Promise.all(
    [...distinct].map(async ([key, setting]) => {
      const reading = await readSetting(gateway, setting, signal).catch(() => null);
      return reading?.value === undefined ? [] : [[key, reading.value] as const];
    }),
  );
  signal.throwIfAborted();
  return new Map(found.flat());
}
