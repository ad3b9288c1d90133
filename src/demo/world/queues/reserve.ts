import type { Origin } from './inflow.ts';

/** A message of an inflow that nobody has looked at in this queue: enough to make it when somebody does. */
export interface Reserved extends Origin {
  /** ms since the epoch. */
  sentAt: number;
  /** When it came into this queue, ms since the epoch. */
  enteredAt: number;
  firstReceivedAt: number | undefined;
  receiveCount: number;
  deadLetterSourceArn: string | undefined;
}

type Kind = Pick<Reserved, 'inflow' | 'deadLetterSourceArn'>;

/** Numbers per message, and messages per chunk. */
const STRIDE = 7;
const CHUNK = 1024;

/** Messages in the order they came, 56 bytes each: a backlog of hours takes no more than a few MB. */
export class Reserve {
  readonly #kinds: Kind[] = [];
  #chunks: Float64Array[] = [];
  /** Places of the first message and behind the last one, counted from the first chunk's begin. */
  #head = 0;
  #tail = 0;

  get size(): number {
    return this.#tail - this.#head;
  }

  push(message: Reserved): void {
    if (this.#tail === this.#chunks.length * CHUNK) this.#chunks.push(new Float64Array(STRIDE * CHUNK));
    const chunk = this.#chunks[Math.floor(this.#tail / CHUNK)];
    const { minute, index, sentAt, enteredAt, firstReceivedAt = Number.NaN, receiveCount } = message;
    const row = [this.#kindOf(message), minute, index, sentAt, enteredAt, firstReceivedAt, receiveCount];
    chunk?.set(row, (this.#tail % CHUNK) * STRIDE);
    this.#tail += 1;
  }

  /** The first message, still in its place. */
  peek(): Reserved | undefined {
    if (this.size === 0) return undefined;
    const from = (this.#head % CHUNK) * STRIDE;
    const row = this.#chunks[Math.floor(this.#head / CHUNK)]?.subarray(from, from + STRIDE) ?? [];
    const [
      which = 0,
      minute = 0,
      index = 0,
      sentAt = 0,
      enteredAt = 0,
      first = Number.NaN,
      receiveCount = 0,
    ] = row;
    const kind = this.#kinds[which];
    if (kind === undefined) return undefined;
    const firstReceivedAt = Number.isNaN(first) ? undefined : first;
    return { ...kind, minute, index, sentAt, enteredAt, firstReceivedAt, receiveCount };
  }

  /** Takes the first message out. */
  shift(): Reserved | undefined {
    const first = this.peek();
    if (first === undefined) return undefined;
    this.#head += 1;
    if (this.#head === CHUNK) {
      this.#chunks.shift();
      this.#head -= CHUNK;
      this.#tail -= CHUNK;
    }
    return first;
  }

  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#tail = 0;
  }

  #kindOf({ inflow, deadLetterSourceArn }: Kind): number {
    const known = this.#kinds.findIndex(
      (each) => each.inflow === inflow && each.deadLetterSourceArn === deadLetterSourceArn,
    );
    return known >= 0 ? known : this.#kinds.push({ inflow, deadLetterSourceArn }) - 1;
  }
}
