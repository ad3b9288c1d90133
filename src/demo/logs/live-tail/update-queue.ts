/** One update of a live tail session: what matched since the one before. */
export interface LiveTailUpdate {
  sessionMetadata: { sampled: boolean };
  sessionResults: readonly unknown[];
}

/** What CloudWatch Logs keeps for a client that is slow (facts, section 3). */
const MOST_UPDATES = 10;
const MOST_EVENTS = 5_000;

/** Updates on their way to a client. When it does not keep up, the oldest are dropped. */
export class UpdateQueue {
  readonly #updates: LiveTailUpdate[] = [];
  #events = 0;

  /** Adds the newest, dropping from the oldest what there is no room for. */
  push(update: LiveTailUpdate): void {
    this.#updates.push(update);
    this.#events += update.sessionResults.length;
    while (this.#updates.length > MOST_UPDATES || this.#events > MOST_EVENTS) {
      const dropped = this.#updates.shift();
      if (dropped === undefined) return;
      this.#events -= dropped.sessionResults.length;
    }
  }

  /** Takes the oldest; undefined when there is none. */
  shift(): LiveTailUpdate | undefined {
    const update = this.#updates.shift();
    if (update !== undefined) this.#events -= update.sessionResults.length;
    return update;
  }
}
