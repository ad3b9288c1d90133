/** How often each operation was called: what tests of a client's thrift look at. */
export class RequestCounts {
  readonly #counts = new Map<string, number>();

  add(service: string, operation: string): void {
    const key = `${service}.${operation}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Calls by `service.Operation` since the start, and their total. */
  toJSON(): { total: number; counts: Record<string, number> } {
    const entries = [...this.#counts].sort(([left], [right]) => (left < right ? -1 : 1));
    return { total: entries.reduce((sum, [, count]) => sum + count, 0), counts: Object.fromEntries(entries) };
  }
}
