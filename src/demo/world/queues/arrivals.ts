/** Tells whoever waits for messages that some may have come. */
export class Arrivals {
  readonly #listeners = new Set<() => void>();

  /** Calls back at every arrival, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called by the queue when messages become visible through a call, not through time. */
  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves at the next arrival, after `milliseconds` of real time, or when `signal` aborts. */
  next(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unsubscribe();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.max(0, milliseconds));
      const unsubscribe = this.subscribe(end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
