/**
 * Stands before an SQS server that cannot be made to misbehave, nor told what time it is: drops replies, throttles,
 * fails some entries of a batch, and hides received messages for as long as the test's own clock says.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type FaultRule, Faults } from '../../../../src/demo/faults.ts';
import type { Clock } from '../../../../src/domain/clock.ts';

/** The server behind. */
export interface Backend {
  /** Made once the proxy knows its port: the URLs of queues lead to the proxy. */
  readonly handlerFor: (port: number) => (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly clock: Clock;
}

/** A running proxy. */
export interface FaultProxy {
  readonly url: string;
  readonly faults: Faults;
  /** Calls the server itself, past all faults. */
  call(operation: string, input: object): Promise<Json>;
  /** Gives back what has been hidden for its time. */
  settleVisibility(): Promise<void>;
}

/** What SQS's JSON protocol carries. */
export type Json = { readonly [member: string]: unknown };

/** The longest that SQS hides a message, s: the server behind never gives one back by itself. */
const LONGEST_S = 43_200;
/** What a queue hides for that nobody asked for a time, s. */
const USUAL_S = 30;

/** Starts server and proxy; both end with the test. */
export async function faultProxy({ handlerFor, clock }: Backend): Promise<FaultProxy> {
  const faults = new Faults();
  const hidden = new Hidden(clock);

  const proxy = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const port = await listen(proxy);
  const backendPort = await listen(createServer(handlerFor(port)));

  const call = async (operation: string, input: object): Promise<{ status: number; json: Json }> => {
    const reply = await fetch(`http://127.0.0.1:${backendPort}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
      body: JSON.stringify(input),
    });
    const text = await reply.text();
    return { status: reply.status, json: text === '' ? {} : (JSON.parse(text) as Json) };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await buffer(request)).toString();
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const fault = faults.take('sqs', operation, () => body).find(({ kind }) => kind !== 'delay');
    if (fault?.kind === 'drop-before') return void response.destroy();
    if (fault?.kind === 'throttle') return send(response, 403, error('RequestThrottled', 'sqs'));
    if (fault?.kind === 'error') return send(response, fault.status ?? 500, error('ServiceException', null));
    const input = JSON.parse(body) as Json;
    const { passing, failed } = withoutFailing(input, fault);
    const isEmpty = failed.length > 0 && entriesOf(passing).length === 0;
    const { status, json } = isEmpty
      ? { status: 200, json: {} }
      : await call(operation, hidden.prepare(operation, passing));
    if (status === 200) hidden.note(operation, passing, json);
    if (fault?.kind === 'drop-after') return void response.destroy();
    const Failed = [...failed, ...((json.Failed as Json[] | undefined) ?? [])];
    const reply = Failed.length > 0 ? { ...json, Failed } : json;
    send(response, status, reply, fault?.kind === 'truncate');
  };

  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    call: async (operation, input) => (await call(operation, input)).json,
    async settleVisibility() {
      for (const { QueueUrl, ReceiptHandle } of hidden.takeDue()) {
        await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
      }
    },
  };
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function send(response: ServerResponse, status: number, json: Json, breaksOff = false): void {
  const bytes = Buffer.from(JSON.stringify(json));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': bytes.length,
    'x-amzn-requestid': crypto.randomUUID(),
  });
  if (!breaksOff) response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

function error(name: string, service: string | null): Json {
  const __type = service === null ? name : `com.amazonaws.${service}#${name}`;
  return { __type, message: 'As the test wants it.' };
}

const entriesOf = ({ Entries }: Json): readonly Json[] => (Entries as Json[] | undefined) ?? [];

/** A batch without those of its entries that are to fail. */
function withoutFailing(
  input: Json,
  fault: FaultRule | undefined,
): { readonly passing: Json; readonly failed: readonly Json[] } {
  const entries = entriesOf(input);
  const count = fault?.kind === 'partial' ? (fault.entries ?? 1) : 0;
  if (count === 0 || entries.length === 0) return { passing: input, failed: [] };
  const failed = entries.slice(0, count).map(({ Id }) => {
    return { Id, SenderFault: false, Code: 'InternalError', Message: 'As the test wants it.' };
  });
  return { passing: { ...input, Entries: entries.slice(count) }, failed };
}

interface Handle {
  readonly QueueUrl: unknown;
  readonly ReceiptHandle: unknown;
}

/** Which messages are hidden until when, by the test's clock. */
class Hidden {
  readonly #clock: Clock;
  /** Message ids by receipt handle. */
  readonly #messages = new Map<unknown, unknown>();
  /** By message id: only the latest handle counts. */
  readonly #until = new Map<unknown, Handle & { readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same call as the server behind gets it: hidden for good, and not waited for. */
  prepare(operation: string, input: Json): Json {
    const lasting = (each: Json): Json =>
      each.VisibilityTimeout === 0 ? each : { ...each, VisibilityTimeout: LONGEST_S };
    switch (operation) {
      case 'ReceiveMessage':
        // It would wait all that time also when it has something to give.
        return { ...lasting(input), WaitTimeSeconds: 0 };
      case 'ChangeMessageVisibility':
        return lasting(input);
      case 'ChangeMessageVisibilityBatch':
        return { ...input, Entries: entriesOf(input).map(lasting) };
      default:
        return input;
    }
  }

  /** Notes until when what the server did lasts. */
  note(operation: string, input: Json, reply: Json): void {
    if (operation === 'ReceiveMessage') {
      for (const { MessageId, ReceiptHandle } of (reply.Messages as Json[] | undefined) ?? []) {
        this.#messages.set(ReceiptHandle, MessageId);
        this.#hide(input.QueueUrl, ReceiptHandle, input.VisibilityTimeout);
      }
    }
    const changes = operation === 'ChangeMessageVisibility' ? [input] : entriesOf(input);
    if (!operation.startsWith('ChangeMessageVisibility')) return;
    for (const each of changes) this.#hide(input.QueueUrl, each.ReceiptHandle, each.VisibilityTimeout);
  }

  /** Those whose time is over. */
  takeDue(): Handle[] {
    const due = [...this.#until].filter(([, { at }]) => at <= this.#clock.now());
    for (const [messageId] of due) this.#until.delete(messageId);
    return due.map(([, handle]) => handle);
  }

  #hide(QueueUrl: unknown, ReceiptHandle: unknown, seconds: unknown): void {
    const messageId = this.#messages.get(ReceiptHandle);
    const at = this.#clock.now() + Number(seconds ?? USUAL_S) * 1_000;
    if (seconds === 0) this.#until.delete(messageId);
    else this.#until.set(messageId, { QueueUrl, ReceiptHandle, at });
  }
}
