import type { Origin } from './inflow.ts';

/** A message attribute as its sender gave it: one value, text or bytes. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, possibly with a label: `Number.float`. */
  dataType: string;
  value: string | Uint8Array;
}

/** What a sender hands to a queue. */
export interface MessageDraft {
  body: string;
  attributes?: Readonly<Record<string, MessageAttribute>>;
  /** The X-Ray header: the only system attribute a sender may give. */
  traceHeader?: string;
  groupId?: string;
  /** FIFO queues: overrides the hash of the body. */
  deduplicationId?: string;
  /** Seconds; overrides the queue's own delay. */
  delayS?: number;
  /** Id of the principal that sent it, e.g. `AROA…:session`. */
  senderId: string;
}

/** What of a message goes with it from queue to queue. */
export interface MessageContent {
  /** AWS's message id, a UUID. */
  id: string;
  body: string;
  attributes: Readonly<Record<string, MessageAttribute>>;
  traceHeader: string | undefined;
  groupId: string | undefined;
  deduplicationId: string | undefined;
  senderId: string;
  /** ms since the epoch: retention counts from here. */
  sentAt: number;
  /** ms since the epoch; undefined until somebody has received it. */
  firstReceivedAt: number | undefined;
  /** Times received, in all queues it has been in. */
  receiveCount: number;
  /** ARN of the queue that gave it up as a dead letter. */
  deadLetterSourceArn: string | undefined;
  /** Of one that came by itself: from which it can be made again. */
  origin?: Origin;
}

/** A message lying in a queue. Only its queue changes it. */
export interface Message extends MessageContent {
  /** The queue's own number of it, by which receipt handles name it. */
  readonly serial: number;
  /** Its place among the visible ones: the smaller, the earlier. */
  order: number;
  state: 'delayed' | 'visible' | 'inFlight' | 'gone';
  /** While delayed or in flight: when it becomes visible, ms since the epoch. */
  dueAt: number;
  /** When it came into this queue, ms since the epoch. */
  readonly enteredAt: number;
  /** When it was last received, ms since the epoch. */
  receivedAt: number;
  /** Number of its latest receipt in this queue; only that one's handle counts. */
  receipt: number;
  /** FIFO queues only: 20 digits, larger for later ones. */
  sequenceNumber: string | undefined;
}

/** A message as one receiver got it: a copy of the counts of that moment, with a handle to answer by. */
export interface ReceivedMessage extends MessageContent {
  receiptHandle: string;
  sequenceNumber: string | undefined;
}
