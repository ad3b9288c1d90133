/** One rate limit as arithmetic: no timers, no clock of its own. */

/** How fast a bucket may be emptied. */
export interface BucketLimits {
  /** Calls that may go at once after a pause. */
  readonly burst: number;
  /** Reads a second after that. */
  readonly perSecond: number;
  /** Calls a second for changes and for what a person waits for; at least `perSecond`. */
  readonly urgentPerSecond: number;
}

/** A throttle cuts the rate to a half, a quarter, … of the limits, never below this share. */
const SLOWEST = 1 / 16;
/** Throttles this close together count as one, ms: they are answers to the same burst. */
const SAME_THROTTLE_MS = 1_000;
/** Without a throttle for this long, ms, the rate doubles, until it is whole again. */
const RECOVERY_MS = 10_000;

/**
 * Two levels fill at two speeds and both pay for every call. A read needs both, an urgent call only the faster
 * one: so any window of t seconds holds at most burst + perSecond·t reads alone, and at most
 * burst + urgentPerSecond·t calls of all kinds. What urgent calls took, reads pay back.
 */
export class TokenBucket {
  readonly #limits: BucketLimits;
  #steady: number;
  #fast: number;
  /** The share of the limits in force, 1 unless AWS throttled lately. */
  #share = 1;
  #throttledAt = Number.NEGATIVE_INFINITY;
  #recoverAt = Number.POSITIVE_INFINITY;
  #at: number;

  /** `now` in ms, as in every method; a clock that steps back counts as standing still. */
  constructor(limits: BucketLimits, now: number) {
    this.#limits = limits;
    this.#steady = limits.burst;
    this.#fast = limits.burst;
    this.#at = now;
  }

  /** ms until a call of this kind may go; 0 = now. */
  waitMs(now: number, urgent: boolean): number {
    this.#fill(now);
    const forFast = this.#shortage(this.#fast) / (this.#limits.urgentPerSecond * this.#share);
    const forSteady = urgent ? 0 : this.#shortage(this.#steady) / (this.#limits.perSecond * this.#share);
    return Math.ceil(Math.max(forFast, forSteady) * 1000);
  }

  /** Pays for one call; ask `waitMs` first. */
  take(now: number): void {
    this.#fill(now);
    this.#fast -= 1;
    this.#steady = Math.max(this.#steady - 1, -this.#limits.burst);
  }

  /** AWS refused a call as too many: no more bursts, half the rate, and back to it step by step. */
  throttled(now: number): void {
    this.#fill(now);
    this.#recoverAt = now + RECOVERY_MS;
    this.#fast = Math.min(this.#fast, 0);
    this.#steady = Math.min(this.#steady, 0);
    if (now - this.#throttledAt < SAME_THROTTLE_MS) return;
    this.#throttledAt = now;
    this.#share = Math.max(SLOWEST, this.#share / 2);
  }

  /** Tokens have rounding errors of refilling by the millisecond; a billionth short is not short. */
  #shortage(level: number): number {
    return level > 1 - 1e-9 ? 0 : 1 - level;
  }

  #fill(now: number): void {
    while (this.#share < 1 && now >= this.#recoverAt) {
      this.#add(this.#recoverAt);
      this.#share = Math.min(1, this.#share * 2);
      this.#recoverAt += RECOVERY_MS;
    }
    this.#add(now);
  }

  #add(now: number): void {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#at = now;
    // While AWS throttles, a pause must not save up for the next burst.
    const full = Math.max(1, this.#limits.burst * (this.#share < 1 ? this.#share / 4 : 1));
    const { perSecond, urgentPerSecond } = this.#limits;
    this.#fast = Math.min(Math.max(full, this.#fast), this.#fast + seconds * urgentPerSecond * this.#share);
    this.#steady = Math.min(Math.max(full, this.#steady), this.#steady + seconds * perSecond * this.#share);
  }
}
