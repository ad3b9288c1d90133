/** Counts lines by when they were written and what they say: two that are alike are still two. */
import type { LogLine } from '../../src/domain/logs/log-line.ts';

/** See the file's head. */
export class LineTally {
  readonly #counts = new Map<string, number>();

  constructor(lines: readonly LogLine[] = []) {
    for (const line of lines) {
      const key = keyOf(line);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  /** Takes one away that is like this one; false when none is left. */
  take(line: LogLine): boolean {
    const key = keyOf(line);
    const count = this.#counts.get(key) ?? 0;
    if (count === 0) return false;
    this.#counts.set(key, count - 1);
    return true;
  }
}

function keyOf({ event: { timestamp, message } }: LogLine): string {
  return `${timestamp} ${message}`;
}
