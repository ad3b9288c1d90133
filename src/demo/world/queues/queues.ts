import { fillOf } from './contents.ts';
import { MoveTasks } from './move-tasks.ts';
import type { QueuePlace } from './place.ts';
import { Queue } from './queue.ts';
import type { QueueSpec } from './queue-spec.ts';
import { DEFAULT_SETTINGS, type QueueSettings } from './settings.ts';
import type { QueueSurroundings } from './surroundings.ts';

const FOURTEEN_DAYS_S = 1_209_600;

/** All queues of the account, and the tasks that move messages between them. */
export class Queues {
  readonly tasks: MoveTasks;
  /** Told when messages of a queue may have become visible through a call; `at` in ms since the epoch. */
  onArrival: (queue: Queue, at: number) => void = () => {};
  readonly #place: QueuePlace;
  readonly #byName = new Map<string, Queue>();
  readonly #deletedAt = new Map<string, number>();
  readonly #surroundings: QueueSurroundings;

  /** The queues a scenario brings, filled when somebody first looks into them. */
  constructor(place: QueuePlace, specs: readonly QueueSpec[]) {
    this.#place = place;
    this.tasks = new MoveTasks(place.seed, (arn) => this.at(arn));
    this.#surroundings = {
      seed: place.seed,
      bornAt: place.bornAt,
      queueAt: (arn) => this.at(arn),
      advance: (now) => this.tasks.advance(now),
      arrived: (queue, at) => this.onArrival(queue, at),
    };
    const sources = new Map(specs.map((spec) => [spec.deadLetterTarget?.arn, spec.arn]));
    for (const spec of specs) {
      const fill = fillOf(spec, sources.get(spec.arn), place);
      this.#byName.set(
        spec.name,
        new Queue({ ...spec, createdAt: spec.created }, settingsOf(spec), this.#surroundings, fill),
      );
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  /** By name, in the order of the alphabet. */
  list(): Queue[] {
    return [...this.#byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** The queue of that name, or undefined. */
  named(name: string): Queue | undefined {
    return this.#byName.get(name);
  }

  /** The queue of that ARN, or undefined. */
  at(arn: string): Queue | undefined {
    const queue = this.#byName.get(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  /** The queues whose dead letters go to this ARN, by name. */
  sourcesOf(deadLetterArn: string): Queue[] {
    return this.list().filter((queue) => queue.settings.redrivePolicy?.deadLetterTargetArn === deadLetterArn);
  }

  /** Makes a queue; the caller has checked that there is none of that name. */
  create(name: string, settings: QueueSettings, now: number): Queue {
    const arn = `arn:aws:sqs:${this.#place.region}:${this.#place.account}:${name}`;
    const queue = new Queue({ name, arn, createdAt: now }, settings, this.#surroundings);
    this.#byName.set(name, queue);
    return queue;
  }

  /** Deletes a queue with everything in it. */
  remove(queue: Queue, now: number): void {
    this.#byName.delete(queue.name);
    this.#deletedAt.set(queue.name, now);
    queue.arrivals.notify();
  }

  /** When a queue of that name was last deleted, ms since the epoch. */
  deletedAt(name: string): number | undefined {
    return this.#deletedAt.get(name);
  }

  /** When messages of a queue may become visible by the passing of time, ms since the epoch. */
  nextArrivalAt(queue: Queue): number {
    return Math.min(queue.nextDueAt(), this.tasks.nextAt());
  }
}

function settingsOf(spec: QueueSpec): QueueSettings {
  const isDeadLetterQueue = spec.name.endsWith('-dlq');
  const { deadLetterTarget } = spec;
  return {
    ...DEFAULT_SETTINGS,
    visibilityTimeoutS: spec.visibilityTimeoutS,
    retentionS: isDeadLetterQueue ? FOURTEEN_DAYS_S : DEFAULT_SETTINGS.retentionS,
    redrivePolicy:
      deadLetterTarget === undefined
        ? undefined
        : {
            deadLetterTargetArn: deadLetterTarget.arn,
            maxReceiveCount: deadLetterTarget.maxReceiveCount,
          },
  };
}
