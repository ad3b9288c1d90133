/**
 * Whose a line without a request id is. An execution environment writes to one stream and runs one invocation
 * at a time, so a print between START and REPORT belongs to it. Only on Managed Instances do invocations of one
 * environment interleave; there nothing is inherited.
 */

/** One invocation in a stream. */
interface Run {
  readonly requestId: string;
  /** Timestamp of its START, ms since the epoch. */
  readonly from: number;
  /** Timestamp of its REPORT; null while none was seen. */
  until: number | null;
}

/** Lines may arrive late, but hardly later than their environment's last few invocations. */
const MOST_RUNS = 4;

/** Follows the invocations of one stream; is told its lines in the order they arrive. */
export class RequestTracker {
  /** By their start, oldest first. */
  readonly #runs: Run[] = [];
  #interleaves: boolean;

  /** @param interleaves its environment is known to run several invocations at once */
  constructor(interleaves: boolean) {
    this.#interleaves = interleaves;
  }

  /** A START was read. */
  start(requestId: string, at: number): void {
    // A retry may come back to the same environment under the same id.
    const known = this.#runs.find((run) => run.requestId === requestId && run.from === at);
    if (known !== undefined) return;
    const place = this.#runs.findLastIndex((run) => run.from <= at) + 1;
    this.#runs.splice(place, 0, { requestId, from: at, until: null });
    if (this.#runs.length > MOST_RUNS) this.#runs.shift();
  }

  /** A REPORT was read. */
  finish(requestId: string, at: number): void {
    const run = this.#runs.findLast((one) => one.requestId === requestId && one.from <= at);
    if (run !== undefined) run.until = at;
  }

  /**
   * The request a line belongs to, or null when there is no telling.
   *
   * @param said the id that stands in the line; null when none does
   * @param isSure the runtime or Lambda put it there, so that it outweighs the order of the lines
   * @param at timestamp of the line
   */
  requestOf(said: string | null, isSure: boolean, at: number): string | null {
    if (said !== null && isSure) {
      this.#notice(said, at);
      return said;
    }
    return this.#runningAt(at) ?? said;
  }

  #runningAt(at: number): string | null {
    if (this.#interleaves) return null;
    const run = this.#runs.findLast(({ from }) => from <= at);
    return run === undefined || (run.until !== null && run.until < at) ? null : run.requestId;
  }

  /**
   * A line of an invocation that never ended, written after another began: this environment runs several at once.
   * One that was written before and only came late says nothing.
   */
  #notice(requestId: string, at: number): void {
    if (this.#runs.length < 2 || this.#interleaves) return;
    const newest = this.#runs.at(-1);
    if (newest === undefined || newest.requestId === requestId || at < newest.from) return;
    this.#interleaves = this.#runs.some((run) => run.requestId === requestId && run.until === null);
  }
}
