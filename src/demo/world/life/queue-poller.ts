import { type Asked, execute } from '../execution.ts';
import { endOf } from '../invocations/invocation.ts';
import type { EventSourceMapping, LambdaFunction } from '../model.ts';
import type { Queue } from '../queues/queue.ts';
import { hashText } from '../random.ts';
import type { World } from '../world.ts';
import { type Batch, Gatherer } from './gatherer.ts';
import { judge } from './judgement.ts';
import type { MappingCount } from './mapping-counts.ts';

/** Between a message's becoming visible and its being received, ms: a long poll is always waiting. */
const LATENCY_MS = 25;
/** Batches at once to begin with, how many more a minute, and at most (AWS documents 5, 300 and 1,250). */
const FIRST_BATCHES = 5;
const MORE_A_MINUTE = 300;
const MOST_BATCHES = 1250;
/** A throttled batch is tried again after this, then after twice as long each time, ms. */
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** While the function may not run at all, the queue is looked at so often, ms. */
const STOPPED_POLL_MS = 1_000;
/** Without a throttled batch for so long, ms, it keeps up. */
const CALM_MS = 10_000;

/**
 * Lambda's poller for one event source mapping of a queue. It receives as much as it may run at once,
 * deletes what the function was done with, and leaves what failed or could not run to its visibility
 * timeout, and so to the queue's redrive policy. Between messages it does nothing.
 */
export class QueuePoller {
  readonly #world: World;
  readonly #mapping: EventSourceMapping;
  readonly #gatherer: Gatherer;
  readonly #held: Batch[] = [];
  #running = 0;
  /** Batches at once, less after throttles. */
  #ceiling = MOST_BATCHES;
  #backoffMs = FIRST_BACKOFF_MS;
  #retryAt: number | undefined;
  #throttledAt = Number.NEGATIVE_INFINITY;
  #pollAt: number | undefined;
  /** Since when the queue has never been empty, ms since the epoch. */
  #busySince: number | undefined;

  constructor(world: World, mapping: EventSourceMapping) {
    this.#world = world;
    this.#mapping = mapping;
    this.#gatherer = new Gatherer(world, mapping);
  }

  /** Looks into the queue soon after an instant, ms since the epoch. */
  wake(at: number): void {
    const due = at + LATENCY_MS;
    if (this.#pollAt !== undefined && this.#pollAt <= due) return;
    this.#pollAt = due;
    this.#world.clock.at(due, (instant) => {
      if (this.#pollAt === instant) this.#poll(instant);
    });
  }

  /** Whether it gives a function messages at an instant, ms since the epoch. */
  feeds(target: LambdaFunction, at: number): boolean {
    return this.#isOn(at) && this.#targetAt(at) === target;
  }

  /** Whether it holds no batch back at an instant (ms since the epoch) and did not have to for a while. */
  keepsUp(at: number): boolean {
    return this.#held.length === 0 && at - this.#throttledAt > CALM_MS;
  }

