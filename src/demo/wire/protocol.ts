import type { IncomingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import type { ServiceError } from './errors.ts';
import type { Input, Output, Service } from './service.ts';

/** A request off the socket, before anyone knows which service it is for. */
export interface WireRequest {
  method: string;
  /** Path without the query, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Aborts when the connection ends before the reply was sent. */
  signal: AbortSignal;
}

/** A reply ready for the socket; `x-amzn-RequestId` is added by the server. */
export interface WireReply {
  status: number;
  headers: Record<string, string>;
  /** A function writes it by and by. */
  body: Buffer | string | ((to: Writable) => void);
}

/** A request whose service, operation and protocol are known; its parameters are read on demand. */
export interface Addressed {
  service: Service;
  operation: string;
  /** Throws the service's validation error when the body cannot be read. */
  readInput(): Input;
  writeOutput(output: Output, requestId: string): WireReply;
  writeError(error: ServiceError, requestId: string): WireReply;
}
