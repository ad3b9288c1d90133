import { hashText } from '../random.ts';
import { Arrivals } from './arrivals.ts';
import { contentId, Deduplication, type Sent } from './deduplication.ts';
import { readReceiptHandle, writeReceiptHandle } from './identifiers.ts';
import type { Message, MessageDraft, ReceivedMessage } from './message.ts';
import { type Incoming, MessageStore } from './message-store.ts';
import { LONGEST_VISIBILITY_S, type QueueSettings } from './settings.ts';
import type { Taking } from './shelf.ts';

/** Messages that may be in flight at once, in standard and in FIFO queues. */
const MOST_IN_FLIGHT = 120_000;

/** What a receiver asks for. */
export interface ReceiveRequest {
  /** At most this many messages, 1–10. */
  most: number;
  /** Overrides the queue's own visibility timeout, s. */
  visibilityTimeoutS?: number;
}

/** Where a queue lives, and what it must reach outside itself. */
export interface QueueSurroundings {
  seed: number;
  /** The queue of an ARN, for dead letters. */
  queueAt: (arn: string) => Queue | undefined;
  /** Brings everything that happens by itself up to `now`, before a queue is used. */
  advance: (now: number) => void;
  /** Told when messages may have become visible through a call, not through time; `at` in ms since the epoch. */
  arrived?: (queue: Queue, at: number) => void;
}

/**
 * A queue of the account, standard or FIFO. It does nothing by itself: each call brings it up to the
 * time it is given (`now`, ms since the epoch, in the account's time) and then acts. Calls are
 * synchronous, so that a poller inside the account and a client outside use the same queue.
 */
export class Queue {
  readonly name: string;
  readonly arn: string;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly isFifo: boolean;
  readonly arrivals = new Arrivals();
  readonly tags = new Map<string, string>();
  settings: QueueSettings;
  /** ms since the epoch. */
  modifiedAt: number;
  /** ms since the epoch; undefined when never purged. */
  purgedAt: number | undefined;
  readonly #key: number;
  readonly #surroundings: QueueSurroundings;
  readonly #deduplication = new Deduplication();
  readonly #store: MessageStore;
  #fill: ((queue: Queue) => void) | undefined;
  #isFilling = false;

  /** `fill` puts in what has been lying there since before, when somebody first looks. */
  constructor(
    place: { name: string; arn: string; createdAt: number },
    settings: QueueSettings,
    surroundings: QueueSurroundings,
    fill?: (queue: Queue) => void,
  ) {
    this.name = place.name;
    this.arn = place.arn;
    this.createdAt = place.createdAt;
    this.modifiedAt = place.createdAt;
    this.isFifo = place.name.endsWith('.fifo');
    this.settings = settings;
    this.#key = hashText(surroundings.seed, `${place.arn} ${place.createdAt}`);
    this.#surroundings = surroundings;
    this.#store = new MessageStore(this.#key, this.isFifo);
    this.#fill = fill;
  }

