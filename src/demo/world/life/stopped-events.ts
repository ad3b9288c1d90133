import { attachmentsOf } from '../attachments.ts';
import type { LambdaFunction } from '../model.ts';
import type { Inflow, Written } from '../queues/inflow.ts';
import type { Queue } from '../queues/queue.ts';
import { hashText, mix, uuidText } from '../random.ts';
import { callsOf } from '../traffic/calls.ts';
import type { World } from '../world.ts';
import { deadLetterAttributes, destinationRecord } from './dead-letter-shapes.ts';
import { type EventWriter, usualEvents } from './usual-events.ts';

interface Leak {
  queue: Queue;
  inflow: Inflow;
}

/**
 * What becomes of the events that drawn traffic brings to functions which reserve no concurrency at all: at
 * once, unretried, they go to the dead-letter queue and the on-failure destination (facts, section 0), for as
 * long as that is so.
 */
export class StoppedEvents {
  readonly #world: World;
  readonly #writers: Readonly<Record<string, EventWriter>>;
  readonly #leaks = new Map<LambdaFunction, readonly Leak[]>();

  /** `writers` write the events of some functions, by name. */
  constructor(world: World, writers: Readonly<Record<string, EventWriter>>) {
    this.#world = world;
    this.#writers = writers;
    for (const target of world.functions) {
      const since = target.reservedConcurrency.lastChange;
      if (since !== undefined) this.changed(target, since);
    }
  }

  /** Told when somebody changed what a function may do, or where its failures go; `at` in ms since the epoch. */
  changed(target: LambdaFunction, at: number): void {
    const { source } = target.profile;
    if (source !== 'async' && source !== 'schedule') return;
    for (const { queue, inflow } of this.#leaks.get(target) ?? []) queue.removeInflow(inflow, at);
    const isStopped = target.reservedConcurrency.current === 0 && target.deletedAt === undefined;
    const leaks = isStopped ? this.#leaksOf(target) : [];
    for (const { queue, inflow } of leaks) queue.addInflow(inflow, at);
    this.#leaks.set(target, leaks);
  }

  #leaksOf(target: LambdaFunction): Leak[] {
    const qualifier = target.profile.entrances[0]?.qualifier ?? '$LATEST';
    const { onFailure } = attachmentsOf(target, this.#world).eventInvokeConfigs.get(qualifier) ?? {};
    const event = this.#writers[target.name] ?? usualEvents(this.#world, target);
    const senderId = `AROAEXAMPLELAMBDADLQ1:${target.name}`;
    const requestIdOf = (hash: number) => uuidText(mix(hash, 31));
    const record = (hash: number, at: number): Written => {
      const requestContext = {
        requestId: requestIdOf(hash),
        functionArn: `${target.arn}:${qualifier}`,
        condition: 'ZeroReservedConcurrency' as const,
        approximateInvokeCount: 0,
      };
      const requestPayload: unknown = JSON.parse(event(hash, at));
      return { body: JSON.stringify(destinationRecord(at, requestContext, requestPayload)), senderId };
    };
    const letter = (hash: number, at: number): Written => ({
      body: event(hash, at),
      attributes: deadLetterAttributes(requestIdOf(hash), '429', 'Rate Exceeded.'),
      senderId,
    });
    return [
      ...this.#leakInto(target, onFailure, 'destination', record),
      ...this.#leakInto(target, target.configuration.DeadLetterConfig?.TargetArn, 'dead letters', letter),
    ];
  }

  #leakInto(target: LambdaFunction, arn: string | undefined, kind: string, write: Inflow['write']): Leak[] {
    const queue = arn === undefined ? undefined : this.#world.queues.at(arn);
    if (queue === undefined || queue.isFifo) return [];
    const birth = Math.floor(this.#world.clock.start / 60_000);
    const key = hashText(target.key, `${kind} ${queue.name}`);
    return [{ queue, inflow: { key, callsIn: (minute) => callsOf(target, minute, birth), write } }];
  }
}
