import { Heap } from '../heap.ts';
import { endOf, type Invocation } from './invocation.ts';

/** Of one function no more are kept; the oldest go first, many at once. */
const MOST = 60_000;
const FORGOTTEN_AT_ONCE = 10_000;

/** The invocations of a function that came one by one, and how many of them run. */
export class Recorded {
  /** In order of their start. */
  readonly list: Invocation[] = [];
  readonly #ends = new Heap<undefined>();
  #total = 0;

  /** How many there have ever been. */
  get total(): number {
    return this.#total;
  }

  /** Adds one that begins; gives how many run at its start, itself among them. */
  add(invocation: Invocation): number {
    if (this.list.length >= MOST) this.list.splice(0, FORGOTTEN_AT_ONCE);
    this.list.push(invocation);
    this.#total += 1;
    const running = this.runningAt(invocation.start);
    this.#ends.push(endOf(invocation), undefined);
    return running + 1;
  }

  /** How many run at an instant (ms since the epoch), which must not lie before an earlier question's. */
  runningAt(instant: number): number {
    for (let next = this.#ends.peek(); next !== undefined && next.priority <= instant; ) {
      this.#ends.pop();
      next = this.#ends.peek();
    }
    return this.#ends.size;
  }
}
