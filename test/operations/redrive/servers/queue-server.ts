/**
 * What the tests of a redrive ask of an SQS server, so that the same ones run on the embedded account and on one that
 * nobody here wrote. Functions, logs and identity are the embedded account's in either case.
 */
import type { FaultRule } from '../../../../src/demo/faults.ts';
import type { AsyncEvent } from '../../../../src/demo/world/async-invocations.ts';
import type { MessageAttribute } from '../../../../src/demo/world/queues/message.ts';
import type { Letter, RedriveWorld } from '../queues.ts';
import { embeddedServer } from './embedded.ts';
import { localAwsSqs } from './local-aws-sqs.ts';

/** A queue of a server. */
export interface ServerQueue {
  readonly name: string;
  readonly arn: string;
}

/** A message that was taken out of a queue. */
export interface TakenMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader: string | null;
  readonly groupId: string | null;
}

/** A running server, with an account around it. */
export interface RunningServer extends RedriveWorld {
  /** Events that the account's function `orders` was sent; empty it between scenes. */
  readonly events: AsyncEvent[];
  /** Its messages are given up to the other queue, if one is named. */
  create(name: string, deadLetterQueue?: ServerQueue): Promise<ServerQueue>;
  /** Puts messages there as dead letters, in their order; gives their ids. */
  fill(queue: ServerQueue, letters: readonly Letter[]): Promise<string[]>;
  counts(queue: ServerQueue): Promise<{ readonly visible: number; readonly inFlight: number }>;
  /** Takes all messages out, hidden ones after their time too, in their order. */
  take(queue: ServerQueue): Promise<TakenMessage[]>;
  /** Lets time go by, ms: what was hidden for no longer can be received again. */
  pass(ms: number): Promise<void>;
  /** Makes calls of SQS and Lambda misbehave. */
  addFault(rule: FaultRule): void;
  clearFaults(): void;
}

/** What SQS does and a server does not: tests that need it leave that part out there. */
export interface Lack {
  readonly what: 'fifo-group-locks' | 'counts-of-visible';
  readonly why: string;
}

/** A kind of server. */
export interface QueueServer {
  readonly name: string;
  readonly lacks: readonly Lack[];
  /** How many generated scenes a test may take: seconds, not minutes. */
  readonly runs: { readonly crashes: number; readonly faults: number };
  /** Runs until the test ends. */
  start(): Promise<RunningServer>;
}

/** Every server that redrives are tried on. */
export const QUEUE_SERVERS: readonly QueueServer[] = [embeddedServer, localAwsSqs];

/** Whether a server does as SQS does. */
export const has = ({ lacks }: QueueServer, what: Lack['what']): boolean =>
  lacks.every((lack) => lack.what !== what);
