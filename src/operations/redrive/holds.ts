/** Messages that a session has received and hides: their handles, until when, and how that is renewed. */
import type { Clock } from '../../domain/clock.ts';
import { type MessagesGateway, MOST_IN_BATCH, type ReceivedLetter } from '../../gateways/messages.ts';

/** For how long messages are hidden, and since when. */
interface Hold {
  readonly seconds: number;
  /** ms since the epoch: before the call went out, since AWS counts from some time after it. */
  readonly from: number;
}

interface Held {
  readonly handle: string;
  /** ms since the epoch. */
  readonly until: number;
  readonly forMs: number;
}

/** Hidden this long, seconds: they are back so soon after a crash. */
const SHORTEST_S = 30;
/**
 * More messages are hidden for longer, so that renewing them takes at most some ten calls a second: ten thousand
 * for 200 s.
 */
const HELD_PER_S = 50;
/** AWS lets nobody hide a message for more than 12 h in all. */
const LONGEST_S = 43_000;
const PARALLEL = 4;

/** See the file's head. */
export class Holds {
  readonly #url: string;
  readonly #messages: Pick<MessagesGateway, 'hide'>;
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();
  #renewing: Promise<void> | null = null;
  /** Messages that AWS did not take back when they were given back. */
  late = 0;

  constructor(url: string, messages: Pick<MessagesGateway, 'hide'>, clock: Clock) {
    this.#url = url;
    this.#messages = messages;
    this.#clock = clock;
  }

  ids(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** How long to hide messages that are received, or renewed, now. */
  holdFor(more: number): Hold {
    const seconds = Math.ceil((this.#held.size + more) / HELD_PER_S);
    return { seconds: Math.min(LONGEST_S, Math.max(SHORTEST_S, seconds)), from: this.#clock.now() };
  }

  add(received: readonly ReceivedLetter[], hold: Hold): void {
    // Received anew, only the newest handle counts.
    for (const { letter, receiptHandle } of received) this.#put(letter.messageId, receiptHandle, hold);
  }

  /** Null when the message is not held, or its time ran out: somebody else may have it now. */
  handleOf(id: string): string | null {
    const held = this.#held.get(id);
    return held && held.until > this.#clock.now() ? held.handle : null;
  }

  /** The handle, whether its time ran out or not. */
  staleHandleOf(id: string): string | null {
    return this.#held.get(id)?.handle ?? null;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#held.delete(id);
  }

  /** Renews what has less than half of its time left. Never rejects. */
  keep(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** Makes messages visible at once. Never rejects: what AWS does not take back now comes back by itself. */
  async giveBack(ids: readonly string[]): Promise<void> {
    const held = ids.flatMap((id) => {
      const handle = this.handleOf(id);
      return handle === null ? [] : [{ id, handle }];
    });
    this.forget(ids);
    await inBatches(held, async (batch) => {
      const results = await this.#hide(batch, 0);
      this.late += results.filter((isHidden) => !isHidden).length;
    });
  }

  async #renew(): Promise<void> {
    const now = this.#clock.now();
    const due = [...this.#held]
      .filter(([, { until, forMs }]) => until - now < forMs / 2)
      .map(([id, { handle }]) => ({ id, handle }));
    await inBatches(due, async (batch) => {
      const hold = this.holdFor(0);
      const results = await this.#hide(batch, hold.seconds);
      for (const [index, { id, handle }] of batch.entries()) {
        // A receive may have brought a newer handle meanwhile, or the message is settled.
        if (results[index] && this.#held.get(id)?.handle === handle) this.#put(id, handle, hold);
      }
    });
  }

  /** Of each message whether AWS did it. */
  async #hide(batch: readonly { readonly handle: string }[], seconds: number): Promise<readonly boolean[]> {
    const handles = batch.map(({ handle }) => handle);
    try {
      return (await this.#messages.hide(this.#url, handles, seconds)).map(({ state }) => state === 'done');
    } catch {
      return handles.map(() => false);
    }
  }

  #put(id: string, handle: string, { from, seconds }: Hold): void {
    this.#held.set(id, { handle, until: from + seconds * 1_000, forMs: seconds * 1_000 });
  }
}

async function inBatches<Item>(
  items: readonly Item[],
  work: (batch: readonly Item[]) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const start = next;
      next += MOST_IN_BATCH;
      await work(items.slice(start, start + MOST_IN_BATCH));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
