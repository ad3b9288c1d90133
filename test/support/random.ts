/** Random numbers that are the same in every run, for simulations. */

/** Draws from one seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Uniform, 0 inclusive to 1 exclusive (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** How many of `trials` succeed at `share` (0–1) each: exact, by drawing the gaps between successes. */
  binomial(trials: number, share: number): number {
    if (share <= 0) return 0;
    if (share >= 1) return trials;
    if (share > 0.5) return trials - this.binomial(trials, 1 - share);
    const logMiss = Math.log1p(-share);
    let successes = 0;
    let position = 0;
    for (;;) {
      position += Math.floor(Math.log(1 - this.next()) / logMiss) + 1;
      if (position > trials) return successes;
      successes += 1;
    }
  }

  /** Log-normal: `median` and the standard deviation of its logarithm. */
  logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(sigma * normal);
  }
}
