/**
 * A setting with its past: what it is now, and what it was at any instant. History is generated when
 * somebody asks for it, so it must see the settings of its own time.
 */
export class Dated<T> {
  readonly #changes: { since: number; value: T }[];

  /** A setting that has always been `value`. */
  constructor(value: T) {
    this.#changes = [{ since: Number.NEGATIVE_INFINITY, value }];
  }

  /** Sets the value from `since` (ms since the epoch) on, or from when the last change counts if that is later. */
  set(value: T, since: number): void {
    if (Object.is(value, this.current)) return;
    const last = this.#changes.at(-1)?.since ?? since;
    this.#changes.push({ since: Math.max(since, last), value });
  }

  get current(): T {
    return this.at(Number.POSITIVE_INFINITY);
  }

  /** The value in force at an instant, ms since the epoch. */
  at(instant: number): T {
    for (let index = this.#changes.length - 1; index > 0; index--) {
      const change = this.#changes[index];
      if (change !== undefined && change.since <= instant) return change.value;
    }
    return (this.#changes[0] as { since: number; value: T }).value;
  }

  /** Everything it ever was, the first first. */
  get values(): readonly T[] {
    return this.#changes.map(({ value }) => value);
  }

  /** When it first was such a value, ms since the epoch: -Infinity for always, Infinity for never. */
  firstWhen(isSuch: (value: T) => boolean): number {
    return this.#changes.find(({ value }) => isSuch(value))?.since ?? Number.POSITIVE_INFINITY;
  }

  /** Whether it ever changed. */
  get hasChanged(): boolean {
    return this.#changes.length > 1;
  }

  /** When it last changed, ms since the epoch; undefined when it never did. */
  get lastChange(): number | undefined {
    return this.hasChanged ? this.#changes.at(-1)?.since : undefined;
  }

  /** The instants after `from` and before `until` at which the value changed, ms since the epoch. */
  changesBetween(from: number, until: number): number[] {
    if (!this.hasChanged) return [];
    return this.#changes.map((change) => change.since).filter((since) => since > from && since < until);
  }
}
