import { decode, encode, Token, Type } from 'cborg';
import { queryErrorHeader } from './aws-json.ts';
import { ServiceError } from './errors.ts';
import { isRecord } from './input.ts';
import type { Addressed, WireReply, WireRequest } from './protocol.ts';
import type { Input, Service } from './service.ts';
import { Timestamp } from './timestamp.ts';

/**
 * Smithy RPC v2 CBOR: `POST /service/NAME/operation/OPERATION` with `smithy-protocol: rpc-v2-cbor`.
 * The `aws` CLI speaks it to CloudWatch since botocore 1.41. Timestamps are CBOR tag 1.
 */
export function addressRpcCbor(request: WireRequest, services: readonly Service[]): Addressed | undefined {
  const path = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path);
  if (path === null || request.headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
  const service = services.find((candidate) => candidate.target === path[1]);
  if (service === undefined || request.method !== 'POST') return undefined;
  return {
    service,
    operation: path[2] ?? '',
    readInput: () => parseCborBody(request.body),
    writeOutput: (output) => reply(200, output),
    writeError: (error) => {
      const body = {
        __type: `${service.shapeNamespace}#${error.name}`,
        ...error.members,
        [error.messageKey]: error.message,
      };
      return reply(error.status, body, { ...queryErrorHeader(service, error), ...error.headers });
    },
  };
}

function reply(status: number, value: unknown, headers: Record<string, string> = {}): WireReply {
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...headers },
    body: Buffer.from(
      encode(value, { typeEncoders: { Object: encodeTimestamp }, ignoreUndefinedProperties: true }),
    ),
  };
}

/** Tag 1 around whole seconds (or a float, for a fraction); null lets cborg write any other object. */
function encodeTimestamp(value: unknown): Token[] | null {
  if (!(value instanceof Timestamp)) return null;
  const { seconds } = value;
  const type = Number.isInteger(seconds) ? (seconds < 0 ? Type.negint : Type.uint) : Type.float;
  return [new Token(Type.tag, 1), new Token(type, seconds)];
}

function parseCborBody(body: Buffer): Input {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = decode(body, { tags: { 1: (content) => new Timestamp(Number(content()) * 1000) } });
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not valid CBOR');
  }
  if (!isRecord(value))
    throw new ServiceError('SerializationException', 'Start of structure or map found where not expected.');
  return value;
}
