import { Heap } from '../heap.ts';
import { sequenceNumber, uniqueId } from './identifiers.ts';
import { idOf, writtenBy } from './inflow.ts';
import type { Message, MessageContent } from './message.ts';
import { Reserve, type Reserved } from './reserve.ts';
import type { QueueSettings } from './settings.ts';
import { FifoShelf, type Shelf, StandardShelf, type Taking } from './shelf.ts';

/** Received this often without being deleted, a message goes to the back, so that others are tried. */
const RECEIPTS_BEFORE_BACK = 3;
/** Heaps may hold this many entries of messages that are gone before they are tidied. */
const SLACK = 1024;

/** A message's content as it enters a queue; without an id it gets a new one. `enteredAt`: now unless told. */
export type Incoming = Omit<MessageContent, 'id'> & { id?: string; enteredAt?: number };

/**
 * The messages of one queue and the state each is in. Finding, hiding and returning cost a logarithm of
 * their number, so a queue of 100,000 is no dearer than a small one.
 */
export class MessageStore {
  readonly #key: number;
  readonly #isFifo: boolean;
  readonly #messages = new Map<number, Message>();
  #shelf: Shelf;
  /** Serials of hidden messages by when they become visible; entries may be out of date. */
  readonly #due = new Heap<number>();
  /** Serials by when the message was sent. */
  readonly #ages = new Heap<number>();
  /** Visible messages that nobody has looked at yet, behind the others. */
  readonly #reserve = new Reserve();
  readonly #counts = { visible: 0, inFlight: 0, delayed: 0 };
  #serials = 0;
  #orders = 0;

  /** `key` roots the ids of its messages. */
  constructor(key: number, isFifo: boolean) {
    this.#key = key;
    this.#isFifo = isFifo;
    this.#shelf = isFifo ? new FifoShelf() : new StandardShelf();
  }

