import { hashText } from '../random.ts';
import { uniqueId } from './identifiers.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** Tasks that may be active at once in an account (facts, section 4). */
export const MOST_ACTIVE_TASKS = 100;
/** The first message leaves a moment after the reply. */
const START_DELAY_MS = 1000;
/** Messages a second when the caller sets no rate: "system optimised". */
const OPTIMISED_RATE = 250;
const LONGEST_TASK_MS = 36 * 3_600_000;
/** A cancelled task still moves what it holds: a reply of 2 moved was recorded to end at 8. */
const MOVED_AFTER_CANCEL = 6;
const CANCEL_MS = 2000;
/** The failure of a task whose queue was deleted (recorded). */
const GONE = 'AWS.SimpleQueueService.NonExistentQueue';

/** A move of messages from a dead-letter queue. */
export interface MoveTask {
  id: string;
  sourceArn: string;
  /** Where to; undefined = each message to the queue that gave it up. */
  destinationArn: string | undefined;
  /** Messages a second, as the caller set it. */
  ratePerS: number | undefined;
  /** ms since the epoch. */
  startedAt: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  moved: number;
  /** Visible messages when it started. */
  toMove: number;
  failureReason: string | undefined;
}

interface Progress extends MoveTask {
  nextAt: number;
  cancelled: { endsAt: number; left: number } | undefined;
}

/** The message move tasks of the account. They progress when somebody looks, by the time that has passed. */
export class MoveTasks {
  /** Told when a task starts, with the instant of its first move, ms since the epoch. */
  onStart: (nextAt: number) => void = () => {};
  readonly #tasks: Progress[] = [];
  readonly #key: number;
  readonly #queueAt: (arn: string) => Queue | undefined;
  #isAdvancing = false;

  constructor(seed: number, queueAt: (arn: string) => Queue | undefined) {
    this.#key = hashText(seed, 'message move tasks');
    this.#queueAt = queueAt;
  }

  /** Starts a task; the caller has checked that it may. */
  start(
    source: Queue,
    options: Pick<MoveTask, 'destinationArn' | 'ratePerS'>,
    now: number,
  ): Readonly<MoveTask> {
    const task: Progress = {
      id: uniqueId(this.#key, this.#tasks.length),
      sourceArn: source.arn,
      ...options,
      startedAt: now,
      status: 'RUNNING',
      moved: 0,
      toMove: source.counts(now).visible,
      failureReason: undefined,
      nextAt: now + START_DELAY_MS,
      cancelled: undefined,
    };
    this.#tasks.push(task);
    this.onStart(task.nextAt);
    return task;
  }

  /** Cancels a running task, which moves a few more messages. Undefined when it does not run (any more). */
  cancel(id: string, now: number): Readonly<MoveTask> | undefined {
    this.advance(now);
    const task = this.#tasks.find((each) => each.id === id);
    if (task?.status !== 'RUNNING') return undefined;
    task.status = 'CANCELLING';
    task.cancelled = { endsAt: now + CANCEL_MS, left: MOVED_AFTER_CANCEL };
    return task;
  }

  /** The tasks of a source queue, the newest first. */
  of(sourceArn: string, now: number): Readonly<MoveTask>[] {
    this.advance(now);
    return this.#tasks.filter((task) => task.sourceArn === sourceArn).reverse();
  }

  /** The tasks that are still moving messages. */
  active(now: number): Readonly<MoveTask>[] {
    this.advance(now);
    return this.#tasks.filter(isActive);
  }

  /** When the next message moves, ms since the epoch; Infinity when no task is active. */
  nextAt(): number {
    return Math.min(...this.#tasks.filter(isActive).map((task) => task.nextAt), Number.POSITIVE_INFINITY);
  }

  /** Does all moves that are due by `now`, ms since the epoch, in the order of time. */
  advance(now: number): void {
    if (this.#isAdvancing) return; // a move looks at its queues, which look here
    this.#isAdvancing = true;
    for (let task = this.#next(); task !== undefined && task.nextAt <= now; task = this.#next()) {
      this.#step(task);
    }
    this.#isAdvancing = false;
  }

  #next(): Progress | undefined {
    let next: Progress | undefined;
    for (const task of this.#tasks) {
      if (isActive(task) && (next === undefined || task.nextAt < next.nextAt)) next = task;
    }
    return next;
  }

  #step(task: Progress): void {
    const at = task.nextAt;
    const { cancelled } = task;
    const isOver = cancelled !== undefined && (cancelled.left === 0 || at > cancelled.endsAt);
    const source = this.#queueAt(task.sourceArn);
    const message = isOver ? undefined : source?.nextToMove(at);
    if (source === undefined || at > task.startedAt + LONGEST_TASK_MS) {
      end(task, 'FAILED', source === undefined ? GONE : undefined);
    } else if (message === undefined) {
      end(task, cancelled === undefined ? 'COMPLETED' : 'CANCELLED');
    } else {
      this.#move(task, source, message);
    }
  }

  #move(task: Progress, source: Queue, message: Message): void {
    const at = task.nextAt;
    const arn = task.destinationArn ?? message.deadLetterSourceArn;
    const destination = arn === undefined ? undefined : this.#queueAt(arn);
    if (destination === undefined) {
      end(task, 'FAILED', arn === undefined ? 'CouldNotDetermineMessageSource' : GONE);
      return;
    }
    source.moveOut(message);
    for (const action of ['received', 'deleted'] as const) source.history.count(action, 1, at);
    destination.history.count('sent', 1, at);
    destination.moveIn(renewed(message, destination.isFifo, at), at);
    task.moved += 1;
    if (task.cancelled !== undefined) task.cancelled.left -= 1;
    task.nextAt = at + 1000 / (task.ratePerS ?? OPTIMISED_RATE);
  }
}

function isActive(task: MoveTask): boolean {
  return task.status === 'RUNNING' || task.status === 'CANCELLING';
}

function end(task: MoveTask, status: MoveTask['status'], reason?: string): void {
  task.status = status;
  task.failureReason = reason;
}

/** "All redriven messages are considered new messages with a new messageID and enqueueTime" (facts, section 4). */
function renewed(message: Message, isFifo: boolean, at: number) {
  return {
    body: message.body,
    attributes: message.attributes,
    traceHeader: message.traceHeader,
    groupId: message.groupId,
    deduplicationId: isFifo ? message.id : undefined,
    senderId: message.senderId,
    sentAt: at,
    firstReceivedAt: undefined,
    receiveCount: 0,
    deadLetterSourceArn: undefined,
  };
}
