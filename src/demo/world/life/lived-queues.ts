import type { LambdaFunction } from '../model.ts';
import { jobOf } from '../queues/contents.ts';
import type { Inflow } from '../queues/inflow.ts';
import type { Queue } from '../queues/queue.ts';
import { hashText } from '../random.ts';
import { callsOf } from '../traffic/calls.ts';
import type { World } from '../world.ts';
import type { QueuePollers } from './queue-pollers.ts';
import type { EventWriter } from './usual-events.ts';

/** How often it is looked whether a queue is calm again, ms. */
const LOOK_MS = 10_000;
/** A queue with no more visible messages is calm. */
const FEW = 5;

interface Supply {
  queue: Queue;
  target: LambdaFunction;
  inflow: Inflow;
}

/**
 * Functions behind queues whose traffic is drawn, as long as nothing keeps them from it. From the second on in
 * which somebody changes what they may do, the messages that their drawn invocations stand for come into the
 * queue one by one, and what becomes of them is lived: they pile up, time out, become dead letters, are worked
 * off. When the queue is calm again, the traffic is drawn again.
 */
export class LivedQueues {
  readonly #world: World;
  readonly #pollers: QueuePollers;
  readonly #supplies: readonly Supply[];

  /** `writers` write what some functions are given, by name; others get such as lie in queues at birth. */
  constructor(world: World, pollers: QueuePollers, writers: Readonly<Record<string, EventWriter>>) {
    this.#world = world;
    this.#pollers = pollers;
    this.#supplies = [...world.fedBy].flatMap(([name, target]) => {
      const queue = world.queues.named(name);
      if (queue === undefined || queue.isFifo || target.profile.shape === 'idle') return [];
      const birth = Math.floor(world.clock.start / 60_000);
      const write = writers[target.name];
      const inflow = {
        key: hashText(world.seed, `into ${name}`),
        callsIn: (minute: number) => callsOf(target, minute, birth),
        write: (hash: number, at: number) => {
          const job = jobOf(name, hash, at);
          return write === undefined ? job : { ...job, body: write(hash, at) };
        },
      };
      return [{ queue, target, inflow }];
    });
  }

  /** Told when somebody changed what a function may do or what feeds it; `at` in ms since the epoch. */
  changed(target: LambdaFunction, at: number): void {
    for (const supply of this.#supplies) {
      if (supply.target !== target || target.isLived.current) continue;
      target.isLived.set(true, at);
      supply.queue.addInflow(supply.inflow, at);
      this.#pollers.arrived(supply.queue, at);
      this.#lookLater(supply, at);
    }
  }

  #lookLater(supply: Supply, at: number): void {
    this.#world.clock.at(at + LOOK_MS, (instant) => {
      const { queue, target, inflow } = supply;
      const isGone = this.#world.queues.named(queue.name) !== queue;
      if (!isGone && !this.#isCalm(supply, instant)) {
        this.#lookLater(supply, instant);
        return;
      }
      queue.removeInflow(inflow, instant);
      target.isLived.set(false, instant);
    });
  }

  #isCalm({ queue, target }: Supply, at: number): boolean {
    if (target.reservedConcurrency.at(at) === 0 || target.deletedAt !== undefined) return false;
    return this.#pollers.keepUp(queue, target, at) && queue.counts(at).visible <= FEW;
  }
}
