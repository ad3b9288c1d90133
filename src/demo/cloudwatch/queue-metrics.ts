import { drawnDepth } from '../world/drawn-depth.ts';
import type { Queue } from '../world/queues/queue.ts';
import type { QueueAction, QueueReading } from '../world/queues/queue-history.ts';
import type { World } from '../world/world.ts';
import { arrivedShare } from './arrival.ts';
import type { Datapoint } from './datapoint.ts';

/** The metrics of namespace AWS/SQS that tell how full a queue is, each from a reading. */
const GAUGES: Readonly<Record<string, (reading: QueueReading) => number>> = {
  ApproximateNumberOfMessagesVisible: (reading) => reading.visible,
  ApproximateNumberOfMessagesNotVisible: (reading) => reading.inFlight,
  ApproximateNumberOfMessagesDelayed: (reading) => reading.delayed,
  ApproximateAgeOfOldestMessage: (reading) => reading.oldestAgeS,
};

/** Those that count what was done to messages. What SQS itself moves to a dead-letter queue is not sent. */
const COUNTERS: Readonly<Record<string, QueueAction>> = {
  NumberOfMessagesSent: 'sent',
  NumberOfMessagesReceived: 'received',
  NumberOfMessagesDeleted: 'deleted',
};

/** Their names. */
export const QUEUE_METRICS: readonly string[] = [...Object.keys(GAUGES), ...Object.keys(COUNTERS)];

const MS_PER_MINUTE = 60_000;

/**
 * The queues' metrics: what was really done to messages, and what the drawn traffic of the function behind the
 * queue stands for. Before the world's birth a backlog is taken to have grown since its oldest message came.
 */
export class QueueMetrics {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The names of the queues there are. */
  names(): string[] {
    return this.#world.queues.list().map((queue) => queue.name);
  }

  /** The datapoint of a minute (since the epoch) as of `now` (ms); undefined where there is none. */
  datapoint(metric: string, queueName: string, minute: number, now: number): Datapoint | undefined {
    const queue = this.#world.queues.named(queueName);
    const isOver = (minute + 1) * MS_PER_MINUTE <= (queue?.createdAt ?? 0);
    if (queue === undefined || minute * MS_PER_MINUTE > now || isOver) return undefined;
    const gauge = Object.hasOwn(GAUGES, metric) ? GAUGES[metric] : undefined;
    if (gauge !== undefined) {
      const figure = gauge(this.#readingOf(queue, minute, now));
      return { count: 1, sum: figure, min: figure, max: figure };
    }
    const action = Object.hasOwn(COUNTERS, metric) ? COUNTERS[metric] : undefined;
    if (action === undefined) return undefined;
    queue.counts(now); // lets come in what has come by itself
    const messages = queue.history.countOf(action, minute) + this.#drawn(queue, action, minute, now);
    return {
      count: Math.max(1, messages),
      sum: messages,
      min: Math.min(1, messages),
      max: Math.min(1, messages),
    };
  }

  #readingOf(queue: Queue, minute: number, now: number): QueueReading {
    const drawn = drawnDepth(this.#world, queue.name, Math.min(now, (minute + 1) * MS_PER_MINUTE - 1));
    const lying = this.#lyingIn(queue, minute, now);
    return { ...lying, visible: lying.visible + drawn.visible, inFlight: lying.inFlight + drawn.inFlight };
  }

  #lyingIn(queue: Queue, minute: number, now: number): QueueReading {
    const present = queue.reading(now);
    const running = Math.floor(now / MS_PER_MINUTE);
    if (minute === running) return present;
    const { history } = queue;
    const first = history.firstRead ?? running;
    const read = history.readingOf(Math.max(minute, first)) ?? present;
    return minute >= first ? read : grown(read, first - minute);
  }

  /** The messages that the function's drawn invocations stand for: one each. */
  #drawn({ name }: Queue, action: QueueAction, minute: number, now: number): number {
    const target = this.#world.fedBy.get(name);
    if (target === undefined) return 0;
    const { invocations, errors, throttles } = this.#world.traffic.of(target).minuteOf(minute);
    const messages = action === 'deleted' ? invocations - errors : invocations + throttles;
    return Math.floor(messages * arrivedShare(minute, now));
  }
}

/** What a backlog was some minutes before a reading: it has grown evenly since its oldest message. */
function grown(later: QueueReading, minutesBefore: number): QueueReading {
  const oldestAgeS = Math.max(0, later.oldestAgeS - minutesBefore * 60);
  const share = later.oldestAgeS === 0 ? 0 : oldestAgeS / later.oldestAgeS;
  return {
    visible: Math.ceil(later.visible * share),
    inFlight: 0,
    delayed: 0,
    oldestAgeS,
  };
}
