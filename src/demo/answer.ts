import type { Access } from './access.ts';
import { deniedResource } from './denied-resource.ts';
import type { FaultRule, Faults } from './faults.ts';
import type { Quotas } from './quotas.ts';
import type { RequestCounts } from './request-counts.ts';
import { addressAwsJson } from './wire/aws-json.ts';
import {
  accessDenied,
  expiredToken,
  notImplemented,
  retryAfter,
  ServiceError,
  unknownOperation,
} from './wire/errors.ts';
import type { Addressed, WireReply, WireRequest } from './wire/protocol.ts';
import { addressQuery, readForm, writeXmlError } from './wire/query-xml.ts';
import { addressRestJson } from './wire/rest-json.ts';
import { addressRpcCbor } from './wire/rpc-cbor.ts';
import type { Service } from './wire/service.ts';
import type { World } from './world/world.ts';

/** Everything an answer is made of. */
export interface Answering {
  world: World;
  services: readonly Service[];
  faults: Faults;
  access: Access;
  quotas: Quotas;
  requests: RequestCounts;
  /** Told about every call that this account cannot answer. */
  warn: (line: string) => void;
}

/** Ends a call without a reply. */
export const HANG_UP = Symbol('hang up');

/** Answers an AWS call, as its service would or as the faults want it. */
export async function answer(
  request: WireRequest,
  requestId: string,
  answering: Answering,
): Promise<WireReply | typeof HANG_UP> {
  const addressed = addressOf(request, answering.services);
  if (addressed === undefined) return unknownPath(request, requestId, answering);
  const { service, operation } = addressed;
  answering.requests.add(service.name, operation);
  const taken = answering.faults.take(
    service.name,
    operation,
    () => `${decodeURIComponent(request.path)} ${request.body.toString('utf8')}`,
  );
  for (const fault of taken) if (fault.kind === 'delay') await wait(fault.delayMs ?? 0);
  const fault = taken.find((each) => each.kind !== 'delay');
  if (fault?.kind === 'drop-before') return HANG_UP;
  if (fault?.kind === 'html') return htmlPage(fault.status ?? 404);
  let reply: WireReply;
  try {
    const error = refusal(request, addressed, answering) ?? faultError(fault, addressed, answering.world);
    if (error !== undefined) throw error;
    reply = await perform(request, requestId, addressed, answering, fault);
  } catch (error) {
    reply = addressed.writeError(asServiceError(error, addressed, answering.warn), requestId);
  }
  if (fault?.kind === 'truncate') return truncated(reply);
  if (fault?.kind === 'hang') await untilGone(request.signal);
  return fault?.kind === 'drop-after' || fault?.kind === 'hang' ? HANG_UP : reply;
}

async function perform(
  request: WireRequest,
  requestId: string,
  addressed: Addressed,
  answering: Answering,
  fault: FaultRule | undefined,
): Promise<WireReply> {
  const { service, operation } = addressed;
  const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (run === undefined) {
    answering.warn(`${service.name}: operation ${operation} is not known to the embedded account`);
    throw unknownOperation(operation);
  }
  const input = addressed.readInput();
  answering.world.clock.now(); // lets happen what is due, before anything is looked at
  const host = request.headers.host ?? 'localhost';
  const { body, signal } = request;
  const { world } = answering;
  const call = { world, input, body, host, signal, ...(fault === undefined ? {} : { fault }) };
  const output = await run(call);
  return addressed.writeOutput(output, requestId);
}

function addressOf(request: WireRequest, services: readonly Service[]): Addressed | undefined {
  return (
    addressAwsJson(request, services) ??
    addressRpcCbor(request, services) ??
    addressQuery(request, services) ??
    addressRestJson(request, services)
  );
}

/** Why a call is refused before its service looks at it. */
function refusal(
  { headers }: WireRequest,
  { service, operation }: Addressed,
  { access, quotas, world }: Answering,
): ServiceError | undefined {
  const refused = access.refusal(headers, world.clock.now());
  if (refused !== undefined || quotas.allows(service.name, operation)) return refused;
  return service.throttled();
}

/** The error a fault answers with; undefined for those that let the call through. */
function faultError(
  fault: FaultRule | undefined,
  addressed: Addressed,
  world: World,
): ServiceError | undefined {
  const error = fault === undefined ? undefined : errorOf(fault, addressed, world);
  const seconds = fault?.retryAfterS;
  return error === undefined || seconds === undefined ? error : retryAfter(error, seconds);
}

function errorOf(fault: FaultRule, { service, operation, readInput }: Addressed, world: World) {
  switch (fault.kind) {
    case 'throttle':
      return service.throttled();
    case 'expired':
      return expiredToken();
    case 'unsupported':
      return notImplemented(operation);
    case 'deny': {
      const resource = deniedResource(world, service.name, readInput());
      return accessDenied(world.caller.arn, `${service.name}:${operation}`, resource);
    }
    case 'error':
      return new ServiceError(fault.name ?? 'ServiceException', fault.message ?? 'An error occurred', {
        status: fault.status ?? 500,
      });
    default:
      return undefined;
  }
}

/** A mistake of ours must look like one: a 500 for the client, the stack for whoever runs the account. */
function asServiceError(
  error: unknown,
  { service, operation }: Addressed,
  warn: (line: string) => void,
): ServiceError {
  if (error instanceof ServiceError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  warn(`${service.name}: ${operation} failed inside the embedded account: ${text}`);
  return new ServiceError('InternalFailure', `The embedded account failed to answer ${operation}`, {
    status: 500,
  });
}

/** No service of ours: refused in the protocol that the caller seems to speak. */
function unknownPath(request: WireRequest, requestId: string, { requests, warn }: Answering): WireReply {
  const target = request.headers['x-amz-target'];
  const action = readForm(request)?.get('Action') ?? undefined;
  const what = typeof target === 'string' ? target : (action ?? `${request.method} ${request.path}`);
  requests.add('unknown', what);
  warn(`no service of the embedded account answers ${what}`);
  const error = unknownOperation(what, 404);
  if (action !== undefined) return writeXmlError(error, requestId);
  return {
    status: 404,
    headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': error.name },
    body: JSON.stringify({ __type: error.name, message: error.message }),
  };
}

/** The first half of a reply, and then the end of the connection; event streams break off by themselves. */
function truncated(reply: WireReply): WireReply {
  const { body } = reply;
  if (typeof body === 'function') return reply;
  const bytes = Buffer.from(body);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  return {
    ...reply,
    headers: { ...reply.headers, 'content-length': String(bytes.length) },
    body: (to) => void to.write(half, () => to.destroy()),
  };
}

function htmlPage(status: number): WireReply {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<!doctype html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`,
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Until the caller has given up. */
function untilGone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
