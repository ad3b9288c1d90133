import type { FunctionTraffic } from '../traffic/function-traffic.ts';
import type { Minute } from '../traffic/minute.ts';

/** A part of a minute in which no setting changed. */
export interface Stretch {
  /** ms since the epoch: invocations that start in [from, until) are the stretch's. */
  from: number;
  until: number;
  /** The whole minute as it would have been with the stretch's settings. */
  whole: Minute;
}

/**
 * A minute (since the epoch) by its stretches: nearly always one. Where a setting was changed in between,
 * each stretch keeps what began in it of its own version of the minute: so a change never changes the
 * invocations that were there before it.
 */
export function stretchesOf(traffic: FunctionTraffic, minute: number): Stretch[] {
  const from = minute * 60_000;
  const until = from + 60_000;
  const changes = traffic.changesIn(minute);
  if (changes.length === 0) return [{ from, until, whole: traffic.minuteOf(minute) }];
  const borders = [from, ...changes, until];
  return borders.slice(0, -1).map((start, index) => ({
    from: start,
    until: borders[index + 1] ?? until,
    whole: traffic.minuteAsOf(start, minute),
  }));
}
