/** A rollout's record as it changes: what happens goes through the state machine (domain/rollout/rollout.ts). */
import type { RolloutRecord, StopReason } from '../domain/rollout/record.ts';
import { hasEnded, next, type RolloutEvent } from '../domain/rollout/rollout.ts';

/** See the file's head. */
export class Course {
  #record: RolloutRecord;
  readonly #onAborted: () => void;

  /** @param onAborted it has just begun to go back */
  constructor(record: RolloutRecord, onAborted: () => void) {
    this.#record = record;
    this.#onAborted = onAborted;
  }

  /** As it is now. */
  get record(): RolloutRecord {
    return this.#record;
  }

  happen(event: RolloutEvent): void {
    const { rollout } = this.#record;
    const after = next(rollout, event);
    if (after === rollout) return;
    // What the former step ran into does not concern the way back.
    if (after.aborted !== null && rollout.aborted === null) {
      this.#onAborted();
      if (after.blindSince === null) this.set({ trouble: null });
    }
    this.set({ rollout: after });
  }

  /** Nobody drives it any more, though it has not come to its end. */
  stop(why: StopReason, sentence: string): void {
    if (!hasEnded(this.#record.rollout)) this.set({ stopped: { why, sentence } });
  }

  set(change: Partial<RolloutRecord>): void {
    this.#record = { ...this.#record, ...change };
  }
}
