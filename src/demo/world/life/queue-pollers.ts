import type { EventSourceMapping, LambdaFunction } from '../model.ts';
import type { Queue } from '../queues/queue.ts';
import type { World } from '../world.ts';
import { QueuePoller } from './queue-poller.ts';

/** A move task's messages are looked after this often, ms. */
const MOVE_STEP_MS = 20;

/**
 * The pollers of all queues in which messages really move: those that anything was sent to since the world's
 * birth, and those that a scenario names. What else lies in a queue stands for the backlog that drawn
 * traffic keeps as it is.
 */
export class QueuePollers {
  readonly #world: World;
  readonly #pollers = new Map<EventSourceMapping, QueuePoller>();
  /** ARNs. */
  readonly #live = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    world.queues.onArrival = (queue, at) => this.arrived(queue, at);
    world.queues.tasks.onStart = (nextAt) => this.#followTasks(nextAt);
    world.onMappingsChanged = (since) => this.#mappingsChanged(since);
  }

  /** Makes a queue live: messages may be there from an instant on, ms since the epoch. */
  arrived({ arn }: Pick<Queue, 'arn'>, at: number): void {
    this.#live.add(arn);
    this.#wake(arn, at);
  }

  /** Whether the pollers of a queue give a function its messages as fast as they come, ms since the epoch. */
  keepUp({ arn }: Pick<Queue, 'arn'>, target: LambdaFunction, at: number): boolean {
    for (const [mapping, poller] of this.#pollers) {
      if (mapping.eventSourceArn === arn && poller.feeds(target, at)) return poller.keepsUp(at);
    }
    return false;
  }

  #mappingsChanged(since: number): void {
    for (const { transition, eventSourceArn } of this.#world.eventSourceMappings) {
      if (transition?.state === 'Creating') this.#live.add(eventSourceArn);
    }
    for (const arn of this.#live) this.#wake(arn, since);
  }

  #wake(arn: string, at: number): void {
    for (const mapping of this.#world.eventSourceMappings) {
      if (mapping.eventSourceArn !== arn || !mapping.enabled) continue;
      let poller = this.#pollers.get(mapping);
      if (poller === undefined) {
        poller = new QueuePoller(this.#world, mapping);
        this.#pollers.set(mapping, poller);
      }
      poller.wake(at);
    }
  }

  /** Lets the messages of move tasks arrive when they do, not when somebody looks. */
  #followTasks(nextAt: number): void {
    const { clock, queues } = this.#world;
    clock.at(nextAt, (instant) => {
      queues.tasks.advance(instant);
      const next = queues.tasks.nextAt();
      if (next < Number.POSITIVE_INFINITY) this.#followTasks(Math.max(next, instant + MOVE_STEP_MS));
    });
  }
}
