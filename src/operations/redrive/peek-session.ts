/**
 * Looking at the messages of a queue. SQS has no such thing: a message is received, which raises its receive count
 * and hides it from everybody else, and has to be given back. A session hides messages for a short time only and
 * keeps renewing it, so that they come back by themselves soon after a crash, and gives them back when it closes.
 */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { type MessagesGateway, MOST_IN_BATCH, type ReceivedLetter } from '../../gateways/messages.ts';
import { backOff, realSleep, type Sleep } from '../runner/patience.ts';
import { Holds } from './holds.ts';

/** What a session needs of its surroundings. */
export interface PeekTools {
  readonly messages: Pick<MessagesGateway, 'receive' | 'hide'>;
  readonly clock: Clock;
  /** For tests; the machine's own timers otherwise. */
  readonly sleep?: Sleep;
}

/** What to look at. */
export interface PeekOptions {
  /** At most so many messages; `widen` raises it. */
  readonly limit: number;
  /** Ends reading; what is held is given back by `close`. */
  readonly signal?: AbortSignal;
  /** Ends each reading of `batches` when its bodies come to more, bytes. */
  readonly mostBytes?: number;
}

/**
 * Why reading ended: as many as were wanted; the queue gave no more (all the others are in flight elsewhere, or of
 * a FIFO group that is held); their bodies fill the memory meant for them; it was called off or closed.
 */
export type PeekEnd = 'limit' | 'exhausted' | 'bytes' | 'closed';

/** Messages of one queue, held. */
export interface PeekSession {
  /**
   * Reads on, up to the limit, in the order of arrival: each message once, whatever SQS does. Ends with `end` set; can
   * be read again, for what has become visible since or for the next helping of bodies.
   * Rejects with an AppError when the queue cannot be read. One reader at a time.
   */
  batches(): AsyncGenerator<readonly DeadLetter[], void, undefined>;
  /** Lets `batches` read so many more; false when as many are held as may be. */
  widen(more: number): boolean;
  /** Why `batches` ended last; null before. */
  readonly end: PeekEnd | null;
  /** Messages shown so far. */
  readonly seen: number;
  /** Replies that were lost: up to ten messages each are hidden for a moment and may not have been shown. */
  readonly lostReplies: number;
  /** The handle by which a held message can be deleted; null when it is no longer ours. */
  handleOf(messageId: string): string | null;
  /** The same though its time ran out: AWS may still delete by it, and says yes in either case. */
  staleHandleOf(messageId: string): string | null;
  /** Renews what is about to run out; by itself every few seconds, and before a message is sent elsewhere. */
  keep(): Promise<void>;
  /** These are deleted, or nobody's business any more: not given back. */
  settle(messageIds: readonly string[]): void;
  /** Gives these back at once. */
  release(messageIds: readonly string[]): Promise<void>;
  /**
   * Gives everything back. Resolves with the number that AWS did not take back now: they come back by themselves
   * when their time is over. Never rejects; safe to call twice.
   */
  close(): Promise<{ readonly late: number }>;
}

/** Receives that are under way at a time; of a FIFO queue one, which keeps the order. */
const PARALLEL = 4;
/** A long poll asks all of SQS's servers; an empty short one proves nothing. */
const WAIT_S = 1;
/** 64 MiB of bodies. */
const MOST_BYTES = 64 * 1_024 * 1_024;
/** 120,000 messages may be in flight, others' too (facts/aws.md section 4). */
const MOST_HELD = 100_000;
const KEEP_EVERY_MS = 5_000;
/** How often a receive that failed in passing is tried again, one after the other. */
const MOST_FAILURES = 6;

/** Opens a session on a queue by its URL; nothing is received before `batches` is read. */
export function openPeek(queueUrl: string, options: PeekOptions, tools: PeekTools): PeekSession {
  return new Session(queueUrl, options, tools);
}

class Session implements PeekSession {
  readonly #url: string;
  readonly #tools: PeekTools;
  readonly #signal: AbortSignal | undefined;
  readonly #mostBytes: number;
  readonly #holds: Holds;
  readonly #shown = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  /** Received and not yet shown. */
  readonly #arrived: (readonly DeadLetter[])[] = [];
  readonly #timer: NodeJS.Timeout;
  #limit: number;
  #asked = 0;
  #bytes = 0;
  #exhausted = false;
  #closed = false;
  end: PeekEnd | null = null;
  lostReplies = 0;

