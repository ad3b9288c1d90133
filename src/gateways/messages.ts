/**
 * What lambdatop does with single messages of queues: receive, hide and give back, send, delete, have them moved,
 * and hand events to functions. All of it but the two lists of reads CHANGES AWS (a receive raises receive counts),
 * so `changes.ts` holds here too: one attempt each, and a lost reply is `unknown-outcome`.
 */

import type { DeadLetter, MessageAttribute } from '../domain/dead-letters/message.ts';
import type { MoveTask } from '../domain/dead-letters/move-task.ts';
import type { Receipt } from './changes.ts';

/** AWS takes so many messages in one call. */
export const MOST_IN_BATCH = 10;

/** A message with the handle of this very receive: hiding and deleting need it, and only the latest counts. */
export interface ReceivedLetter {
  readonly letter: DeadLetter;
  readonly receiptHandle: string;
}

/** How to receive. */
export interface ReceiveOptions {
  /** 1 to 10. */
  readonly most: number;
  /** How long nobody else sees them, seconds. */
  readonly visibilityS: number;
  /** How long AWS waits for messages, seconds, 1 to 8: a shorter look asks only some of its servers. */
  readonly waitS: number;
}

/** A message as it is sent: all that a sender may say. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader: string | null;
  readonly groupId: string | null;
  /** FIFO targets only; null in a standard one, which refuses it. */
  readonly deduplicationId: string | null;
}

/**
 * What became of one entry of a batch. AWS answers 200 although entries failed; one that it named neither as done
 * nor as failed is `unknown`.
 */
export type EntryResult =
  | {
      readonly state: 'done' /** Of a sent message, its id in the target. */;
      readonly messageId: string | null;
    }
  | {
      readonly state: 'failed';
      readonly code: string;
      readonly message: string;
      /** Sending it again as it is will fail again. */
      readonly senderFault: boolean;
    }
  | { readonly state: 'unknown' };

/** Messages of the queues of one account and region. At most ten at once; results in the order of the input. */
export interface MessagesGateway {
  /** Empty when AWS had none to give in time. */
  receive(
    queueUrl: string,
    options: ReceiveOptions,
    signal?: AbortSignal,
  ): Promise<readonly ReceivedLetter[]>;
  /** Hides messages for so many seconds from now on (0 gives them back). */
  hide(queueUrl: string, handles: readonly string[], seconds: number): Promise<readonly EntryResult[]>;
  send(queueUrl: string, messages: readonly OutgoingMessage[]): Promise<readonly EntryResult[]>;
  delete(queueUrl: string, handles: readonly string[]): Promise<readonly EntryResult[]>;

  /** The largest message a queue takes, bytes; null when AWS did not say. */
  largestMessage(queueUrl: string, signal?: AbortSignal): Promise<number | null>;
  /** The latest tasks of a dead-letter queue (by ARN), newest first, at most ten. */
  moveTasks(queueArn: string, signal?: AbortSignal): Promise<readonly MoveTask[]>;
  /**
   * Has SQS move all messages to the queues they came from; gives the handle that cancels it.
   *
   * @param ratePerS 1 to 500; null = as fast as AWS likes
   */
  startMoveTask(queueArn: string, ratePerS: number | null): Promise<{ readonly handle: string | null }>;
  /** What was moved stays moved, and a little more is. */
  cancelMoveTask(handle: string): Promise<void>;

  /** Invoke(Event): the function runs later, and AWS repeats it when it fails. */
  invokeLater(functionName: string, qualifier: string | null, payload: string): Promise<Receipt>;
  /** Invoke(DryRun): rejects when the function, the qualifier or the permission is missing. Nothing runs. */
  checkInvocable(functionName: string, qualifier: string | null, signal?: AbortSignal): Promise<void>;
}
