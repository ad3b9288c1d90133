/**
 * A tiny HTTP server for what happens on the wire itself: dropped sockets, HTML, late answers, exact error
 * bodies. Everything that needs an account's behaviour is tested against the embedded account instead.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface FakeCall {
  readonly method: string;
  readonly path: string;
  /** `GetMetricData` of JSON protocols, else ''. */
  readonly target: string;
  readonly body: string;
  /** The signature, which names the access key. */
  readonly authorization: string;
}

/** Answers one call; return nothing when the response was dealt with by hand (held open, destroyed). */
export type Answer = (call: FakeCall, response: ServerResponse) => unknown;

export interface FakeAws {
  readonly url: string;
  /** Everything that reached the wire, in order. */
  readonly calls: readonly FakeCall[];
  close(): Promise<void>;
}

/** Serves on loopback until closed. What `answer` returns is sent as JSON. */
export async function startFakeAws(answer: Answer): Promise<FakeAws> {
  const calls: FakeCall[] = [];
  const server = createServer(async (request, response) => {
    const call = await toCall(request);
    calls.push(call);
    const body = answer(call, response);
    if (body !== undefined) response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** An error as AWS's JSON protocols write it. */
export function awsError(response: ServerResponse, status: number, type: string, message: string): unknown {
  response.statusCode = status;
  response.setHeader('x-amzn-errortype', type);
  return { __type: type, Message: message, message };
}

/** The HTML page that emulators and proxies answer with. */
export function html(response: ServerResponse, status: number): undefined {
  response.statusCode = status;
  response.setHeader('content-type', 'text/html');
  response.end('<html><body><h1>Not here</h1></body></html>');
}

async function toCall(request: IncomingMessage): Promise<FakeCall> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const target =
    String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    target,
    body,
    authorization: request.headers.authorization ?? '',
  };
}
