import type { EventSourceMapping } from '../model.ts';
import type { ReceivedMessage } from '../queues/message.ts';
import type { Queue } from '../queues/queue.ts';
import type { World } from '../world.ts';
import { patternsOf, takes } from './queue-filter.ts';

/** Messages received together, to be given to the function in one invocation. */
export interface Batch {
  messages: readonly ReceivedMessage[];
  /** When they become visible again, ms since the epoch: then the batch is dropped. */
  deadline: number;
  tries: number;
}

interface Gathering {
  messages: ReceivedMessage[];
  /** ms since the epoch. */
  since: number;
  deadline: number;
}

/**
 * Receives a mapping's messages until a batch is full or its batching window is over. What the mapping's
 * filter does not want is deleted, as Lambda does.
 */
export class Gatherer {
  readonly #world: World;
  readonly #mapping: EventSourceMapping;
  #gathering: Gathering | undefined;

  constructor(world: World, mapping: EventSourceMapping) {
    this.#world = world;
    this.#mapping = mapping;
  }

  /** When the batching window of what was received is over, ms since the epoch; Infinity when nothing was. */
  get dueAt(): number {
    if (this.#gathering === undefined) return Number.POSITIVE_INFINITY;
    return Math.min(this.#gathering.since + this.#windowMs, this.#gathering.deadline);
  }

  /** Leaves what was received to its visibility timeout. */
  drop(): void {
    this.#gathering = undefined;
  }

  /** The next batch that is ready at an instant, ms since the epoch. */
  next(queue: Queue, at: number): Batch | undefined {
    const { batchSize } = this.#mapping;
    if ((this.#gathering?.deadline ?? at + 1) <= at) this.drop();
    for (let most = batchSize; most > 0; most = batchSize - (this.#gathering?.messages.length ?? 0)) {
      const received = queue.receive({ most }, at);
      if (received === 'overLimit' || received.length === 0) break;
      this.#add(received, queue, at);
    }
    const gathered = this.#gathering;
    if (gathered === undefined || (gathered.messages.length < batchSize && at < this.dueAt)) return undefined;
    this.drop();
    return { messages: gathered.messages, deadline: gathered.deadline, tries: 0 };
  }

  #add(received: readonly ReceivedMessage[], queue: Queue, at: number): void {
    const patterns = patternsOf(this.#mapping);
    const wanted = received.filter((message) => takes(patterns, message));
    const { mappingCounts } = this.#world;
    mappingCounts.add(this.#mapping.uuid, 'PolledEventCount', received.length, at);
    mappingCounts.add(this.#mapping.uuid, 'FilteredOutEventCount', received.length - wanted.length, at);
    for (const message of wanted.length < received.length ? received : []) {
      if (!wanted.includes(message)) queue.delete(message.receiptHandle, at);
    }
    if (wanted.length === 0) return;
    this.#gathering ??= {
      messages: [],
      since: at,
      deadline: at + 1000 * queue.settings.visibilityTimeoutS,
    };
    this.#gathering.messages.push(...wanted);
  }

  get #windowMs(): number {
    const { MaximumBatchingWindowInSeconds: seconds } = this.#mapping.settings ?? {};
    return typeof seconds === 'number' ? 1000 * seconds : 0;
  }
}
