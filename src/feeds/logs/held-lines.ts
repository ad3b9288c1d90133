/** Lines of a live tail session that wait until what came before it has been read. */
import type { LogEvent } from '../../domain/logs/log-event.ts';

/** So many wait at most; after that they are shown out of order rather than not at all. */
const MOST = 20_000;

/** See the file's head. */
export class HeldLines {
  #lines: LogEvent[] = [];

  /** Whether no more should wait. */
  get isFull(): boolean {
    return this.#lines.length >= MOST;
  }

  /** Adds lines in the order they came. */
  add(lines: readonly LogEvent[]): void {
    for (const line of lines) this.#lines.push(line);
  }

  /** Takes all of them. */
  takeAll(): readonly LogEvent[] {
    return this.#lines.splice(0);
  }

  /** What a search found, which is in order up to a time (ms since the epoch), with the lines from that time. */
  takeAmong(found: readonly LogEvent[], upTo: number): readonly LogEvent[] {
    const due = this.#lines.filter(({ timestamp }) => timestamp <= upTo);
    if (due.length === 0) return found;
    this.#lines = this.#lines.filter(({ timestamp }) => timestamp > upTo);
    return [...found, ...due].sort((one, other) => one.timestamp - other.timestamp);
  }
}
