import type { AsyncEvent, AsyncInvocations } from '../async-invocations.ts';
import { attachmentsOf, type EventInvokeConfig } from '../attachments.ts';
import { execute } from '../execution.ts';
import { endOf } from '../invocations/invocation.ts';
import { hashText, mix } from '../random.ts';
import type { World } from '../world.ts';
import type { Condition } from './dead-letter-shapes.ts';
import { type Answers, type Attempted, Deliveries } from './deliveries.ts';

/** What Lambda does about asynchronous invocations unless told otherwise. */
const DEFAULT_RETRIES = 2;
const DEFAULT_AGE_S = 21_600;
/** Waits before the retries of an event that the function failed on, ms: about one minute, then two. */
const WAITS_MS = [60_000, 120_000];
const WAIT_SPREAD_MS = 3_000;
/** A throttled event is tried again after a second, then after twice as long each time, up to 5 minutes. */
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 300_000;

/**
 * The events that Lambda has accepted and gives to functions on the account's clock: with retries, an age at
 * which they are given up, and destinations and dead-letter queues for what comes of them.
 */
export class AsyncEvents implements AsyncInvocations {
  readonly #world: World;
  readonly #deliveries: Deliveries;

  constructor(world: World, answerOf: Answers) {
    this.#world = world;
    this.#deliveries = new Deliveries(world, answerOf, this);
  }

  /** Takes an event in, now unless told (`at`, ms since the epoch); it is given to its function at once. */
  accept(event: AsyncEvent, at: number = this.#world.clock.now()): void {
    const attempted: Attempted = { ...event, acceptedAt: at, attempts: 0, throttles: 0, last: undefined };
    this.#world.traffic.of(event.target).direct.happened(at, 'AsyncEventsReceived');
    this.#world.clock.at(at, (instant) => this.#attempt(attempted, instant));
  }

  #attempt(event: Attempted, at: number): void {
    const world = this.#world;
    const { target, qualifier, requestId } = event;
    if (!isThere(event, at)) {
      this.#deliveries.drop(event, at);
      return;
    }
    const thrown = world.defects.thrownOn(target, event.payload.toString('utf8'));
    const ran = execute(world, target, qualifier, {
      at,
      hash: hashText(target.key, `${requestId} ${event.attempts} ${event.throttles}`),
      requestId,
      ...(thrown === undefined ? {} : { exception: thrown }),
    });
    if (typeof ran !== 'string') {
      event.attempts += 1;
      event.throttles = 0;
      world.clock.at(endOf(ran), (instant) => {
        event.last = ran;
        this.#conclude(event, instant);
      });
    } else if (target.reservedConcurrency.at(at) === 0) {
      this.#giveUp(event, 'ZeroReservedConcurrency', at); // at once, unretried (facts, section 0)
    } else {
      event.throttles += 1;
      this.#later(event, at, Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (event.throttles - 1)));
    }
  }

  #conclude(event: Attempted, at: number): void {
    const { onSuccess, maximumRetryAttempts = DEFAULT_RETRIES } = this.#configOf(event);
    if (event.last?.outcome === 'success') {
      if (onSuccess !== undefined) this.#deliveries.deliver(event, onSuccess, 'Success', at);
    } else if (event.attempts > maximumRetryAttempts) {
      this.#giveUp(event, 'RetriesExhausted', at);
    } else {
      const spread = mix(hashText(event.target.key, event.requestId), event.attempts) % WAIT_SPREAD_MS;
      this.#later(event, at, (WAITS_MS[event.attempts - 1] ?? 0) + spread);
    }
  }

  /** Tries again after a while, or gives up when the event grows too old before. */
  #later(event: Attempted, at: number, waitMs: number): void {
    const { maximumEventAgeInSeconds = DEFAULT_AGE_S } = this.#configOf(event);
    const deadline = event.acceptedAt + 1000 * maximumEventAgeInSeconds;
    const { clock } = this.#world;
    if (at + waitMs > deadline) {
      clock.at(Math.max(at, deadline), (instant) => this.#giveUp(event, 'EventAgeExceeded', instant));
    } else {
      clock.at(at + waitMs, (instant) => this.#attempt(event, instant));
    }
  }

  #giveUp(event: Attempted, condition: Condition, at: number): void {
    const { target } = event;
    const { onFailure } = this.#configOf(event);
    if (onFailure !== undefined) this.#deliveries.deliver(event, onFailure, condition, at);
    const deadLetters = target.configuration.DeadLetterConfig?.TargetArn;
    if (deadLetters !== undefined) this.#deliveries.deadLetter(event, deadLetters, at);
    this.#deliveries.drop(event, at);
  }

  #configOf({ target, qualifier }: AsyncEvent): Partial<EventInvokeConfig> {
    return attachmentsOf(target, this.#world).eventInvokeConfigs.get(qualifier) ?? {};
  }
}

/** Whether the function, and what of it was called, still exist at an instant, ms since the epoch. */
function isThere({ target, qualifier }: AsyncEvent, at: number): boolean {
  if (target.deletedAt !== undefined && target.deletedAt <= at) return false;
  return qualifier === '$LATEST' || target.versions.has(qualifier) || target.aliases.has(qualifier);
}