  constructor(queueUrl: string, { limit, signal, mostBytes = MOST_BYTES }: PeekOptions, tools: PeekTools) {
    this.#url = queueUrl;
    this.#tools = tools;
    this.#signal = signal;
    this.#limit = Math.min(limit, MOST_HELD);
    this.#mostBytes = mostBytes;
    this.#holds = new Holds(queueUrl, tools.messages, tools.clock);
    this.#timer = setInterval(() => void this.keep(), KEEP_EVERY_MS);
    this.#timer.unref();
  }

  get seen(): number {
    return this.#shown.size;
  }

  widen(more: number): boolean {
    const before = this.#limit;
    this.#limit = Math.min(this.#limit + more, MOST_HELD);
    return this.#limit > before;
  }

  async *batches(): AsyncGenerator<readonly DeadLetter[], void, undefined> {
    this.#exhausted = false;
    this.#bytes = 0;
    this.end = null;
    for (;;) {
      while (this.#wantsMore()) this.#start();
      const letters = this.#arrived.shift();
      if (letters) yield letters;
      else if (this.#running.size > 0) await Promise.race(this.#running);
      else break;
    }
    this.end = this.#reason();
  }

  handleOf(messageId: string): string | null {
    return this.#holds.handleOf(messageId);
  }

  staleHandleOf(messageId: string): string | null {
    return this.#holds.staleHandleOf(messageId);
  }

  keep(): Promise<void> {
    return this.#holds.keep();
  }

  settle(messageIds: readonly string[]): void {
    this.#holds.forget(messageIds);
  }

  release(messageIds: readonly string[]): Promise<void> {
    return this.#holds.giveBack(messageIds);
  }

  async close(): Promise<{ late: number }> {
    this.#closed = true;
    clearInterval(this.#timer);
    // What is being received now is ours too, in a second at the latest.
    while (this.#running.size > 0) await Promise.race(this.#running).catch(() => {});
    await this.#holds.giveBack(this.#holds.ids());
    return { late: this.#holds.late };
  }

  #isOver(): boolean {
    return this.#closed || this.#signal?.aborted === true;
  }

  #wantsMore(): boolean {
    if (this.#isOver() || this.#exhausted || this.#bytes >= this.#mostBytes) return false;
    const parallel = this.#url.endsWith('.fifo') ? 1 : PARALLEL;
    return this.#running.size < parallel && this.seen + this.#asked < this.#limit;
  }

  #reason(): PeekEnd {
    if (this.#isOver()) return 'closed';
    if (this.seen >= this.#limit) return 'limit';
    return this.#bytes >= this.#mostBytes ? 'bytes' : 'exhausted';
  }

  #start(): void {
    const most = Math.min(MOST_IN_BATCH, this.#limit - this.seen - this.#asked);
    this.#asked += most;
    const receiving = this.#receive(most)
      .then((received) => this.#take(received))
      .finally(() => {
        this.#asked -= most;
        this.#running.delete(receiving);
      });
    this.#running.add(receiving);
    // It may fail while nobody reads.
    receiving.catch(() => {});
  }

  /** Shows what was not shown before. */
  #take(received: readonly ReceivedLetter[]): void {
    const fresh = received.flatMap(({ letter }) => (this.#shown.has(letter.messageId) ? [] : [letter]));
    for (const { messageId, body } of fresh) {
      this.#shown.add(messageId);
      this.#bytes += Buffer.byteLength(body);
    }
    // Nothing, or only what came back to us: the rest is not to be had now.
    if (fresh.length === 0) this.#exhausted = true;
    else this.#arrived.push(fresh);
  }

  async #receive(most: number): Promise<readonly ReceivedLetter[]> {
    const { messages, sleep = realSleep } = this.#tools;
    for (let failures = 0; ; failures += 1) {
      const hold = this.#holds.holdFor(most);
      try {
        const options = { most, visibilityS: hold.seconds, waitS: WAIT_S };
        const received = await messages.receive(this.#url, options);
        this.#holds.add(received, hold);
        return received;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code === 'unknown-outcome') this.lostReplies += 1;
        if (!isPassing(error) || failures >= MOST_FAILURES || this.#isOver()) throw error;
        await sleep(error.answer.retryAfterMs ?? backOff(failures, 200, 5_000), this.#signal);
        await this.keep();
      }
    }
  }
}

/** Another receive may well succeed: what a lost reply hid comes back when its time is over. */
function isPassing({ code }: AppError): boolean {
  return code === 'throttled' || code === 'unknown-outcome' || code === 'unreachable';
}
