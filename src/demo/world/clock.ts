/** Something that is to happen by itself; told its own instant, ms since the epoch, which is then the clock's too. */
type Happening = (instant: number) => void;

/** The account's own time. Everything in the world asks it, nothing asks the machine. */
export interface WorldClock {
  /** Now in ms since the epoch, in the account's time. Whatever is due by then has happened. */
  now(): number;
  /**
   * Lets something happen at an instant (ms since the epoch), past or future, in order of time. There is
   * no timer behind it: the first who asks for the time afterwards finds it done.
   */
  at(instant: number, happening: Happening): void;
  /** When the next happening is due, ms since the epoch; Infinity when none is. */
  nextAt(): number;
  /** When the world was born, ms since the epoch. */
  readonly start: number;
  /** Account seconds per real second; 0 stands still. */
  readonly speed: number;
}

/** A clock that starts at `start` (ms since the epoch) and runs `speed` times as fast as `elapsed` (real ms). */
export function createWorldClock(start: number, speed: number, elapsed: () => number): WorldClock {
  const origin = elapsed();
  const agenda: { instant: number; happening: Happening }[] = [];
  let happeningAt: number | undefined;
  return {
    start,
    speed,
    now() {
      const now = start + Math.floor((elapsed() - origin) * speed);
      if (happeningAt !== undefined) return happeningAt;
      try {
        for (let next = agenda[0]; next !== undefined && next.instant <= now; next = agenda[0]) {
          agenda.shift();
          happeningAt = next.instant;
          next.happening(next.instant);
        }
      } finally {
        happeningAt = undefined;
      }
      return now;
    },
    nextAt: () => agenda[0]?.instant ?? Number.POSITIVE_INFINITY,
    at(instant, happening) {
      const later = agenda.findIndex((each) => each.instant > instant);
      agenda.splice(later < 0 ? agenda.length : later, 0, { instant, happening });
    },
  };
}