  #poll(at: number): void {
    this.#pollAt = undefined;
    const { transition } = this.#mapping;
    if (isStarting(this.#mapping, at)) {
      this.wake(transition?.until ?? at);
      return;
    }
    const queue = this.#world.queues.at(this.#mapping.eventSourceArn);
    const target = this.#targetAt(at);
    if (queue === undefined || target === undefined || !this.#isOn(at)) {
      this.#busySince = undefined;
      this.#gatherer.drop();
      return;
    }
    this.#busySince ??= at;
    const isStopped = target.reservedConcurrency.at(at) === 0;
    // Held batches come first; but a function that may not run at all never gets to them.
    while (this.#running < this.#mostAt(at) && (this.#held.length === 0 || isStopped)) {
      const batch = this.#gatherer.next(queue, at);
      if (batch === undefined) break;
      this.#try(batch, queue, target, at);
    }
    const { visible } = queue.counts(at);
    if (visible === 0 && this.#running === 0) this.#busySince = undefined;
    // A batch that is due already waits for one that runs, whose end wakes it.
    const gathered = this.#gatherer.dueAt > at ? this.#gatherer.dueAt - LATENCY_MS : Number.POSITIVE_INFINITY;
    const due = Math.min(queue.nextDueAt(), gathered);
    if (due < Number.POSITIVE_INFINITY) this.wake(Math.max(isStopped ? at + STOPPED_POLL_MS : at, due));
  }

  #mostAt(at: number): number {
    const minutes = Math.floor((at - (this.#busySince ?? at)) / 60_000);
    const grown = Math.min(MOST_BATCHES, FIRST_BATCHES + MORE_A_MINUTE * minutes);
    return Math.min(grown, this.#mapping.maximumConcurrency ?? MOST_BATCHES, this.#ceiling);
  }

  /** Gives a batch to the function; false when it was throttled and is held instead. */
  #try(batch: Batch, queue: Queue, target: LambdaFunction, at: number): boolean {
    const { exception, remarks, failed } = judge(this.#world, this.#mapping, target, batch.messages);
    const all = batch.messages.length;
    this.#count('InvokedEventCount', all, at);
    const [first] = batch.messages;
    const identity = `${this.#mapping.uuid} ${first?.id} ${first?.receiveCount} ${batch.tries}`;
    const asked: Asked = { at, hash: hashText(target.key, identity), remarks };
    const qualifier = this.#mapping.functionArn.split(':')[7] ?? '$LATEST';
    const ran = execute(this.#world, target, qualifier, exception ? { ...asked, exception } : asked);
    batch.tries += 1;
    if (typeof ran === 'string') {
      this.#count('FailedInvokeEventCount', all, at);
      this.#hold(batch, at);
      return false;
    }
    this.#running += 1;
    this.#ceiling = Math.min(MOST_BATCHES, this.#ceiling + 1);
    this.#backoffMs = FIRST_BACKOFF_MS;
    this.#world.clock.at(endOf(ran), (end) => {
      this.#running -= 1;
      const done = ran.outcome === 'success' ? batch.messages.filter((each) => !failed.has(each.id)) : [];
      for (const { receiptHandle } of done) queue.delete(receiptHandle, end);
      this.#count('FailedInvokeEventCount', all - done.length, end);
      this.#count('DeletedEventCount', done.length, end);
      this.#retry(end);
      this.wake(end - LATENCY_MS);
    });
    return true;
  }

  #hold(batch: Batch, at: number): void {
    this.#held.push(batch);
    this.#throttledAt = at;
    this.#ceiling = Math.max(1, this.#running);
    if (this.#retryAt !== undefined) return;
    const due = at + this.#backoffMs;
    this.#backoffMs = Math.min(LONGEST_BACKOFF_MS, 2 * this.#backoffMs);
    this.#retryAt = due;
    this.#world.clock.at(due, (instant) => {
      if (this.#retryAt === instant) this.#retry(instant);
    });
  }

  /** Tries the held batches in their order until one is throttled again; those whose time is over are dropped. */
  #retry(at: number): void {
    this.#retryAt = undefined;
    if (this.#held.length === 0) return;
    const queue = this.#world.queues.at(this.#mapping.eventSourceArn);
    const target = this.#targetAt(at);
    const waiting = this.#held.splice(0).filter((batch) => batch.deadline > at);
    if (queue === undefined || target === undefined || !this.#isOn(at)) return;
    for (const [index, batch] of waiting.entries()) {
      const isFull = this.#running >= Math.max(1, this.#mostAt(at));
      if (!isFull && this.#try(batch, queue, target, at)) continue;
      this.#held.push(...waiting.slice(isFull ? index : index + 1));
      break;
    }
    this.wake(at);
  }

  #count(what: MappingCount, events: number, at: number): void {
    this.#world.mappingCounts.add(this.#mapping.uuid, what, events, at);
  }

  #targetAt(at: number): LambdaFunction | undefined {
    const target = this.#world.functionNamed(this.#mapping.functionArn.split(':')[6] ?? '');
    const qualifier = this.#mapping.functionArn.split(':')[7] ?? '$LATEST';
    if (target === undefined || at < (target.pendingUntil ?? 0)) return undefined;
    const isThere =
      qualifier === '$LATEST' || target.versions.has(qualifier) || target.aliases.has(qualifier);
    return isThere ? target : undefined;
  }

  #isOn(at: number): boolean {
    return (
      this.#mapping.enabled &&
      this.#mapping.transition?.state !== 'Deleting' &&
      !isStarting(this.#mapping, at)
    );
  }
}

function isStarting({ enabled, transition }: EventSourceMapping, at: number): boolean {
  if (!enabled || transition === undefined || at >= transition.until) return false;
  return transition.state === 'Creating' || transition.state === 'Enabling';
}
