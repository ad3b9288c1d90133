/** A sum over the last N slots of time, in constant memory. */
export class SlidingCount {
  readonly #slotMs: number;
  readonly #slots: number[];
  /** Number of the newest slot, counted from the epoch. */
  #newest = 0;

  /** Covers the last `slots` × `slotMs` ms. */
  constructor(slots: number, slotMs: number) {
    this.#slots = new Array<number>(slots).fill(0);
    this.#slotMs = slotMs;
  }

  /** Counts `amount` at `now` (ms). */
  add(now: number, amount = 1): void {
    this.#advance(now);
    const index = this.#newest % this.#slots.length;
    this.#slots[index] = (this.#slots[index] ?? 0) + amount;
  }

  /** What was counted in the window that ends `now`. */
  sum(now: number): number {
    this.#advance(now);
    return this.#slots.reduce((total, slot) => total + slot, 0);
  }

  /** Clears the slots that time has passed over. After a step back of the clock old slots expire in their turn. */
  #advance(now: number): void {
    const slot = Math.floor(now / this.#slotMs);
    const passed = Math.min(slot - this.#newest, this.#slots.length);
    for (let step = 0; step < passed; step++) this.#slots[(slot - step) % this.#slots.length] = 0;
    this.#newest = slot;
  }
}
