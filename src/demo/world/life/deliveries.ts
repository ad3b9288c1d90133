import type { AsyncEvent } from '../async-invocations.ts';
import type { Invocation } from '../invocations/invocation.ts';
import type { LambdaFunction } from '../model.ts';
import type { MessageAttribute } from '../queues/message.ts';
import { hashText, uuidText } from '../random.ts';
import type { World } from '../world.ts';
import type { AsyncEvents } from './async-events.ts';
import { type Condition, deadLetterAttributes, destinationRecord } from './dead-letter-shapes.ts';

/** What a function returned from an invocation, given the event it had: JSON text. */
export type Answers = (
  target: LambdaFunction,
  invocation: Invocation,
  payload: unknown,
) => { body: string; isError: boolean };

/** An accepted event with what has been tried. */
export interface Attempted extends AsyncEvent {
  /** ms since the epoch. */
  acceptedAt: number;
  /** How often the function ran. */
  attempts: number;
  /** How often in a row it was throttled since. */
  throttles: number;
  /** The last that ran. */
  last: Invocation | undefined;
}

/** Sends what comes of asynchronous invocations where it is to go, and counts it. */
export class Deliveries {
  readonly #world: World;
  readonly #answerOf: Answers;
  readonly #events: AsyncEvents;

  /** `events` takes what is destined to another function. */
  constructor(world: World, answerOf: Answers, events: AsyncEvents) {
    this.#world = world;
    this.#answerOf = answerOf;
    this.#events = events;
  }

  /** Counts an event that was given up. */
  drop({ target }: AsyncEvent, at: number): void {
    this.#world.traffic.of(target).direct.happened(at, 'AsyncEventsDropped');
  }

  /** Sends an event's record to a destination; what is neither queue nor function cannot be read here. */
  deliver(event: Attempted, arn: string, condition: Condition, at: number): void {
    const record = JSON.stringify(this.#recordOf(event, condition, at));
    if (!this.#send(event, arn, record, at)) {
      this.#world.traffic.of(event.target).direct.happened(at, 'DestinationDeliveryFailures');
    }
  }

  /** Sends an event itself to a dead-letter queue, with three attributes about it (facts, section 4). */
  deadLetter(event: Attempted, arn: string, at: number): void {
    const { code, message } = this.#errorOf(event);
    const attributes = deadLetterAttributes(event.requestId, code, message);
    const isSent = this.#sendToQueue(event, arn, textOf(event), at, attributes);
    const isQueue = arn.split(':')[2] === 'sqs';
    if (isQueue && !isSent) this.#world.traffic.of(event.target).direct.happened(at, 'DeadLetterErrors');
  }

  #recordOf(event: Attempted, condition: Condition, at: number): Record<string, unknown> {
    const { target, qualifier, requestId, attempts, last } = event;
    const requestPayload = payloadOf(event);
    const answer = last === undefined ? undefined : this.#answerOf(target, last, requestPayload);
    const context = {
      requestId,
      functionArn: `${target.arn}:${qualifier}`,
      condition,
      approximateInvokeCount: attempts,
    };
    if (last === undefined || answer === undefined) return destinationRecord(at, context, requestPayload);
    return destinationRecord(at, context, requestPayload, {
      responseContext: {
        statusCode: 200,
        executedVersion: last.path.version,
        ...(answer.isError ? { functionError: 'Unhandled' } : {}),
      },
      responsePayload: JSON.parse(answer.body),
    });
  }

  #errorOf(event: Attempted): { code: string; message: string } {
    if (event.last === undefined) return { code: '429', message: 'Rate Exceeded.' };
    const answer: unknown = JSON.parse(this.#answerOf(event.target, event.last, payloadOf(event)).body);
    const text =
      typeof answer === 'object' && answer !== null && 'errorMessage' in answer
        ? String(answer.errorMessage)
        : '';
    return { code: '200', message: text };
  }

  #send(event: Attempted, arn: string, record: string, at: number): boolean {
    const [, , service, , , , name = '', qualifier = '$LATEST'] = arn.split(':');
    if (service === 'sqs') return this.#sendToQueue(event, arn, record, at);
    if (service !== 'lambda') return true;
    const target = this.#world.functionNamed(name);
    if (target === undefined) return false;
    const requestId = uuidText(hashText(target.key, `${event.requestId} ${at}`));
    this.#events.accept({ target, qualifier, payload: Buffer.from(record), requestId }, at);
    return true;
  }

  #sendToQueue(
    { target }: AsyncEvent,
    arn: string,
    body: string,
    at: number,
    attributes: Readonly<Record<string, MessageAttribute>> = {},
  ): boolean {
    const queue = this.#world.queues.at(arn);
    if (queue === undefined || queue.isFifo) return false;
    if (Buffer.byteLength(body) > queue.settings.maximumMessageBytes) return false;
    queue.send({ body, attributes, senderId: `AROAEXAMPLELAMBDADLQ1:${target.name}` }, at);
    return true;
  }
}

/** An invocation without a payload gave the function an empty object. */
function textOf({ payload }: AsyncEvent): string {
  return payload.length === 0 ? '{}' : payload.toString('utf8');
}

function payloadOf(event: AsyncEvent): unknown {
  return JSON.parse(textOf(event));
}
