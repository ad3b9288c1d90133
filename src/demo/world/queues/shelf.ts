import { Heap } from '../heap.ts';
import type { Message } from './message.ts';

/** One call of ReceiveMessage: a FIFO queue gives it more of a group it has already drawn from. */
export interface Taking {
  group?: Group;
}

/** Where a queue keeps its visible messages, in the order it will give them out. */
export interface Shelf {
  put(message: Message): void;
  /** Takes the next message out; undefined when none may be given. */
  take(taking: Taking): Message | undefined;
  /** Tells that a message once taken is no longer in flight. */
  release(message: Message): void;
}

/** Standard queues: whatever is visible, by its order. */
export class StandardShelf implements Shelf {
  readonly #messages = new Heap<Message>();

  put(message: Message): void {
    this.#messages.push(message.order, message);
  }

  take(): Message | undefined {
    for (;;) {
      const entry = this.#messages.pop();
      if (entry === undefined) return undefined;
      // It may have been deleted, expired, or have come back to another place since.
      if (entry.item.state === 'visible' && entry.item.order === entry.priority) return entry.item;
    }
  }

  release(): void {}
}

interface Group {
  id: string;
  messages: Heap<Message>;
  inFlight: number;
}

/**
 * FIFO queues: by order within each message group, and nothing of a group while one of its messages is
 * in flight, except to the very call that took it. The group whose first message is oldest comes first.
 */
export class FifoShelf implements Shelf {
  readonly #groups = new Map<string, Group>();
  /** Groups by the order of their first message; entries may be out of date. */
  readonly #ready = new Heap<Group>();

  put(message: Message): void {
    const id = message.groupId ?? '';
    const group = this.#groups.get(id) ?? { id, messages: new Heap<Message>(), inFlight: 0 };
    this.#groups.set(id, group);
    group.messages.push(message.order, message);
    if (group.inFlight === 0 && firstOf(group) === message) this.#ready.push(message.order, group);
  }

  take(taking: Taking): Message | undefined {
    const open = taking.group;
    if (open === undefined || firstOf(open) === undefined) taking.group = this.#nextGroup();
    const group = taking.group;
    const message = group?.messages.pop()?.item;
    if (group === undefined || message === undefined) return undefined;
    group.inFlight += 1;
    return message;
  }

  release(message: Message): void {
    const group = this.#groups.get(message.groupId ?? '');
    if (group === undefined || group.inFlight === 0) return;
    group.inFlight -= 1;
    if (group.inFlight > 0) return;
    const first = firstOf(group);
    if (first !== undefined) this.#ready.push(first.order, group);
    else this.#groups.delete(group.id);
  }

  #nextGroup(): Group | undefined {
    for (;;) {
      const entry = this.#ready.pop();
      if (entry === undefined) return undefined;
      const first = firstOf(entry.item);
      if (entry.item.inFlight > 0 || first === undefined) continue;
      if (first.order <= entry.priority) return entry.item;
      this.#ready.push(first.order, entry.item); // its first message has expired: back to its place
    }
  }
}

/** The first message of a group that is still there. */
function firstOf(group: Group): Message | undefined {
  for (;;) {
    const first = group.messages.peek();
    if (first === undefined) return undefined;
    if (first.item.state === 'visible' && first.item.order === first.priority) return first.item;
    group.messages.pop();
  }
}
