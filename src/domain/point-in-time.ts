/** Times as people type them: `14:05`, `14:05:30`, `10m` ago, `2026-11-21 14:05`, an ISO time with a zone. */

const UNIT_MS = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const AGO = /^[-+]?(\d+(?:\.\d+)?)(s|min|m|h|d|w)$/i;
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/;
const DATED = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?$/;

/** How a time without a zone is meant. */
export interface TimeContext {
  /** ms since the epoch. */
  readonly now: number;
  /** Of UTC's day; else of the day where the person is. */
  readonly utc: boolean;
}

/**
 * The time, ms since the epoch; null when it is none. A time of the day is that of today or, where that has not
 * come yet, of yesterday.
 */
export function pointInTime(text: string, { now, utc }: TimeContext): number | null {
  const typed = text.trim();
  const ago = AGO.exec(typed);
  if (ago) return now - Number(ago[1]) * UNIT_MS[(ago[2] ?? 's').toLowerCase() as keyof typeof UNIT_MS];
  const clock = CLOCK.exec(typed);
  if (clock) {
    const today = dayOf(now, utc);
    const at = instant([...today, ...numbers(clock.slice(1))], utc);
    if (at === null || at <= now) return at;
    const [year, month, day] = today;
    return instant([year, month, day - 1, ...numbers(clock.slice(1))], utc);
  }
  const dated = DATED.exec(typed);
  if (dated) {
    const [year = 0, month = 1, ...rest] = numbers(dated.slice(1));
    return instant([year, month - 1, ...rest], utc);
  }
  if (!/^\d{4}-\d\d-\d\dT/.test(typed)) return null;
  const parsed = Date.parse(typed);
  return Number.isNaN(parsed) ? null : parsed;
}

function dayOf(at: number, utc: boolean): [year: number, month: number, day: number] {
  const date = new Date(at);
  return utc
    ? [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    : [date.getFullYear(), date.getMonth(), date.getDate()];
}

/** Digits behind a point are a fraction of a second: `.5` is 500 ms. */
function numbers(parts: readonly (string | undefined)[]): number[] {
  const last = parts.length - 1;
  return parts.map((part, index) => Number(index === last ? (part ?? '').padEnd(3, '0') : (part ?? 0)));
}

function instant(parts: readonly number[], utc: boolean): number | null {
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  if (hour > 23 || minute > 59 || second > 59 || month > 11 || day > 31) return null;
  const at = utc
    ? Date.UTC(year, month, day, hour, minute, second, ms)
    : new Date(year, month, day, hour, minute, second, ms).getTime();
  return Number.isNaN(at) ? null : at;
}
