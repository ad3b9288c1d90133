/**
 * What is owed: former values that a change took away and that nobody has given back. Killing twice must not make
 * 0 the value to come back to, and a value must not be forgotten because the process died before it could write
 * how its call ended.
 */
import { isDeepStrictEqual } from 'node:util';
import { hasSameVersions, toRouting } from '../traffic/routing.ts';
import type { Entry, EntryChange, EntryOperation } from './entry.ts';
import { type Setting, type SettingChange, type SettingValue, settingKey } from './setting.ts';

/** One former value that is owed. */
export interface OwedValue {
  readonly setting: Setting;
  /** To give back; null = unset. */
  readonly value: SettingValue;
  /**
   * What lambdatop left in AWS instead: one value, or several where a call's end is not known. Where AWS shows
   * none of them, someone else has changed it since.
   */
  readonly left: readonly SettingValue[];
  /** AWS is known to have taken every call that took it; one whose end nobody saw may still be on its way. */
  readonly isCertain: boolean;
  /** When the newest entry with such a call ended, ms since the epoch; null = it is open, or there is none. */
  readonly uncertainUntil: number | null;
  /** What took it, in which entry, when (ms since the epoch) and by whom (ARN). */
  readonly operation: EntryOperation;
  readonly entry: string;
  readonly at: number;
  readonly actor: string;
}

/** Former values by settingKey, from all entries of an account and region, oldest first. */
export function owedValues(entries: readonly Entry[]): ReadonlyMap<string, OwedValue> {
  const owed = new Map<string, OwedValue>();
  for (const entry of entries) {
    for (const change of entry.changes) if (mayHaveHappened(change)) follow(owed, entry, change);
  }
  return owed;
}

/**
 * Whether AWS may have applied it. A call whose end nobody wrote counts, and so does one that was not seen in AWS
 * when somebody looked: its packet may have been on the way. What AWS said no to, or was never asked, does not.
 */
export function mayHaveHappened({ outcome }: Pick<EntryChange, 'outcome'>): boolean {
  return outcome !== 'refused' && outcome !== 'not-sent';
}

function follow(owed: Map<string, OwedValue>, entry: Entry, change: EntryChange): void {
  const key = settingKey(change.setting);
  const standing = owed.get(key);
  const isCertain = isMade(change);
  switch (change.debt) {
    case 'borrow':
      // Who was there first took it; what this one read before is worth keeping where the journal knows no one.
      if (standing && change.outcome === 'already' && isLeft(standing, change.to)) break;
      // What is already owed stays owed, unless AWS had moved on before this change.
      if (standing && isLeft(standing, change.from)) owed.set(key, movedTo(standing, entry, change));
      else owed.set(key, borrowed(entry, change));
      break;
    case 'keep':
      if (standing) owed.set(key, movedTo(standing, entry, change));
      break;
    default:
      // A debt ends only when it is known to be paid.
      if (isCertain) owed.delete(key);
  }
}

/** Whether AWS was seen with the new value. */
export function isSeen({ outcome }: Pick<EntryChange, 'outcome'>): boolean {
  return outcome === 'done' || outcome === 'already';
}

/** Whether AWS has, or had, the new value. */
export function isMade(change: Pick<EntryChange, 'outcome'>): boolean {
  return isSeen(change) || change.outcome === 'accepted';
}

function borrowed(entry: Entry, change: EntryChange): OwedValue {
  const { operation, id, at, actor, endedAt } = entry;
  const { setting, from, to } = change;
  const isCertain = isMade(change);
  const uncertainUntil = isCertain ? null : endedAt;
  return { setting, value: from, left: [to], isCertain, uncertainUntil, operation, entry: id, at, actor };
}

function movedTo(standing: OwedValue, { endedAt }: Entry, change: EntryChange): OwedValue {
  if (isMade(change)) return { ...standing, left: [change.to] };
  const left = [...standing.left, change.to];
  return { ...standing, left, isCertain: false, uncertainUntil: endedAt };
}

/** A call of a process that died may still be on its way for this long, ms: what AWS does not show before may yet come. */
export const STRAGGLING_MS = 60_000;

/**
 * Whether the debt is paid where AWS shows its value: not while the call that took it may yet arrive. `now` in ms
 * since the epoch.
 */
export function isPaidBy(debt: OwedValue, present: SettingValue, now: number): boolean {
  const { value, isCertain, uncertainUntil } = debt;
  const isOver = isCertain || (uncertainUntil !== null && now - uncertainUntil > STRAGGLING_MS);
  return isOver && isSame(value, present);
}

/** Whether a value is what lambdatop left there: nobody else has changed it since. */
export function isLeft({ left }: OwedValue, value: SettingValue): boolean {
  return left.some((each) => isSame(each, value));
}

/** Whether two values of a setting are the same. */
export function isSame(one: SettingValue, other: SettingValue): boolean {
  return isDeepStrictEqual(one, other);
}

/** Whether AWS shows what a change was for. Numbers of versions are AWS's to give: any newer one will do. */
export function isReached({ setting, from, to }: SettingChange, seen: SettingValue): boolean {
  if (setting.kind !== 'published-version') return isSame(seen, to);
  return versionNumber(seen) > versionNumber(from);
}

function versionNumber(value: SettingValue): number {
  return typeof value === 'object' && value !== null ? Number(value.version ?? 0) : 0;
}

/** Whether a change may be made while AWS shows this value: the former one, or one that it tolerates. */
export function mayGoOnFrom(change: SettingChange, seen: SettingValue): boolean {
  const { from, tolerates } = change;
  if (isSame(seen, from)) return true;
  if (tolerates === undefined) return false;
  if (isReached(change, seen)) return true;
  const [was, is] = [toRouting(from), toRouting(seen)];
  return was !== null && is !== null && hasSameVersions(was, is);
}

/** Since when, by whom and from what value a function is stopped; null when the journal does not say. */
export interface KilledState {
  /** ms since the epoch. */
  readonly at: number;
  /** ARN of the caller. */
  readonly actor: string;
  /** Reserved concurrency before; null = unset. */
  readonly was: number | null;
  readonly entry: string;
}

/**
 * Functions that the journal knows as stopped by lambdatop, by ARN. AWS has the last word: one that is no longer
 * at 0 was brought back by someone else.
 */
export function killedFunctions(entries: readonly Entry[]): ReadonlyMap<string, KilledState> {
  const killed = new Map<string, KilledState>();
  for (const { setting, value, left, at, actor, entry } of owedValues(entries).values()) {
    if (setting.kind !== 'reserved-concurrency' || !left.includes(0)) continue;
    if (value !== null && typeof value !== 'number') continue;
    killed.set(setting.functionArn, { at, actor, was: value, entry });
  }
  return killed;
}