  get counts(): { visible: number; inFlight: number; delayed: number } {
    return { ...this.#counts, visible: this.#counts.visible + this.#reserve.size };
  }

  get(serial: number): Message | undefined {
    return this.#messages.get(serial);
  }

  /** Takes a message in, hidden until `dueAt` (ms since the epoch) when that lies ahead of `now`. */
  add(content: Incoming, dueAt: number, now: number): Message {
    this.#serials += 1;
    this.#orders += 1;
    const serial = this.#serials;
    const message: Message = {
      ...content,
      id: content.id ?? uniqueId(this.#key, serial),
      serial,
      order: this.#orders,
      state: dueAt > now ? 'delayed' : 'visible',
      dueAt,
      enteredAt: content.enteredAt ?? now,
      receivedAt: now,
      receipt: 0,
      sequenceNumber: this.#isFifo ? sequenceNumber(serial) : undefined,
    };
    this.#messages.set(serial, message);
    this.#ages.push(message.sentAt, serial);
    if (message.state === 'delayed') {
      this.#counts.delayed += 1;
      this.#due.push(dueAt, serial);
    } else {
      this.#counts.visible += 1;
      this.#shelf.put(message);
    }
    return message;
  }

  /** Takes in a visible message that is made when somebody looks at it; standard queues only. */
  expect(message: Reserved): void {
    this.#reserve.push(message);
  }

  /** Takes the next visible message off the shelf: it must then be hidden, removed or put back. */
  take(taking: Taking, now: number): Message | undefined {
    const next = this.#shelf.take(taking);
    if (next !== undefined) return next;
    const expected = this.#reserve.shift();
    if (expected === undefined) return undefined;
    this.add(contentOf(expected), now, now);
    return this.#shelf.take(taking);
  }

  putBack(message: Message): void {
    this.#shelf.release(message);
    this.#shelf.put(message);
  }

  /** Puts a taken message in flight, or keeps it there, until `dueAt`, ms since the epoch. */
  hide(message: Message, dueAt: number): void {
    this.#counts[message.state === 'visible' ? 'visible' : 'inFlight'] -= 1;
    this.#counts.inFlight += 1;
    message.state = 'inFlight';
    message.dueAt = dueAt;
    this.#due.push(dueAt, message.serial);
  }

  /** Removes a message, whatever its state. */
  remove(message: Message): void {
    if (message.state === 'gone') return;
    this.#counts[message.state] -= 1;
    const wasInFlight = message.state === 'inFlight';
    message.state = 'gone';
    this.#messages.delete(message.serial);
    if (wasInFlight) this.#shelf.release(message);
    this.#tidy();
  }

  /** Removes a message that was just taken off the shelf. */
  removeTaken(message: Message): void {
    this.remove(message);
    this.#shelf.release(message);
  }

  clear(): void {
    for (const message of this.#messages.values()) message.state = 'gone';
    this.#messages.clear();
    this.#reserve.clear();
    Object.assign(this.#counts, { visible: 0, inFlight: 0, delayed: 0 });
    this.#shelf = this.#isFifo ? new FifoShelf() : new StandardShelf();
    this.#tidy();
  }

  /** Shows what has become visible and drops what has expired by `now`, ms since the epoch. */
  settle(now: number, settings: QueueSettings): void {
    const goesToBack = (settings.redrivePolicy?.maxReceiveCount ?? 0) > RECEIPTS_BEFORE_BACK;
    for (let top = this.#due.peek(); top !== undefined && top.priority <= now; top = this.#due.peek()) {
      this.#due.pop();
      const message = this.#messages.get(top.item);
      if (message !== undefined && message.state !== 'visible' && message.dueAt === top.priority) {
        this.#show(message, goesToBack && !this.#isFifo && message.receipt >= RECEIPTS_BEFORE_BACK);
      }
    }
    const before = now - 1000 * settings.retentionS;
    for (let top = this.#ages.peek(); top !== undefined && top.priority <= before; top = this.#ages.peek()) {
      this.#ages.pop();
      const message = this.#messages.get(top.item);
      if (message !== undefined) this.remove(message);
    }
    while ((this.#reserve.peek()?.sentAt ?? Number.POSITIVE_INFINITY) <= before) this.#reserve.shift();
  }

  /** When the message came that has been longest in this queue, ms since the epoch. */
  oldestEnteredAt(): number | undefined {
    const first: Message | undefined = this.#messages.values().next().value;
    const expected = this.#reserve.peek();
    if (first === undefined || expected === undefined) return first?.enteredAt ?? expected?.enteredAt;
    return Math.min(first.enteredAt, expected.enteredAt);
  }

  /** When the next hidden message may become visible, ms since the epoch; Infinity when none is hidden. */
  nextDueAt(): number {
    return this.#due.peek()?.priority ?? Number.POSITIVE_INFINITY;
  }

  #show(message: Message, toTheBack: boolean): void {
    this.#counts[message.state === 'delayed' ? 'delayed' : 'inFlight'] -= 1;
    this.#counts.visible += 1;
    if (message.state === 'inFlight') this.#shelf.release(message);
    message.state = 'visible';
    if (toTheBack) {
      this.#orders += 1;
      message.order = this.#orders;
    }
    this.#shelf.put(message);
  }

  #tidy(): void {
    const most = 2 * this.#messages.size + SLACK;
    if (this.#ages.size > most) this.#ages.keep((serial) => this.#messages.has(serial));
    if (this.#due.size > most) {
      this.#due.keep((serial, dueAt) => {
        const message = this.#messages.get(serial);
        return message !== undefined && message.state !== 'visible' && message.dueAt === dueAt;
      });
    }
  }
}

/** What a message is that was only expected so far. */
function contentOf(expected: Reserved): Incoming {
  const { inflow, minute, index, sentAt, enteredAt, firstReceivedAt, receiveCount, deadLetterSourceArn } =
    expected;
  const origin = { inflow, minute, index };
  return {
    id: idOf(origin),
    attributes: {},
    traceHeader: undefined,
    ...writtenBy(origin, sentAt),
    groupId: undefined,
    deduplicationId: undefined,
    sentAt,
    enteredAt,
    firstReceivedAt,
    receiveCount,
    deadLetterSourceArn,
    origin,
  };
}
