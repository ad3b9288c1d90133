import { hashText, hexText, mix, pick, unit, uuidText } from '../random.ts';
import type { Written } from './inflow.ts';
import type { MessageAttribute } from './message.ts';
import type { Incoming } from './message-store.ts';
import type { QueuePlace } from './place.ts';
import type { Queue } from './queue.ts';
import type { QueueSpec } from './queue-spec.ts';

const HOUR_MS = 3_600_000;
/** The oldest dead letter lies there this long; the oldest message of a backlog. */
const OLDEST_DEAD_LETTER_MS = 60 * HOUR_MS;
const OLDEST_BACKLOG_MS = 0.7 * HOUR_MS;
/** Dead letters stop coming this long before the world begins, ms. */
const NEWEST_DEAD_LETTER_MS = 120_000;

/** From its first receipt to the end of its last, ms. */
const GIVEN_UP_MS = 100_000;

const ERROR_MESSAGES = [
  "Cannot read properties of undefined (reading 'customerId')",
  'connect ETIMEDOUT 10.0.12.31:5432',
  'Request failed with status code 503',
];
const CURRENCIES = ['EUR', 'EUR', 'GBP', 'CHF'];

/**
 * What fills a queue of the scenario when somebody first looks: undefined when it is empty. Which of the
 * messages is how old, and what is in it, depends on the seed and on nothing else. `sourceArn` is the
 * queue whose dead letters come here; without one they are those of an asynchronous function.
 */
export function fillOf(
  spec: QueueSpec,
  sourceArn: string | undefined,
  place: QueuePlace,
): ((queue: Queue) => void) | undefined {
  const total = spec.messages;
  if (total === 0) return undefined;
  return (queue) => {
    const key = hashText(place.seed, `contents of ${spec.name}`);
    const isDeadLetterQueue = spec.name.endsWith('-dlq');
    for (let index = 0; index < total; index++) {
      const hash = mix(key, index);
      const age = isDeadLetterQueue
        ? NEWEST_DEAD_LETTER_MS + (1 - (index + unit(hash)) / total) * OLDEST_DEAD_LETTER_MS
        : (1 - (index + unit(hash)) / total) * Math.min(OLDEST_BACKLOG_MS, total * 1000);
      const content = contentOf(spec.name, hash, place.bornAt - Math.floor(age));
      if (!isDeadLetterQueue) queue.moveIn(content, place.bornAt);
      else if (sourceArn !== undefined) queue.moveIn(redriven(content, sourceArn, hash), place.bornAt);
      else queue.moveIn(ofAsyncFunction(content, hash), place.bornAt);
    }
  };
}

/** A dead letter of SQS itself: as it was sent, received as often as its source queue allows. */
function redriven(content: Incoming, sourceArn: string, hash: number): Incoming {
  const firstReceivedAt = content.sentAt + 40 + (hash % 900);
  const enteredAt = firstReceivedAt + GIVEN_UP_MS;
  return { ...content, firstReceivedAt, enteredAt, receiveCount: 3, deadLetterSourceArn: sourceArn };
}

/** A dead letter of Lambda's asynchronous invocation: the raw event and three attributes (facts, section 4). */
function ofAsyncFunction(content: Incoming, hash: number): Incoming {
  const text = (dataType: string, value: string): MessageAttribute => ({ dataType, value });
  return {
    ...content,
    enteredAt: content.sentAt,
    traceHeader: undefined,
    senderId: 'AROAEXAMPLELAMBDADLQ1:awslambda',
    attributes: {
      RequestID: text('String', uuidText(mix(hash, 20))),
      ErrorCode: text('Number', '200'),
      ErrorMessage: text('String', pick(ERROR_MESSAGES, mix(hash, 21))),
    },
  };
}

/** A message of a queue, as the company's services write it; `sentAt` in ms since the epoch. */
export function jobOf(queueName: string, hash: number, sentAt: number): Written {
  const [domain = 'jobs', subject = 'item'] = queueName.split('-');
  return {
    body: JSON.stringify({
      id: uuidText(mix(hash, 1)),
      type: `${domain}.${subject}.requested`,
      time: new Date(sentAt - (hash % 200)).toISOString(),
      data: dataOf(domain, hash),
    }),
    ...(hash % 4 === 0 ? { traceHeader: traceHeaderOf(hash, sentAt) } : {}),
    senderId: `AROAEXAMPLEPRODUCER${hash % 3}:${domain}-api`,
  };
}

/** The X-Ray header of a request that was traced. */
export function traceHeaderOf(hash: number, at: number): string {
  const root = `1-${Math.floor(at / 1000).toString(16)}-${hexText(hash, 24)}`;
  return `Root=${root};Parent=${hexText(mix(hash, 2), 16)};Sampled=1`;
}

function contentOf(queueName: string, hash: number, sentAt: number): Incoming {
  return {
    attributes: {},
    traceHeader: undefined,
    ...jobOf(queueName, hash, sentAt),
    groupId: undefined,
    deduplicationId: undefined,
    sentAt,
    enteredAt: sentAt,
    firstReceivedAt: undefined,
    receiveCount: 0,
    deadLetterSourceArn: undefined,
  };
}

function dataOf(domain: string, hash: number): Record<string, unknown> {
  const orderId = `ord_${hexText(mix(hash, 3), 10)}`;
  const customerId = `cus_${hexText(mix(hash, 4) % 5000, 8)}`;
  switch (domain) {
    case 'notify':
      return { customerId, template: pick(['order-shipped', 'password-reset', 'welcome'], mix(hash, 5)) };
    case 'image':
    case 'media':
      return { bucket: 'company-uploads', key: `in/${hexText(hash, 16)}.jpg`, width: 640 + (hash % 3400) };
    case 'partner':
      return {
        partner: pick(['nordwind', 'kaufhof', 'bazaar24'], mix(hash, 6)),
        sku: `sku-${hash % 90_000}`,
      };
    default: {
      const amount = (5 + (mix(hash, 7) % 40_000) / 100).toFixed(2);
      return { orderId, customerId, amount, currency: pick(CURRENCIES, mix(hash, 8)) };
    }
  }
}
