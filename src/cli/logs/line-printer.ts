/** Prints lines no faster than they are taken, and holds only so many back. */
import type { Output } from '../output.ts';

/** So much text waits for a slow reader before lines are dropped, characters. */
const MOST_WAITING = 16_000_000;
/** Searches pause from here on, characters. */
const ENOUGH_WAITING = 2_000_000;
/** Text that is handed on at once, characters. */
const CHUNK = 65_536;

/** A queue in front of stdout. */
export class LinePrinter {
  readonly #output: Pick<Output, 'data'>;
  readonly #chunks: { text: string; lines: number }[] = [];
  #waiting = 0;
  #dropped = 0;
  #printing: Promise<void> | null = null;
  #wake: (() => void)[] = [];

  constructor(output: Pick<Output, 'data'>) {
    this.#output = output;
  }

  /** Lines that were dropped since the last time this was asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Queues printed lines, each with its line break. Where there is no room the oldest that wait are dropped. */
  add(lines: Iterable<string>): void {
    let text = '';
    let count = 0;
    for (const line of lines) {
      text += line;
      count += 1;
      if (text.length < CHUNK) continue;
      this.#queue(text, count);
      text = '';
      count = 0;
    }
    if (count > 0) this.#queue(text, count);
    this.#printing ??= this.#print();
  }

  /** Resolves when little is waiting. */
  async room(): Promise<void> {
    if (this.#waiting < ENOUGH_WAITING) return;
    await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  /** Resolves when everything is printed. */
  async flush(): Promise<void> {
    while (this.#printing) await this.#printing;
  }

  #queue(text: string, lines: number): void {
    this.#chunks.push({ text, lines });
    this.#waiting += text.length;
    while (this.#waiting > MOST_WAITING && this.#chunks.length > 1) {
      const oldest = this.#chunks.shift();
      if (!oldest) return;
      this.#waiting -= oldest.text.length;
      this.#dropped += oldest.lines;
    }
  }

  async #print(): Promise<void> {
    for (let chunk = this.#chunks.shift(); chunk; chunk = this.#chunks.shift()) {
      await this.#output.data(chunk.text);
      this.#waiting -= chunk.text.length;
      if (this.#waiting < ENOUGH_WAITING) for (const wake of this.#wake.splice(0)) wake();
    }
    this.#printing = null;
  }
}
