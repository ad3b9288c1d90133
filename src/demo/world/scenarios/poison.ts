import type { FunctionSpec } from '../function-spec.ts';
import type { Defect } from '../life/defects.ts';
import type { Producer } from '../life/producers.ts';
import type { QueueSpec } from '../queues/queue-spec.ts';
import type { Inhabitants, Place } from '../world.ts';
import {
  BOUNCE_KINDS,
  bounceOf,
  eventText,
  jobText,
  MAIL_KINDS,
  mailOf,
  ORDER_KINDS,
  orderOf,
  type PoisonKind,
  poisoned,
  SMS_KINDS,
  smsOf,
} from './poison-messages.ts';
import { quietAround } from './quiet.ts';
import { settle, specs, type Wishes } from './settle.ts';

/** Dead letters in each queue at birth unless told. */
const MESSAGES = 250;
/** The fault came this long before the world's birth, ms. */
const SINCE_MS = 6 * 3_600_000;
/** How long a message that keeps failing is on its way to its dead-letter queue, ms: about, at most. */
const ON_ITS_WAY_MS = 200_000;

/** A function that fails, and what it fails on. */
interface Victim {
  functionName: string;
  into: Producer['into'];
  sender: string;
  kinds: readonly PoisonKind[];
  logsMessageIds: boolean;
  write: Producer['write'];
  /** What it gets otherwise, and works off. */
  sound: Producer['write'];
}

const VICTIMS: readonly Victim[] = [
  {
    functionName: 'orders-fulfilment-worker',
    into: { queue: 'orders-fulfilment-worker-queue' },
    sender: 'orders-api-prod',
    kinds: ORDER_KINDS,
    logsMessageIds: true,
    write: (hash, at) =>
      jobText('orders.fulfilment.requested', poisoned(ORDER_KINDS, orderOf(hash), hash), hash, at),
    sound: (hash, at) => jobText('orders.fulfilment.requested', orderOf(hash), hash, at),
  },
  {
    functionName: 'notify-sms-sender',
    into: { queue: 'notify-sms-sender-queue' },
    sender: 'notify-preference-api',
    kinds: SMS_KINDS,
    logsMessageIds: false,
    write: (hash, at) => jobText('notify.sms.requested', poisoned(SMS_KINDS, smsOf(hash), hash), hash, at),
    sound: (hash, at) => jobText('notify.sms.requested', smsOf(hash), hash, at),
  },
  {
    functionName: 'checkout-order-confirmation-email',
    into: { functionName: 'checkout-order-confirmation-email', qualifier: 'live' },
    sender: 'events.amazonaws.com',
    kinds: MAIL_KINDS,
    logsMessageIds: false,
    write: (hash, at) =>
      eventText('company.checkout', 'OrderPlaced', poisoned(MAIL_KINDS, mailOf(hash), hash), hash, at),
    sound: (hash, at) => eventText('company.checkout', 'OrderPlaced', mailOf(hash), hash, at),
  },
  {
    functionName: 'notify-bounce-handler',
    into: { functionName: 'notify-bounce-handler', qualifier: 'prod' },
    sender: 'events.amazonaws.com',
    kinds: BOUNCE_KINDS,
    logsMessageIds: false,
    write: (hash, at) =>
      eventText('company.notify', 'MailBounced', poisoned(BOUNCE_KINDS, bounceOf(hash), hash), hash, at),
    sound: (hash, at) => eventText('company.notify', 'MailBounced', bounceOf(hash), hash, at),
  },
];

/** It reads a stream and fails now and then: what it gives up is told to a queue. */
const STREAM_READER = 'warehouse-stock-sync';
const STREAM_PER_MINUTE = 600;
const STREAM_RETRIES = 2;

const TRAITS: Readonly<Record<string, Partial<FunctionSpec>>> = {
  'orders-fulfilment-worker': { errorShare: 0, timeoutS: 30, runtime: 'python3.12' },
  'notify-sms-sender': { errorShare: 0, timeoutS: 30 },
  'checkout-order-confirmation-email': {
    errorShare: 0,
    timeoutS: 30,
    deadLetterQueue: 'checkout-async-dlq',
    versions: 7,
    aliases: [{ name: 'live', version: 7 }],
  },
  'notify-bounce-handler': {
    errorShare: 0,
    timeoutS: 30,
    onFailureQueue: 'notify-async-failures',
    versions: 12,
    aliases: [{ name: 'prod', version: 12 }],
  },
};

/**
 * Four functions that fail on some of what they are given, since six hours: two behind queues with dead-letter
 * queues of SQS's kind, one with a dead-letter queue of Lambda's, one with an on-failure destination. How the
 * letters came there is no fiction: the past is lived through once more when the world is born. About
 * `messages` lie in each, and a few more come every hour. A fifth function gives up about as many batches of its
 * stream; that is drawn, and not to be healed.
 */
export function poison(place: Place, { functions, messages = MESSAGES }: Wishes): Inhabitants {
  const errorShare = Math.min(
    0.5,
    (messages * (STREAM_RETRIES + 1) * 60_000) / (SINCE_MS * STREAM_PER_MINUTE),
  );
  const reader: Partial<FunctionSpec> = {
    errorShare,
    shape: 'flat',
    streamFailures: { queue: 'warehouse-stream-failures', retries: STREAM_RETRIES },
  };
  const list = specs(quietAround({ ...TRAITS, [STREAM_READER]: reader }), functions, place);
  const world = settle(place, list, { rates: { [STREAM_READER]: STREAM_PER_MINUTE } });
  const names = new Set(list.map((spec) => spec.name));
  const victims = VICTIMS.filter(({ functionName }) => names.has(functionName));
  const fed = new Set(victims.map(({ into }) => ('queue' in into ? into.queue : undefined)));
  const since = place.clock.start - SINCE_MS;
  const everyMs = messages === 0 ? undefined : (SINCE_MS - ON_ITS_WAY_MS) / messages;
  return {
    ...world,
    queues: world.queues.map((queue) => (fed.has(queue.name) ? flowing(queue) : queue)),
    life: {
      defects: victims.map(defectOf),
      producers: victims.flatMap(({ into, sender: name, write }) =>
        everyMs === undefined ? [] : [{ into, name, write, since, everyMs }],
      ),
      writers: Object.fromEntries(victims.map(({ functionName, sound }) => [functionName, sound])),
    },
  };
}

/** A queue whose messages all really come and go. */
function flowing(queue: QueueSpec): QueueSpec {
  return { ...queue, messages: 0, visibilityTimeoutS: 40 };
}

function defectOf({ functionName, kinds, logsMessageIds }: Victim): Defect {
  return { functionName, flaws: kinds, logsMessageIds, isActive: true };
}
