/** Whether AWS still is as it was when the plan was made. */
import { AppError } from '../../domain/app-error.ts';
import { isSame, mayGoOnFrom } from '../../domain/changes/debts.ts';
import { type SettingChange, type SettingValue, settingKey } from '../../domain/changes/setting.ts';
import { settingLabel, valueText } from '../../domain/changes/words.ts';
import { type Reading, readSetting, type SettingsGateway } from '../settings.ts';

/** What AWS shows now of each setting, by settingKey. */
export type Readings = ReadonlyMap<string, Reading>;

/** A setting that is not as the plan expects. */
export interface Difference {
  readonly change: SettingChange;
  readonly seen: SettingValue;
}

/**
 * Reads every setting of the changes once. One that cannot be read is missing, and compared when its call is made: an
 * emergency is not held up by what AWS denies of a part. Rejects with the first AppError when none can be read.
 */
export async function readAll(
  changes: readonly SettingChange[],
  gateway: SettingsGateway,
  signal: AbortSignal,
): Promise<Readings> {
  const settings = new Map(changes.map(({ setting }) => [settingKey(setting), setting]));
  const readings = await Promise.allSettled(
    [...settings].map(async ([key, setting]) => [key, await readSetting(gateway, setting, signal)] as const),
  );
  const found = readings.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = readings.find((each) => each.status === 'rejected');
  if (found.length === 0 && failed) throw failed.reason;
  signal.throwIfAborted();
  return new Map(found);
}

/** Settings that differ from what their first change expects. One that AWS does not tell differs from nothing. */
export function differencesIn(changes: readonly SettingChange[], readings: Readings): Difference[] {
  const firsts = new Map<string, SettingChange>();
  for (const change of changes) {
    const key = settingKey(change.setting);
    if (!firsts.has(key)) firsts.set(key, change);
  }
  return [...firsts].flatMap(([key, change]): Difference[] => {
    const seen = readings.get(key)?.value;
    return seen === undefined || mayGoOnFrom(change, seen) ? [] : [{ change, seen }];
  });
}

/**
 * Keys of settings that someone else has brought where the last of the changes was to bring them. What tolerates
 * another value is compared when its call is made.
 */
export function reachedSettings(changes: readonly SettingChange[], readings: Readings): ReadonlySet<string> {
  const own = Map.groupBy(changes, ({ setting }) => settingKey(setting));
  const reached = [...own].filter(([key, [first, ...more]]) => {
    const seen = readings.get(key)?.value;
    if (first === undefined || seen === undefined || first.tolerates !== undefined) return false;
    return !isSame(seen, first.from) && isSame(seen, (more.at(-1) ?? first).to);
  });
  return new Set(reached.map(([key]) => key));
}

/** The refusal when someone else was there first: what was expected, and what AWS shows. */
export function changedMeanwhile(differences: readonly Difference[], next: readonly string[]): AppError {
  const parts = differences.map(({ change: { setting, from }, seen }) => {
    const was = `it was ${valueText(setting, from)} when this was planned`;
    return `${settingLabel(setting)} is ${valueText(setting, seen)} now, ${was}`;
  });
  return new AppError('changed-meanwhile', `Someone else changed it: ${parts.join('; ')}.`, { next });
}
