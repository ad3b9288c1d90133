/**
 * Lines of several functions in the order of time. Each function is read by itself, and CloudWatch takes each line
 * in after another while: so every line is held back for a moment, in which those from before it may come.
 */
import { compareLines, LineBuffer, type LinePlace } from '../../domain/logs/line-buffer.ts';
import type { LogLine } from '../../domain/logs/log-line.ts';

/** How long a line waits, ms: a little longer than from one search to the next (domain/logs/reading-plan.ts). */
const HOLD_MS = 2_500;

/** More do not wait: they come out of order rather than fill the memory. */
const MOST_HELD = 50_000;
const UNLIMITED = { lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/** See the file's head. */
export class OrderedLines {
  #held = new LineBuffer(UNLIMITED);
  /** When lines came, oldest first, and the last of those that came then. */
  #batches: { readonly at: number; readonly last: LinePlace }[] = [];

  /** Takes lines that came at `now`, ms since the epoch. */
  add(lines: readonly LogLine[], now: number): void {
    const [first] = lines;
    if (!first) return;
    const last = lines.reduce((one, other) => (compareLines(one, other) < 0 ? other : one), first);
    this.#held.add(lines);
    this.#batches.push({ at: now, last });
  }

  /**
   * Those that have waited long enough, or for which there is no room, and all that belongs before them.
   *
   * @param isOpening one of the functions has not been read yet: its past is waited for
   */
  due(now: number, isOpening: boolean): LogLine[] {
    const due: LogLine[] = [];
    for (let [batch] = this.#batches; batch; [batch] = this.#batches) {
      const waits = isOpening || batch.at + HOLD_MS > now;
      if (waits && this.#held.size <= MOST_HELD) break;
      this.#batches.shift();
      for (const line of this.#takeTo(batch.last)) due.push(line);
    }
    return due;
  }

  /** All of them, whether they have waited or not. */
  rest(): LogLine[] {
    const rest = this.#held.slice(0);
    this.#held = new LineBuffer(UNLIMITED);
    this.#batches = [];
    return rest;
  }

  #takeTo(last: LinePlace): LogLine[] {
    const end = this.#held.indexOf(last);
    const found = this.#held.at(end);
    // It may have gone with a later one that came before it.
    const count = found && compareLines(found, last) === 0 ? end + 1 : end;
    const taken = this.#held.slice(0, count);
    const next = this.#held.at(count);
    if (next) this.#held.dropBefore(next);
    else this.#held = new LineBuffer(UNLIMITED);
    return taken;
  }
}
