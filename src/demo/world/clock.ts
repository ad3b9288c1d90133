/** The account's own time. Everything in the world asks it, nothing asks the machine. */
export interface WorldClock {
  /** Now in ms since the epoch, in the account's time. */
  now(): number;
  /** When the world was born, ms since the epoch. */
  readonly start: number;
  /** Account seconds per real second; 0 stands still. */
  readonly speed: number;
}

/** A clock that starts at `start` (ms since the epoch) and runs `speed` times as fast as `elapsed` (real ms). */
export function createWorldClock(start: number, speed: number, elapsed: () => number): WorldClock {
  const origin = elapsed();
  return { start, speed, now: () => start + Math.floor((elapsed() - origin) * speed) };
}
