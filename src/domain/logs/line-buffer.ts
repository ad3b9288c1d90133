/**
 * The newest lines of a tail in the order of time, in bounded memory. It is changed in place: a flood of 20,000
 * lines a second leaves no time to copy 100,000 for every batch. Whoever shows it holds on to a line, never to
 * an index: lines that come late are put in at their place, and the oldest leave.
 */
import type { LogLine } from './log-line.ts';

/** Where a line stands among all others, also after it has left. */
export type LinePlace = Pick<LogLine, 'placeAt' | 'head' | 'seq'>;

/** How much a buffer holds. */
export interface BufferLimits {
  readonly lines: number;
  /** Bytes of message text. */
  readonly bytes: number;
}

/** What a tail holds unless told otherwise. */
export const BUFFER_LIMITS: BufferLimits = { lines: 100_000, bytes: 64_000_000 };

/** By time of the block, then by block, then by arrival. */
export function compareLines(one: LinePlace, other: LinePlace): number {
  return one.placeAt - other.placeAt || one.head - other.head || one.seq - other.seq;
}

/** See the file's head. */
export class LineBuffer {
  readonly #limits: BufferLimits;
  /** The lines, behind `#first` places that are free. */
  readonly #lines: (LogLine | undefined)[] = [];
  #first = 0;
  #bytes = 0;
  #dropped = 0;

  constructor(limits: BufferLimits = BUFFER_LIMITS) {
    this.#limits = limits;
  }

  /** How many lines are in it. */
  get size(): number {
    return this.#lines.length - this.#first;
  }

  /** How many lines left it to make room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The line at an index of this moment, 0 being the oldest. */
  at(index: number): LogLine | undefined {
    return index < 0 ? undefined : this.#lines[this.#first + index];
  }

  /** The lines from one index up to, not including, another. */
  slice(from: number, to: number = this.size): LogLine[] {
    const start = this.#first + Math.max(0, from);
    return this.#lines.slice(start, this.#first + Math.max(from, to)).filter((line) => line !== undefined);
  }

  /** The index of a line or, when it has left or is not there, of the first that comes after its place. */
  indexOf(place: LinePlace): number {
    return this.#search((line) => compareLines(line, place) < 0) - this.#first;
  }

  /** The index of the first line that is not before a time, ms since the epoch. */
  indexAt(time: number): number {
    return this.#search((line) => line.placeAt < time) - this.#first;
  }

  /** Puts lines in at their places, in any order, and lets the oldest leave where there is no room. */
  add(batch: readonly LogLine[]): void {
    const sorted = [...batch].sort(compareLines);
    const [earliest] = sorted;
    if (!earliest) return;
    const place = this.#search((line) => compareLines(line, earliest) < 0);
    const later = this.#lines.splice(place);
    let next = 0;
    for (const line of sorted) {
      for (let other = later[next]; other && compareLines(other, line) < 0; other = later[next]) {
        this.#lines.push(other);
        next += 1;
      }
      this.#lines.push(line);
      this.#bytes += textBytes(line);
    }
    for (; next < later.length; next += 1) this.#lines.push(later[next]);
    this.#makeRoom();
  }

  /** Lets the lines leave that stand before a place. */
  dropBefore(place: LinePlace): void {
    for (let oldest = this.at(0); oldest && compareLines(oldest, place) < 0; oldest = this.at(0)) {
      this.#drop(oldest);
    }
    this.#giveBack();
  }

  #makeRoom(): void {
    while (this.size > this.#limits.lines || this.#bytes > this.#limits.bytes) {
      const oldest = this.at(0);
      if (!oldest) return;
      this.#drop(oldest);
    }
    this.#giveBack();
  }

  #drop(oldest: LogLine): void {
    this.#lines[this.#first] = undefined;
    this.#first += 1;
    this.#bytes -= textBytes(oldest);
    this.#dropped += 1;
  }

  #giveBack(): void {
    // Freed places are given back in large steps: each costs a copy of the whole.
    if (this.#first > this.#lines.length / 2) {
      this.#lines.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** The first place whose line is not `before`. */
  #search(before: (line: LogLine) => boolean): number {
    let low = this.#first;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const line = this.#lines[middle];
      if (line && before(line)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What V8 needs for the text: one byte for each character, or two when one of them is beyond Latin-1. */
function textBytes({ event: { message } }: LogLine): number {
  return BEYOND_LATIN_1.test(message) ? message.length * 2 : message.length;
}

const BEYOND_LATIN_1 = /[^\u0000-\u00ff]/;
