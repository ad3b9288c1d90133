import type { Exception } from '../invocations/invocation.ts';
import type { Flaw } from '../life/defects.ts';
import { hexText, mix, pick, unit, uuidText } from '../random.ts';

/** One kind of message that some code cannot take: how it is written, and what the code does on it. */
export interface PoisonKind extends Flaw {
  /** Share (0–1) of the messages that are of this kind. */
  share: number;
  /** What of a sound message is different. */
  spoil: (message: Message) => Message;
}

type Message = Record<string, unknown>;

const NODE_HANDLER = 'Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1206:29)';

/** A kind that is recognised by one member of the message's data: absent, or of one value. */
function kind(share: number, member: string, value: unknown, exception: Exception): PoisonKind {
  return {
    share,
    exception,
    fails: (event) => {
      const data = dataOf(event);
      return data !== undefined && data[member] === value;
    },
    spoil: (message) => {
      const { [member]: _, ...rest } = message;
      return value === undefined ? rest : { ...rest, [member]: value };
    },
  };
}

function dataOf(event: unknown): Message | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const { data, detail } = event as { data?: unknown; detail?: unknown };
  const inner = data ?? detail;
  return typeof inner === 'object' && inner !== null ? (inner as Message) : undefined;
}

/** What the order worker (Python) fails on. */
export const ORDER_KINDS: readonly PoisonKind[] = [
  kind(0.6, 'customer_id', undefined, {
    type: 'KeyError',
    message: "'customer_id'",
    frames: [
      'File "/var/task/app.py", line 87, in build_record|customer = order["customer_id"]',
      'File "/var/task/app.py", line 41, in lambda_handler|fulfil(build_record(record))',
    ],
  }),
  kind(0.27, 'quantity', 'n/a', {
    type: 'ValueError',
    message: "invalid literal for int() with base 10: 'n/a'",
    frames: [
      'File "/var/task/parsing.py", line 23, in quantity_of|return int(row["quantity"])',
      'File "/var/task/app.py", line 52, in lambda_handler|total += quantity_of(row)',
    ],
  }),
  kind(0.13, 'warehouse', 'lej-2', {
    type: 'OperationalError',
    message: 'connection to server at "10.0.2.41", port 5432 failed: timeout expired',
    frames: [
      'File "/opt/python/psycopg2/__init__.py", line 122, in connect|conn = _connect(dsn, **kwasync)',
      'File "/var/task/app.py", line 30, in lambda_handler|with connection(order["warehouse"]) as db:',
    ],
  }),
];

/** What the SMS sender (Node.js) fails on. */
export const SMS_KINDS: readonly PoisonKind[] = [
  kind(0.7, 'phone', undefined, {
    type: 'TypeError',
    message: "Cannot read properties of undefined (reading 'countryCode')",
    frames: [
      'toE164 (/var/task/src/phone.js:11:24)',
      'Runtime.handler (/var/task/index.js:33:19)',
      NODE_HANDLER,
    ],
  }),
  kind(0.3, 'template', 'order-shipped-v2', {
    type: 'Error',
    message: 'template order-shipped-v2 not found',
    frames: [
      'render (/var/task/src/templates.js:40:11)',
      'Runtime.handler (/var/task/index.js:36:17)',
      NODE_HANDLER,
    ],
  }),
];

/** What the confirmation mail (Node.js, asynchronous) fails on. */
export const MAIL_KINDS: readonly PoisonKind[] = [
  kind(0.55, 'email', undefined, {
    type: 'TypeError',
    message: "Cannot read properties of undefined (reading 'toLowerCase')",
    frames: [
      'recipientOf (/var/task/src/mail.js:18:30)',
      'Runtime.handler (/var/task/index.js:27:14)',
      NODE_HANDLER,
    ],
  }),
  kind(0.45, 'locale', 'fr-FR', {
    type: 'AxiosError',
    message: 'Request failed with status code 503',
    frames: [
      'settle (/var/task/node_modules/axios/dist/node/axios.cjs:2049:12)',
      'Runtime.handler (/var/task/index.js:31:9)',
      NODE_HANDLER,
    ],
  }),
];

/** What the bounce handler (Python, asynchronous) fails on. */
export const BOUNCE_KINDS: readonly PoisonKind[] = [
  kind(0.65, 'recipients', undefined, {
    type: 'KeyError',
    message: "'recipients'",
    frames: [
      'File "/var/task/app.py", line 22, in lambda_handler|for recipient in event["detail"]["recipients"]:',
    ],
  }),
  kind(0.35, 'bounceType', 'Undetermined', {
    type: 'ValueError',
    message: "'Undetermined' is not a valid BounceType",
    frames: [
      'File "/var/lang/lib/python3.12/enum.py", line 1157, in __new__|raise ve_exc',
      'File "/var/task/app.py", line 25, in lambda_handler|kind = BounceType(event["detail"]["bounceType"])',
    ],
  }),
];

/** A message of one of these kinds, drawn by `hash`: one that its sender thinks is right. */
export function poisoned(kinds: readonly PoisonKind[], sound: Message, hash: number): Message {
  const drawn = unit(mix(hash, 21));
  let cumulated = 0;
  const chosen = kinds.find((each) => {
    cumulated += each.share;
    return drawn < cumulated;
  });
  return (chosen ?? kinds[0])?.spoil(sound) ?? sound;
}

/** A job in a queue, as the company's services write it. */
export function jobText(type: string, data: Message, hash: number, at: number): string {
  return JSON.stringify({ id: uuidText(mix(hash, 1)), type, time: new Date(at).toISOString(), data });
}

/** An event as EventBridge hands it to a function. */
export function eventText(source: string, type: string, detail: Message, hash: number, at: number): string {
  return JSON.stringify({
    version: '0',
    id: uuidText(mix(hash, 1)),
    'detail-type': type,
    source,
    account: '123456789012',
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: 'eu-west-1',
    resources: [],
    detail,
  });
}

/** A sound order, as its service sends it. */
export function orderOf(hash: number): Message {
  return {
    order_id: `ord_${hexText(mix(hash, 3), 10)}`,
    customer_id: `cus_${hexText(mix(hash, 4) % 5000, 8)}`,
    quantity: 1 + (hash % 6),
    sku: `sku-${mix(hash, 5) % 90_000}`,
    warehouse: pick(['ams-1', 'lej-1', 'lys-1'], mix(hash, 6)),
  };
}

/** A sound text message to a customer. */
export function smsOf(hash: number): Message {
  return {
    customerId: `cus_${hexText(mix(hash, 4) % 5000, 8)}`,
    phone: { countryCode: '49', number: `1511${hash % 10_000_000}` },
    template: pick(['order-shipped', 'delivery-today', 'one-time-code'], mix(hash, 5)),
  };
}

/** A sound order confirmation. */
export function mailOf(hash: number): Message {
  return {
    orderId: `ord_${hexText(mix(hash, 3), 10)}`,
    email: `customer${hash % 100_000}@example.com`,
    locale: pick(['de-DE', 'en-GB', 'nl-NL'], mix(hash, 5)),
  };
}

/** A sound notice of mail that came back. */
export function bounceOf(hash: number): Message {
  return {
    messageId: hexText(hash, 32),
    recipients: [`customer${hash % 100_000}@example.com`],
    bounceType: pick(['Permanent', 'Transient'], mix(hash, 5)),
  };
}
