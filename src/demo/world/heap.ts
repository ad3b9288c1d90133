/** A binary min-heap of items by a number given when they were put in. */
export class Heap<T> {
  #entries: { priority: number; item: T }[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The entry with the smallest priority, still in the heap; undefined when it is empty. */
  peek(): { priority: number; item: T } | undefined {
    return this.#entries[0];
  }

  push(priority: number, item: T): void {
    this.#entries.push({ priority, item });
    this.#rise(this.#entries.length - 1);
  }

  /** Takes the entry with the smallest priority out. */
  pop(): { priority: number; item: T } | undefined {
    const top = this.#entries[0];
    const last = this.#entries.pop();
    if (top !== undefined && last !== undefined && this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink(0);
    }
    return top;
  }

  /** Drops the entries that nobody needs any more, in linear time. */
  keep(isNeeded: (item: T, priority: number) => boolean): void {
    this.#entries = this.#entries.filter(({ item, priority }) => isNeeded(item, priority));
    for (let index = (this.#entries.length >> 1) - 1; index >= 0; index--) this.#sink(index);
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #sink(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const smaller = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(index) <= this.#at(smaller)) return;
      this.#swap(index, smaller);
      index = smaller;
    }
  }

  /** The priority at a place; beyond the end nothing is smaller than anything. */
  #at(index: number): number {
    return this.#entries[index]?.priority ?? Number.POSITIVE_INFINITY;
  }

  #swap(left: number, right: number): void {
    const kept = this.#entries[left] as { priority: number; item: T };
    this.#entries[left] = this.#entries[right] as { priority: number; item: T };
    this.#entries[right] = kept;
  }
}