  /** Takes a message in. In a FIFO queue a duplicate is accepted, not stored, and gets the first one's answer. */
  send(draft: MessageDraft, now: number): Sent {
    this.#bringUpTo(now);
    const deduplicationId = this.isFifo ? (draft.deduplicationId ?? contentId(draft.body)) : undefined;
    const perGroup = this.settings.deduplicationScope === 'messageGroup';
    const scope = `${perGroup ? draft.groupId : ''} ${deduplicationId}`;
    const earlier = this.isFifo ? this.#deduplication.earlier(scope, now) : undefined;
    if (earlier !== undefined) return earlier;
    const message = this.#store.add(
      {
        body: draft.body,
        attributes: draft.attributes ?? {},
        traceHeader: draft.traceHeader,
        groupId: draft.groupId,
        deduplicationId,
        senderId: draft.senderId,
        sentAt: now,
        firstReceivedAt: undefined,
        receiveCount: 0,
        deadLetterSourceArn: undefined,
      },
      now + 1000 * (draft.delayS ?? this.settings.delayS),
      now,
    );
    const sent = { id: message.id, sequenceNumber: message.sequenceNumber };
    if (this.isFifo) this.#deduplication.remember(scope, sent, now);
    this.#tellOfArrival(now);
    return sent;
  }

  /**
   * Gives messages out and hides them for the visibility timeout. Those that were received too often
   * already go to the dead-letter queue instead; when that is gone they stay. `overLimit` when as many
   * as may be are in flight.
   */
  receive(request: ReceiveRequest, now: number): ReceivedMessage[] | 'overLimit' {
    this.#bringUpTo(now);
    const received: ReceivedMessage[] = [];
    const taking: Taking = {};
    const hiddenMs = 1000 * (request.visibilityTimeoutS ?? this.settings.visibilityTimeoutS);
    while (received.length < request.most) {
      if (this.#store.counts.inFlight >= MOST_IN_FLIGHT) return received.length > 0 ? received : 'overLimit';
      const message = this.#store.take(taking);
      if (message === undefined) break;
      if (this.#deadLetter(message, now)) continue;
      message.receiveCount += 1;
      message.receipt += 1;
      message.receivedAt = now;
      message.firstReceivedAt ??= now;
      this.#store.hide(message, now + hiddenMs);
      received.push({
        ...message,
        receiptHandle: writeReceiptHandle(this.#key, message.serial, message.receipt),
      });
    }
    return received;
  }

  /**
   * Deletes by receipt handle. With an old handle a standard queue pretends (`ignored`); a FIFO queue says
   * that the handle `expired`, once the message is visible again. `invalid`: never given by this queue.
   */
  delete(handle: string, now: number): 'deleted' | 'ignored' | 'expired' | 'invalid' {
    this.#bringUpTo(now);
    const receipt = readReceiptHandle(this.#key, handle);
    if (receipt === undefined) return 'invalid';
    const message = this.#store.get(receipt.serial);
    if (message === undefined) return 'ignored';
    const isLatest = message.receipt === receipt.receipt;
    if (this.isFifo && !(isLatest && message.state === 'inFlight')) return 'expired';
    if (!isLatest) return 'ignored';
    this.#store.remove(message);
    if (this.isFifo) this.#tellOfArrival(now); // its group may be free now
    return 'deleted';
  }

  /**
   * Hides a message for `seconds` from now on; 0 gives it back at once. `unavailable`: deleted, or not the
   * latest handle; `tooLong`: beyond 12 h since it was received; `ignored`: it has become visible already.
   */
  changeVisibility(
    handle: string,
    seconds: number,
    now: number,
  ): 'changed' | 'ignored' | 'unavailable' | 'tooLong' | 'invalid' {
    this.#bringUpTo(now);
    const receipt = readReceiptHandle(this.#key, handle);
    if (receipt === undefined) return 'invalid';
    const message = this.#store.get(receipt.serial);
    if (message?.receipt !== receipt.receipt) return 'unavailable';
    if (message.state !== 'inFlight') return this.isFifo ? 'unavailable' : 'ignored';
    if (now + 1000 * seconds > message.receivedAt + 1000 * LONGEST_VISIBILITY_S) return 'tooLong';
    this.#store.hide(message, now + 1000 * seconds);
    this.#bringUpTo(now);
    if (seconds === 0) this.#tellOfArrival(now);
    return 'changed';
  }

  /** Deletes everything. */
  purge(now: number): void {
    this.#bringUpTo(now);
    this.#store.clear();
    this.purgedAt = now;
  }

  /** Takes in a message from another queue: as a dead letter with its past, or as a new one without. */
  moveIn(content: Incoming, now: number): void {
    this.#bringUpTo(now);
    this.#store.add(content, now, now);
    this.#tellOfArrival(now);
  }

  /** The next message that may be moved elsewhere; it stays where it is. Undefined when none is visible. */
  nextToMove(now: number): Message | undefined {
    this.#bringUpTo(now);
    const message = this.#store.take({});
    if (message !== undefined) this.#store.putBack(message);
    return message;
  }

  /** Takes a message away that has been moved elsewhere. */
  moveOut(message: Message): void {
    this.#store.remove(message);
    if (this.isFifo) this.arrivals.notify();
  }

  /** How many messages are visible, in flight and delayed. */
  counts(now: number): { visible: number; inFlight: number; delayed: number } {
    this.#bringUpTo(now);
    return this.#store.counts;
  }

  /** When the oldest message was sent, ms since the epoch; undefined when there is none. */
  oldestSentAt(now: number): number | undefined {
    this.#bringUpTo(now);
    return this.#store.oldestSentAt();
  }

  /** When the next message becomes visible by the passing of time, ms since the epoch; Infinity: none. */
  nextDueAt(): number {
    return this.#store.nextDueAt();
  }

  /** Sends a message that was just taken to the dead-letter queue, when it was received too often. */
  #deadLetter(message: Message, now: number): boolean {
    const policy = this.settings.redrivePolicy;
    if (policy === undefined || message.receipt < policy.maxReceiveCount) return false;
    const target = this.#surroundings.queueAt(policy.deadLetterTargetArn);
    if (target === undefined) return false;
    this.#store.removeTaken(message);
    // A standard queue's dead letter keeps its age, a FIFO queue's begins anew (facts, section 4).
    const sentAt = this.isFifo ? now : message.sentAt;
    target.moveIn({ ...message, sentAt, deadLetterSourceArn: this.arn }, now);
    return true;
  }

  /** What lies there from before the world's birth has not arrived. */
  #tellOfArrival(now: number): void {
    if (this.#isFilling) return;
    this.arrivals.notify();
    this.#surroundings.arrived?.(this, now);
  }

  #bringUpTo(now: number): void {
    const fill = this.#fill;
    this.#fill = undefined;
    if (fill !== undefined) {
      this.#isFilling = true;
      fill(this);
      this.#isFilling = false;
    }
    this.#surroundings.advance(now);
    this.#store.settle(now, this.settings);
  }
}
