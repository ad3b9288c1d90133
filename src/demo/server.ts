import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Answering, answer, HANG_UP } from './answer.ts';
import { CONTROL_PREFIX, control } from './control.ts';
import type { WireReply, WireRequest } from './wire/protocol.ts';

/** Lambda takes a function's code of 70 MB and says itself what is too large; nothing that AWS accepts is bigger. */
const LARGEST_BODY = 80 * 1024 * 1024;
/** What is packed is metrics, of which it takes 1 MB. */
const LARGEST_UNPACKED = 8 * 1024 * 1024;

/** Why a request's signal aborts; an error for each would be one of the dearest things about a reply. */
const CLOSED = 'the reply has been closed';

/** The HTTP server in front of the account. It does nothing between requests. */
export function createAccountServer(answering: Answering): Server {
  const server = createServer((request, response) => {
    handle(request, response, answering).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 65_000;
  return server;
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
): Promise<void> {
  const body = await readBody(incoming);
  const requestId = answering.world.nextId();
  response.setHeader('x-amzn-RequestId', requestId);
  response.setHeader('date', answering.access.date);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    return send(response, { status: 413, headers: {}, body: '' });
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort(CLOSED));
  const request = wireRequest(incoming, body, gone.signal);
  if (request.path.startsWith(CONTROL_PREFIX)) return send(response, control(request, answering));
  const reply = await answer(request, requestId, answering);
  if (reply === HANG_UP) response.destroy();
  else send(response, reply);
}

/** Splits by hand: `new URL` would tidy away what the client really sent, as `..` or an encoded slash. */
function wireRequest(incoming: IncomingMessage, body: Buffer, signal: AbortSignal): WireRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: incoming.headers,
    body,
    signal,
  };
}

const unpack = promisify(gunzip);

/** The body as its sender meant it (SDKs compress large ones of PutMetricData), or undefined when it is too large. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (incoming.headers['content-encoding'] !== 'gzip') return body;
  return unpack(body, { maxOutputLength: LARGEST_UNPACKED }).catch(() => undefined);
}

function send(response: ServerResponse, reply: WireReply): void {
  if (typeof reply.body === 'function') {
    response.writeHead(reply.status, reply.headers);
    response.flushHeaders();
    reply.body(response);
    return;
  }
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
  response.end(body);
}
