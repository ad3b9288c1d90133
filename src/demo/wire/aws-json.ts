import type { ServiceError } from './errors.ts';
import { EventChannel, EventStreamOutput } from './event-stream.ts';
import { outputJson, parseJsonBody } from './json.ts';
import type { Addressed, WireReply, WireRequest } from './protocol.ts';
import type { Service } from './service.ts';

/**
 * AWS JSON 1.0 and 1.1: POST to `/`, the operation in `X-Amz-Target: Prefix.Operation`.
 * The content type answered is the one asked with.
 */
export function addressAwsJson(request: WireRequest, services: readonly Service[]): Addressed | undefined {
  const target = request.headers['x-amz-target'];
  if (request.method !== 'POST' || typeof target !== 'string') return undefined;
  const dot = target.lastIndexOf('.');
  const service = services.find((candidate) => candidate.target === target.slice(0, dot));
  if (service === undefined) return undefined;
  const contentType =
    request.headers['content-type'] ?? `application/x-amz-json-${service.jsonVersion ?? '1.0'}`;
  return {
    service,
    operation: target.slice(dot + 1),
    readInput: () => parseJsonBody(request.body),
    writeOutput: (output) => {
      if (output instanceof EventStreamOutput) return eventStreamReply(output);
      return { status: 200, headers: { 'content-type': contentType }, body: outputJson(output) };
    },
    writeError: (error) => ({
      status: error.status,
      headers: { 'content-type': contentType, ...queryErrorHeader(service, error), ...error.headers },
      body: JSON.stringify({
        __type: `${service.shapeNamespace}#${error.name}`,
        ...error.members,
        [error.messageKey]: error.message,
      }),
    }),
  };
}

/** In this protocol the stream begins with what would have been the reply: botocore insists on it. */
function eventStreamReply(output: EventStreamOutput): WireReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body: (to) => {
      const channel = new EventChannel(to);
      channel.send('initial-response', {});
      output.open(channel);
    },
  };
}

/** Services that once spoke the query protocol name the old code too, and SDKs prefer it. */
export function queryErrorHeader(service: Service, error: ServiceError): Record<string, string> {
  return service.queryCompatible ? { 'x-amzn-query-error': `${error.queryCode};${error.fault}` } : {};
}
