import type { FaultRule } from '../faults.ts';
import type { World } from '../world/world.ts';
import type { ServiceError } from './errors.ts';
import type { EventStreamOutput } from './event-stream.ts';

/** The parameters of a call, by their names in the service's model; query-protocol values are all text. */
export type Input = Readonly<Record<string, unknown>>;

/** One call as an operation sees it, whatever protocol carried it. */
export interface Call {
  world: World;
  input: Input;
  /** The body as it came: what Invoke's payload is. */
  body: Buffer;
  /** Host and port the client reached us by: queue URLs are made of it. */
  host: string;
  /** Aborts when the client has gone: what waits for something stops waiting. */
  signal: AbortSignal;
  /** A fault that the operation itself must play: `partial`, `empty` or `truncate`. */
  fault?: FaultRule;
}

/** A reply whose JSON text the operation has made itself (large lists are kept ready). */
export class ReadyJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A reply that is not the JSON of its members: status, headers and body as they go out (REST-JSON only). */
export class RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: Buffer | string) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** What an operation answers: the members of its model's output, timestamps as `Timestamp`. */
export type Output = Readonly<Record<string, unknown>> | ReadyJson | RawReply | EventStreamOutput;

/** One operation of a service. Throws `ServiceError` to refuse. Only those that wait answer with a promise. */
export type Operation = (call: Call) => Output | Promise<Output>;

/** One operation's address in a REST-JSON service. */
export interface Route {
  operation: string;
  method: string;
  /** Path segments; a label stands as `{Name}`. */
  segments: readonly string[];
  /** Query that the route itself asks for, e.g. `List=ALL`. */
  query: readonly (readonly [string, string])[];
  /** HTTP status of success. */
  status: number;
}

/** A service of the account: what it is called in the wire protocols, and its operations. */
export interface Service {
  /** Name in fault rules, request counts and IAM actions, e.g. `lambda`. */
  name: string;
  operations: Readonly<Record<string, Operation>>;
  /** The error this service answers when it throttles a caller. */
  throttled: () => ServiceError;
  /** Prefix of `X-Amz-Target`, for services that speak AWS JSON, e.g. `AmazonSQS`. */
  target?: string;
  jsonVersion?: '1.0' | '1.1';
  /** Namespace in `__type` of JSON errors, e.g. `com.amazonaws.sqs`. */
  shapeNamespace?: string;
  /** API version of the query protocol, by which such a request names its service. */
  queryVersion?: string;
  /** XML namespace of query replies. */
  xmlNamespace?: string;
  /** JSON and CBOR replies of this service carry `x-amzn-query-error`, as it once spoke query only. */
  queryCompatible?: boolean;
  /** For REST-JSON: the routes of the whole model, implemented or not, so that refusals name the operation. */
  routes?: readonly Route[];
}
