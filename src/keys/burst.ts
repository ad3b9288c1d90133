import type { KeyEvent } from './token.ts';

/** More characters than this within `WINDOW_MS` were pasted: the fastest key repeat in use is about 60/s. */
const MOST_IN_A_WINDOW = 16;
const WINDOW_MS = 200;

/** After a burst its rest may still be on its way, in a read too short to look like one. */
const AFTER_BURST_MS = 300;

/** Tells keys pressed by a person from text that came as if typed (a paste into a terminal without bracketed paste). */
export interface BurstDetector {
  /** The events of one read, each key marked when this read does not look like a person pressing keys. */
  mark(events: readonly KeyEvent[], now: number): KeyEvent[];
  /** Trust no key before `time` (ms, same clock as `now`). */
  distrustUntil(time: number): void;
}

/**
 * One simple rule: a read is a burst when it is one of more than 16 characters in 200 ms (counted over
 * reads), when characters follow an Enter in it, or when it comes where keys are distrusted.
 */
export function createBurstDetector(): BurstDetector {
  let distrustedUntil = Number.NEGATIVE_INFINITY;
  let recent: number[] = [];

  const looksPasted = (events: readonly KeyEvent[], now: number): boolean => {
    const characters = events.filter(isCharacter).length;
    recent = recent.filter((time) => now - time < WINDOW_MS);
    const room = Math.max(MOST_IN_A_WINDOW + 1 - recent.length, 0);
    recent.push(...new Array<number>(Math.min(characters, room)).fill(now));
    const enter = events.findIndex((event) => event.type === 'key' && event.key === 'enter');
    const followsEnter = enter >= 0 && events.slice(enter).some(isCharacter);
    return recent.length > MOST_IN_A_WINDOW || followsEnter;
  };

  return {
    distrustUntil(time) {
      distrustedUntil = Math.max(distrustedUntil, time);
    },
    mark(events, now) {
      if (looksPasted(events, now)) distrustedUntil = Math.max(distrustedUntil, now + AFTER_BURST_MS);
      if (now >= distrustedUntil) return [...events];
      return events.map((event) => (event.type === 'key' ? { ...event, burst: true } : event));
    },
  };
}

function isCharacter(event: KeyEvent): boolean {
  return event.type === 'key' && event.text !== '';
}
