import { hashText } from '../random.ts';
import { Arrivals } from './arrivals.ts';
import { contentId, Deduplication, type Sent } from './deduplication.ts';
import { readReceiptHandle, writeReceiptHandle } from './identifiers.ts';
import { type Inflow, InflowCursor } from './inflow.ts';
import type { Message, MessageDraft, ReceivedMessage } from './message.ts';
import { type Incoming, MessageStore } from './message-store.ts';
import { QueueHistory, type QueueReading } from './queue-history.ts';
import { LONGEST_VISIBILITY_S, type QueueSettings } from './settings.ts';
import type { Taking } from './shelf.ts';
import type { QueueSurroundings, ReceiveRequest } from './surroundings.ts';

/** Messages that may be in flight at once, in standard and in FIFO queues. */
const MOST_IN_FLIGHT = 120_000;

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
  readonly history: QueueHistory;
  settings: QueueSettings;
  /** ms since the epoch. */
  modifiedAt: number;
  /** ms since the epoch; undefined when never purged. */
  purgedAt: number | undefined;
  readonly #key: number;
  readonly #surroundings: QueueSurroundings;
  readonly #deduplication = new Deduplication();
  readonly #store: MessageStore;
  #inflows: InflowCursor[] = [];
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
    this.history = new QueueHistory(Math.max(place.createdAt, surroundings.bornAt));
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
    this.history.count('sent', 1, now);
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
      const message = this.#store.take(taking, now);
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
    this.history.count('received', received.length, now);
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
    this.history.count('deleted', 1, now);
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
    const { origin } = content;
    if (origin === undefined || this.isFifo) this.#store.add(content, now, now);
    else this.#store.expect({ ...content, ...origin, enteredAt: now });
    this.#tellOfArrival(now);
  }

  /** Lets messages keep coming by themselves from an instant on (ms since the epoch); standard queues only. */
  addInflow(inflow: Inflow, since: number): void {
    this.#bringUpTo(since);
    this.#inflows.push(new InflowCursor(inflow, since));
  }

  /** Ends an inflow at an instant, ms since the epoch. */
  removeInflow(inflow: Inflow, at: number): void {
    this.#bringUpTo(at);
    this.#inflows = this.#inflows.filter((cursor) => cursor.inflow !== inflow);
  }

  /** The next message that may be moved elsewhere; it stays where it is. Undefined when none is visible. */
  nextToMove(now: number): Message | undefined {
    this.#bringUpTo(now);
    const message = this.#store.take({}, now);
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

  /** How full the queue is, as CloudWatch reads it. */
  reading(now: number): QueueReading {
    this.#bringUpTo(now);
    return this.#readingAt(now);
  }

  /** When a message may become visible by the passing of time, ms since the epoch; Infinity: none will. */
  nextDueAt(): number {
    return Math.min(this.#store.nextDueAt(), ...this.#inflows.map((cursor) => cursor.nextAt()));
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
    target.moveIn({ ...message, sentAt, enteredAt: now, deadLetterSourceArn: this.arn }, now);
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
    for (const end of this.history.dueBy(now)) {
      this.#settle(end);
      this.history.read(end, this.#readingAt(end));
    }
    this.#settle(now);
  }

  #settle(now: number): void {
    for (const cursor of this.#inflows) {
      cursor.advance(now, (origin, at) => {
        const unseen = { firstReceivedAt: undefined, receiveCount: 0, deadLetterSourceArn: undefined };
        this.#store.expect({ ...origin, ...unseen, sentAt: at, enteredAt: at });
        this.history.count('sent', 1, at);
      });
    }
    this.#surroundings.advance(now);
    this.#store.settle(now, this.settings);
  }

  /** SQS tells the age of a dead letter by when it came here, not by when it was sent (its metrics' documentation). */
  #readingAt(now: number): QueueReading {
    const oldest = this.#store.oldestEnteredAt();
    return {
      ...this.#store.counts,
      oldestAgeS: oldest === undefined ? 0 : Math.max(0, Math.floor((now - oldest) / 1000)),
    };
  }
}
