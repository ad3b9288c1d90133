import { hashText, mix, unit } from '../world/random.ts';
import type { World } from '../world/world.ts';
import type { Datapoint } from './datapoint.ts';

/** What CloudWatch can see of a queue at one moment. */
interface QueueReading {
  visible: number;
  inFlight: number;
  delayed: number;
  /** Age of the oldest message, s; 0 when there is none. */
  oldestAgeS: number;
}

/** The metrics of namespace AWS/SQS here, each from a reading. */
const METRICS: Readonly<Record<string, (reading: QueueReading) => number>> = {
  ApproximateNumberOfMessagesVisible: (reading) => reading.visible,
  ApproximateNumberOfMessagesNotVisible: (reading) => reading.inFlight,
  ApproximateNumberOfMessagesDelayed: (reading) => reading.delayed,
  ApproximateAgeOfOldestMessage: (reading) => reading.oldestAgeS,
};

/** Their names. */
export const QUEUE_METRICS: readonly string[] = Object.keys(METRICS);

const MS_PER_MINUTE = 60_000;

/**
 * The queues' depths and ages, read whenever somebody asks. Between readings they are interpolated; before
 * the first a backlog is taken to have grown since its oldest message came.
 */
export class QueueMetrics {
  readonly #world: World;
  /** By queue name, then by minute since the epoch. */
  readonly #readings = new Map<string, Map<number, QueueReading>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The names of the queues there are. */
  names(): string[] {
    return this.#world.queues.list().map((queue) => queue.name);
  }

  /** The datapoint of a minute (since the epoch) as of `now` (ms); undefined where there is none. */
  datapoint(metric: string, queueName: string, minute: number, now: number): Datapoint | undefined {
    const value = Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined;
    const queue = this.#world.queues.named(queueName);
    if (value === undefined || queue === undefined) return undefined;
    const running = Math.floor(now / MS_PER_MINUTE);
    if (minute > running || (minute + 1) * MS_PER_MINUTE <= queue.createdAt) return undefined;
    const readings = this.#read(queueName, running, now);
    const reading = readings.get(minute) ?? estimate(readings, minute, hashText(this.#world.seed, queueName));
    if (reading === undefined) return undefined;
    const figure = value(reading);
    return { count: 1, sum: figure, min: figure, max: figure };
  }

  #read(queueName: string, running: number, now: number): Map<number, QueueReading> {
    const readings = this.#readings.get(queueName) ?? new Map<number, QueueReading>();
    this.#readings.set(queueName, readings);
    const queue = this.#world.queues.named(queueName);
    if (queue === undefined) return readings;
    const { visible, inFlight, delayed } = queue.counts(now);
    const oldest = queue.oldestSentAt(now);
    const oldestAgeS = oldest === undefined ? 0 : Math.max(0, Math.floor((now - oldest) / 1000));
    readings.set(running, { visible, inFlight, delayed, oldestAgeS });
    return readings;
  }
}

/** A minute nobody looked at: between two readings on the line between them, before the first one as below. */
function estimate(
  readings: ReadonlyMap<number, QueueReading>,
  minute: number,
  key: number,
): QueueReading | undefined {
  let before: number | undefined;
  let after: number | undefined;
  for (const each of readings.keys()) {
    if (each < minute && (before === undefined || each > before)) before = each;
    if (each > minute && (after === undefined || each < after)) after = each;
  }
  const later = after === undefined ? undefined : readings.get(after);
  if (after === undefined || later === undefined) return undefined;
  const earlier = before === undefined ? undefined : readings.get(before);
  if (before === undefined || earlier === undefined) return grown(later, after - minute, mix(key, minute));
  const place = (minute - before) / (after - before);
  const between = (of: (reading: QueueReading) => number) =>
    Math.round(of(earlier) + (of(later) - of(earlier)) * place);
  return {
    visible: between((reading) => reading.visible),
    inFlight: between((reading) => reading.inFlight),
    delayed: between((reading) => reading.delayed),
    oldestAgeS: between((reading) => reading.oldestAgeS),
  };
}

/** What a backlog was some minutes before a reading: it has grown evenly since its oldest message. */
function grown(later: QueueReading, minutesBefore: number, hash: number): QueueReading {
  const oldestAgeS = Math.max(0, later.oldestAgeS - minutesBefore * 60);
  const share = later.oldestAgeS === 0 ? 0 : oldestAgeS / later.oldestAgeS;
  return {
    visible: Math.ceil(later.visible * share),
    inFlight: Math.round(later.inFlight * (0.5 + unit(hash))),
    delayed: 0,
    oldestAgeS,
  };
}
